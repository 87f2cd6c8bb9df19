using System.Security.Cryptography;
using System.Text.Json;

namespace KafkaStellar.Xdr.Generator;

/// <summary>All definitions of the protocol, as rs-stellar-xdr's <c>xdr.json</c> lists them.</summary>
public sealed class Definitions
{
    private readonly Dictionary<string, Definition> _byName;

    private Definitions(IReadOnlyList<Definition> all, string hash)
    {
        All = all;
        Hash = hash;
        _byName = all.ToDictionary(definition => definition.Name, StringComparer.Ordinal);
    }

    /// <summary>Every definition, in the file's order.</summary>
    public IReadOnlyList<Definition> All { get; }

    /// <summary>The SHA-256 of the file they came from, lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>The definition called <paramref name="name"/>.</summary>
    public Definition this[string name] => _byName[name];

    /// <summary>Reads the JSON form. A kind that is not known ends in <see cref="InvalidDataException"/>.</summary>
    public static Definitions Parse(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Definition[] all = [.. document.RootElement.GetProperty("definitions").EnumerateArray().Select(ParseDefinition)];
        return new Definitions(all, Convert.ToHexStringLower(SHA256.HashData(json)));
    }

    private static Definition ParseDefinition(JsonElement json)
    {
        string name = Text(json, "name");
        return Text(json, "kind") switch
        {
            "const" => new ConstDefinition(name, json.GetProperty("value").GetInt64()),
            "typedef" => new TypedefDefinition(name, ParseType(json.GetProperty("type"))),
            "enum" => new EnumDefinition(name, Text(json, "member_prefix"), [.. json.GetProperty("members").EnumerateArray()
                .Select(member => new EnumMember(Text(member, "name"), member.GetProperty("value").GetInt32()))]),
            "struct" => new StructDefinition(name, [.. json.GetProperty("fields").EnumerateArray()
                .Select(field => new StructField(Text(field, "name"), ParseType(field.GetProperty("type"))))]),
            "union" => new UnionDefinition(
                name,
                Text(json.GetProperty("discriminant"), "name"),
                ParseType(json.GetProperty("discriminant").GetProperty("type")),
                [.. json.GetProperty("arms").EnumerateArray().Select(ParseArm)]),
            string kind => throw new InvalidDataException($"{name}: a definition of unknown kind {kind}"),
        };
    }

    private static UnionArm ParseArm(JsonElement json) => new(
        [.. json.GetProperty("cases").EnumerateArray().Select(one => new UnionCase(
            one.GetProperty("value").GetInt32(),
            one.TryGetProperty("name", out JsonElement name) ? name.GetString() : null))],
        json.GetProperty("name").GetString(),
        json.TryGetProperty("type", out JsonElement type) ? ParseType(type) : null);

    private static TypeUse ParseType(JsonElement json) => Text(json, "kind") switch
    {
        "int" => new(TypeKind.Int),
        "unsigned_int" => new(TypeKind.UnsignedInt),
        "hyper" => new(TypeKind.Hyper),
        "unsigned_hyper" => new(TypeKind.UnsignedHyper),
        "bool" => new(TypeKind.Bool),
        "ref" => new(TypeKind.Reference, Name: Text(json, "name")),
        "opaque_fixed" => new(TypeKind.OpaqueFixed, Size: Number(json, "size")),
        "opaque_var" => new(TypeKind.OpaqueVar, Size: Number(json, "max_size")),
        "string" => new(TypeKind.Text, Size: Number(json, "max_size")),
        "optional" => new(TypeKind.Optional, Element: Element(json)),
        "array" => new(TypeKind.FixedList, Element: Element(json), Size: Number(json, "count")),
        "var_array" => new(TypeKind.VarList, Element: Element(json), Size: Number(json, "max_count")),
        string kind => throw new InvalidDataException($"a type of unknown kind {kind}"),
    };

    private static TypeUse Element(JsonElement json) => ParseType(json.GetProperty("element"));

    private static int? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
