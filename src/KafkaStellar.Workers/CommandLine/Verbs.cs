using System.CommandLine;

namespace KafkaStellar.Workers.CommandLine;

/// <summary>All verbs: the map of the fleet.</summary>
internal static class Verbs
{
    /// <summary>The command line.</summary>
    public static RootCommand Root() => new("Stellar ledgers as Arrow tables on Kafka and as a Parquet lake. Settings are options, KAFKASTELLAR__… variables, or appsettings.json.")
    {
        DemoVerb.Create(),    // all of it, in one process
        SourceVerb.Create(),  // a data lake     → raw-ledgers
        ExtractVerb.Create(), // raw-ledgers     → the datasets' topics
        SinkVerb.Create(),    // datasets' topics → Parquet files in a lake
        DeadLettersVerb.Create(), // messages set aside ↔ the datasets' topics
        TopicsVerb.Create(),  // contracts       ↔ files and cluster
        DatasetsVerb.Create(), // the tables there are
        RowsVerb.Create(),    // ledger files    → rows, offline
        QueryVerb.Create(),   // SQL             over the lake
        VerifyVerb.Create(),  // files, topics or a lake ↔ what they were made of
        SimulateVerb.Create(), // a seed         → ledgers
        BenchVerb.Create(),   // ledger files    → how fast they become rows
    };
}
