// Tests that count the pool's memory must be alone in the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
