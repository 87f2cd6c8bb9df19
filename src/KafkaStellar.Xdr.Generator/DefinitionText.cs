using System.Text;

namespace KafkaStellar.Xdr.Generator;

/// <summary>A definition in the XDR language (RFC 4506 §6), for the comment above its type.</summary>
public static class DefinitionText
{
    /// <summary>The definition's lines.</summary>
    public static string Of(Definition definition) => definition switch
    {
        ConstDefinition one => $"const {one.Name} = {one.Value};",
        TypedefDefinition typedef => $"typedef {Declaration(typedef.Type, typedef.Name)};",
        EnumDefinition type => Block($"enum {type.Name}", type.Members.Select(member => $"{member.Name} = {member.Value},")),
        StructDefinition type => Block($"struct {type.Name}", type.Fields.Select(field => Declaration(field.Type, field.Name) + ";")),
        UnionDefinition union => Block($"union {union.Name} switch ({Declaration(union.Discriminant, union.DiscriminantName)})", union.Arms.SelectMany(Arm)),
        _ => definition.Name,
    };

    private static IEnumerable<string> Arm(UnionArm arm) =>
    [
        .. arm.Cases.Select(one => $"case {one.Name ?? $"{one.Value}"}:"),
        "    " + (arm.Type is null ? "void" : Declaration(arm.Type, arm.Name!)) + ";",
    ];

    private static string Declaration(TypeUse type, string name) => type.Kind switch
    {
        TypeKind.Int => $"int {name}",
        TypeKind.UnsignedInt => $"unsigned int {name}",
        TypeKind.Hyper => $"hyper {name}",
        TypeKind.UnsignedHyper => $"unsigned hyper {name}",
        TypeKind.Bool => $"bool {name}",
        TypeKind.OpaqueFixed => $"opaque {name}[{type.Size}]",
        TypeKind.OpaqueVar => $"opaque {name}<{type.Size}>",
        TypeKind.Text => $"string {name}<{type.Size}>",
        TypeKind.Optional => Declaration(type.Element!, "*" + name),
        TypeKind.FixedList => Declaration(type.Element!, $"{name}[{type.Size}]"),
        TypeKind.VarList => Declaration(type.Element!, $"{name}<{type.Size}>"),
        _ => $"{type.Name} {name}",
    };

    private static string Block(string head, IEnumerable<string> lines)
    {
        var text = new StringBuilder(head).Append("\n{\n");
        foreach (string line in lines) text.Append("    ").Append(line).Append('\n');
        return text.Append("};").ToString();
    }
}
