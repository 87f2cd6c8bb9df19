using System.CommandLine;
using KafkaStellar.Datasets;
using KafkaStellar.Lake;
using KafkaStellar.Workers;
using KafkaStellar.Workers.CommandLine;
using KafkaStellar.Workers.Hosting;
using KafkaStellar.Xdr;
using Microsoft.Extensions.Options;

var root = new RootCommand("Stellar ledgers as Arrow tables on Kafka and as a Parquet lake. Settings are options, KAFKASTELLAR__… variables, or appsettings.json.")
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

FileSizeLimit.BecomesAnError();
ParseResult line = root.Parse(args);
if (line.Errors.Count > 0)
{
    foreach (var error in line.Errors) Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine("See kafkastellar --help.");
    return ExitCodes.WrongUsage;
}

try
{
    return await line.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception wrong) when (wrong is ArgumentException or OptionsValidationException)
{
    Console.Error.WriteLine(wrong.Message);
    return ExitCodes.WrongUsage;
}
catch (Exception refused) when (refused is LedgerFileException or LedgerRefusedException or UnknownProtocolException)
{
    Console.Error.WriteLine(refused.Message);
    return ExitCodes.InputRefused;
}
catch (IOException gone) when (gone.HResult == ExitCodes.BrokenPipe)
{
    return ExitCodes.Done; // whoever read our rows has read enough
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(failure.Message);
    return ExitCodes.Failed;
}
