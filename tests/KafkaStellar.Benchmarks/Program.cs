using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using KafkaStellar.Benchmarks;

// In this process: a generated project would have to be restored, which a machine without a package source cannot.
Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(10).WithWarmupCount(5);
IConfig config = DefaultConfig.Instance.AddJob(job).AddColumn(new BytesPerSecond());
BenchmarkSwitcher.FromAssembly(typeof(LedgerBytes).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
