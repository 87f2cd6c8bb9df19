using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KafkaStellar.Arrow;
using KafkaStellar.Datasets;
using KafkaStellar.Topics;
using KafkaStellar.Workers.Rows;
using KafkaStellar.Workers.Simulation;

namespace KafkaStellar.Workers.CommandLine;

/// <summary><c>datasets</c>: the tables there are.</summary>
internal static class DatasetsVerb
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The verb.</summary>
    public static Command Create() => new("datasets", "Lists the datasets, or shows one: columns, contract, filters, an example row.\n\nExample:\n  kafkastellar datasets show transactions")
    {
        List(), Show(),
    };

    private static Command List()
    {
        Command command = Verb.Of("list", "Prints name, version and meaning of each dataset.", "kafkastellar datasets list", []);
        command.SetAction(_ =>
        {
            foreach (Dataset dataset in Catalog.All) Console.WriteLine($"{dataset.Name}\t{dataset.Version}\t{dataset.Meaning}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string>("DATASET") { Description = string.Join(", ", Catalog.All.Select(dataset => dataset.Name)) };
        Command command = Verb.Of("show", "Prints a dataset's columns, contract, filters and an example row.", "kafkastellar datasets show transactions", []);
        command.Arguments.Add(name);
        command.SetAction(line =>
        {
            Console.WriteLine(Page(Catalog.Find(line.GetValue(name)!)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Page(Dataset dataset)
    {
        TopicContract contract = Contracts.Of(dataset);
        var page = new StringBuilder();
        page.AppendLine($"{dataset.Name} {dataset.Version}");
        page.AppendLine(dataset.Meaning);
        page.AppendLine();
        page.AppendLine("columns (? = may be null)");
        foreach (string column in contract.Columns) page.AppendLine($"  {column}");
        page.AppendLine();
        page.AppendLine($"filters: {(dataset.Filters.Count == 0 ? "none" : string.Join(", ", dataset.Filters.Select(Dataset.OptionOf)))}");
        page.AppendLine($"topic: {contract.TopicOn("network")}, {contract.Partitions} partitions, runs of {contract.Span} ledgers; contract topics/{contract.FileName}");
        page.AppendLine();
        page.Append($"example, of a simulated ledger: {ExampleRow(dataset)}");
        return page.ToString();
    }

    private static string ExampleRow(Dataset dataset)
    {
        using RecordBatch? rows = SimulatedRows.FirstOf(dataset);
        if (rows is null) return "none: the simulator makes no such rows";
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Indented))
        {
            json.WriteStartObject();
            for (int i = 0; i < rows.ColumnCount; i++)
            {
                json.WritePropertyName(rows.Schema.GetFieldByIndex(i).Name);
                JsonCells.Write(json, rows.Column(i), 0);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
