using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;
using KafkaStellar.Testing;

namespace KafkaStellar.Workers.Tests;

/// <summary>A line between two projects is a dependency that must not leak: here it is written down, and read from what was built.</summary>
public sealed class ArchitectureTests
{
    private const string KafkaClient = "Confluent.Kafka";

    /// <summary>Each project, the file it is built into, and the projects it may know.</summary>
    public static TheoryData<string, string, string[]> Projects => new()
    {
        { "KafkaStellar.Xdr", "KafkaStellar.Xdr.dll", [] },
        { "KafkaStellar.Arrow", "KafkaStellar.Arrow.dll", [] },
        { "KafkaStellar.Datasets", "KafkaStellar.Datasets.dll", ["KafkaStellar.Xdr", "KafkaStellar.Arrow"] },
        { "KafkaStellar.Topics", "KafkaStellar.Topics.dll", ["KafkaStellar.Arrow"] },
        { "KafkaStellar.Lake", "KafkaStellar.Lake.dll", ["KafkaStellar.Xdr", "KafkaStellar.Arrow"] },
        { "KafkaStellar.Protobuf", "KafkaStellar.Protobuf.dll", ["KafkaStellar.Arrow"] },
        {
            "KafkaStellar.Workers", "kafkastellar.dll",
            ["KafkaStellar.Xdr", "KafkaStellar.Arrow", "KafkaStellar.Datasets", "KafkaStellar.Topics", "KafkaStellar.Lake", "KafkaStellar.Protobuf"]
        },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_refers_only_to_projects_it_may_know(string project, string file, string[] known)
    {
        using Assembly assembly = Assembly.Open(file);

        assembly.References.Where(IsOurs).Except(known).ShouldBeEmpty($"{project} may know {string.Join(", ", known)} and no other.");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_names_only_projects_it_may_know(string project, string file, string[] known)
    {
        XDocument document = XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj"));
        string[] named = [.. document.Descendants("ProjectReference").Select(one => Path.GetFileNameWithoutExtension(one.Attribute("Include")!.Value))];

        named.Except(known).ShouldBeEmpty($"{project} ({file}) may know {string.Join(", ", known)} and no other.");
    }

    [Fact]
    public void Every_project_has_its_line_here_and_the_generator_knows_none()
    {
        string[] folders = [.. Directory.GetDirectories(Repository.PathOf("src")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

        folders.ShouldBe(Projects.Select(row => (string)row[0]).Append("KafkaStellar.Xdr.Generator").Order(StringComparer.Ordinal));
        XDocument.Load(Repository.PathOf("src", "KafkaStellar.Xdr.Generator", "KafkaStellar.Xdr.Generator.csproj"))
            .Descendants("ProjectReference").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_topics_knows_a_Kafka_client(string project, string file, string[] known)
    {
        using Assembly assembly = Assembly.Open(file);

        assembly.References.Contains(KafkaClient).ShouldBe(project == "KafkaStellar.Topics", $"{project} knows {string.Join(", ", known)}.");
    }

    [Theory]
    [InlineData("KafkaStellar.Xdr.dll")]
    [InlineData("KafkaStellar.Arrow.dll")]
    [InlineData("KafkaStellar.Datasets.dll")]
    public void The_pure_projects_need_the_runtime_and_nothing_else(string file)
    {
        using Assembly assembly = Assembly.Open(file);

        assembly.References.Where(name => !IsOurs(name) && !name.StartsWith("System.", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("KafkaStellar.Xdr.dll")]
    [InlineData("KafkaStellar.Datasets.dll")]
    public void The_same_bytes_give_the_same_rows_for_there_is_no_clock_no_chance_no_disk_and_no_network(string file)
    {
        using Assembly assembly = Assembly.Open(file);

        assembly.Types.Where(type => type.StartsWith("System.Net.", StringComparison.Ordinal)).ShouldBeEmpty();
        assembly.Types.Intersect(
            ["System.IO.File", "System.IO.FileStream", "System.IO.Directory", "System.Environment", "System.Random", "System.TimeProvider", "System.Diagnostics.Stopwatch"])
            .ShouldBeEmpty();
        assembly.Members.Intersect(
            ["DateTime.get_Now", "DateTime.get_UtcNow", "DateTimeOffset.get_Now", "DateTimeOffset.get_UtcNow", "Guid.NewGuid"])
            .ShouldBeEmpty();
    }

    [Fact]
    public void Lock_files_pin_packages_by_hash_and_name_no_place_to_fetch_them_from()
    {
        string[] locks = [.. Directory.EnumerateFiles(Repository.PathOf("src"), "packages.lock.json", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("tests"), "packages.lock.json", SearchOption.AllDirectories))];

        locks.Length.ShouldBeGreaterThanOrEqualTo(Projects.Count);
        foreach (string path in locks) File.ReadAllText(path).ShouldNotContain("://", Case.Insensitive, path);
    }

    [Fact]
    public void The_native_packages_are_pinned_by_hash_and_name_no_place_to_fetch_them_from()
    {
        using JsonDocument pinned = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("natives", "package-lock.json")));

        foreach (JsonProperty package in pinned.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0))
        {
            package.Value.TryGetProperty("resolved", out _).ShouldBeFalse(package.Name);
            package.Value.GetProperty("integrity").GetString().ShouldStartWith("sha512-", customMessage: package.Name);
        }
    }

    private static bool IsOurs(string assembly) => assembly.StartsWith("KafkaStellar.", StringComparison.Ordinal);

    /// <summary>What a built assembly refers to.</summary>
    private sealed class Assembly(PEReader file) : IDisposable
    {
        private readonly MetadataReader _metadata = file.GetMetadataReader();

        public IEnumerable<string> References =>
            _metadata.AssemblyReferences.Select(handle => _metadata.GetString(_metadata.GetAssemblyReference(handle).Name));

        public IEnumerable<string> Types =>
            _metadata.TypeReferences.Select(_metadata.GetTypeReference).Select(type => $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}");

        public IEnumerable<string> Members => _metadata.MemberReferences.Select(_metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Type: _metadata.GetTypeReference((TypeReferenceHandle)member.Parent), member.Name))
            .Select(member => $"{_metadata.GetString(member.Type.Name)}.{_metadata.GetString(member.Name)}");

        public static Assembly Open(string name) => new(new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name))));

        public void Dispose() => file.Dispose();
    }
}
