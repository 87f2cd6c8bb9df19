using System.CommandLine;
using KafkaStellar.Workers;
using KafkaStellar.Workers.CommandLine;
using KafkaStellar.Workers.Hosting;

FileSizeLimit.BecomesAnError();
ParseResult line = Verbs.Root().Parse(args);
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
catch (IOException gone) when (gone.HResult == ExitCodes.BrokenPipe)
{
    return ExitCodes.Done; // whoever read our rows has read enough
}
catch (Exception failure)
{
    Failure known = Failures.Of(failure);
    Console.Error.WriteLine(known.SaysItAll ? failure.Message : failure);
    return known.ExitCode;
}
