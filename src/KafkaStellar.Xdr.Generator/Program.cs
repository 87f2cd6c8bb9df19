using KafkaStellar.Xdr.Generator;

if (args is not [string definitionsPath, string newest, string outputFolder] || !uint.TryParse(newest, out uint protocol))
{
    Console.Error.WriteLine("usage: KafkaStellar.Xdr.Generator <xdr.json> <newest protocol in it> <folder for *.g.cs>");
    return 2;
}

Definitions definitions = Definitions.Parse(File.ReadAllBytes(definitionsPath));
IReadOnlyDictionary<string, string> files = GeneratedFiles.Of(definitions, protocol);

Directory.CreateDirectory(outputFolder);
foreach (string stale in Directory.GetFiles(outputFolder, "*.g.cs").Where(path => !files.ContainsKey(Path.GetFileName(path))))
    File.Delete(stale);
foreach ((string name, string text) in files)
    File.WriteAllText(Path.Combine(outputFolder, name), text);

Console.WriteLine($"{files.Count} files from {definitions.All.Count} definitions");
return 0;
