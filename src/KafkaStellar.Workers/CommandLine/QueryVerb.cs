using System.CommandLine;
using KafkaStellar.Lake;
using KafkaStellar.Workers.Query;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>query</c>: SQL over the lake.</summary>
internal static class QueryVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var sql = new Argument<string>("SQL") { Description = "one statement; each dataset with files is a view" };
        var lake = new Option<string>("--lake") { Description = "the lake's folder", DefaultValueFactory = _ => "lake" };
        var network = new Option<string>("--network") { Description = "one network of the lake; else all of them" };
        var command = new Command("query", "Answers SQL (DuckDB's) over the Parquet files of a lake.\n\nExample:\n  kafkastellar query --lake lake \"SELECT max(ledger_seq) FROM ledgers\"") { sql, lake, network };
        command.SetAction((line, stop) => Task.Run(() =>
        {
            using var database = new DuckDb();
            if (LakeTables.Create(database, line.GetValue(lake)!, line.GetValue(network)).Count == 0)
            {
                Console.Error.WriteLine($"{line.GetValue(lake)} has no Parquet files of any dataset. Name the folder that a sink writes to (--lake).");
                return ExitCodes.InputRefused;
            }

            using DuckDbText answer = database.QueryText(line.GetValue(sql)!, stop);
            TextTable.Write(answer, Console.Out);
            return ExitCodes.Done;
        }, stop));
        return command;
    }
}
