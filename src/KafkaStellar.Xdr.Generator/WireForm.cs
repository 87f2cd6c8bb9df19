using System.Text;

namespace KafkaStellar.Xdr.Generator;

/// <summary>How a type of the definitions is written in C#: the property's type, the read, the skip.</summary>
public sealed class WireForm(Definitions definitions, Layout layout)
{
    // A struct of few steps is passed over in place, so that neighbouring plain bytes become one step; a longer one is called.
    private const int MostStepsInPlace = 4;

    private const string Qualified = "global::KafkaStellar.Xdr.";

    /// <summary>The C# type that a value is lent as. Typedefs are seen through.</summary>
    public string PropertyType(TypeUse use)
    {
        TypeUse type = SeeThrough(use);
        return type.Kind switch
        {
            TypeKind.OpaqueFixed or TypeKind.OpaqueVar or TypeKind.Text => "ReadOnlySpan<byte>",
            TypeKind.Optional when Scalar(type.Element!) is string scalar => scalar + "?",
            TypeKind.Optional => $"XdrOptional<{Item(type.Element!)}>",
            TypeKind.VarList => $"XdrList<{Item(type.Element!)}>",
            TypeKind.FixedList => $"XdrFixedList<{Item(type.Element!)}>",
            _ => Scalar(type) ?? Names.Type(type.Name!),
        };
    }

    /// <summary>The expression that reads a value.</summary>
    /// <param name="use">The type.</param>
    /// <param name="hidden">Names that members of the surrounding type hide: their types are then named in full.</param>
    public string Read(TypeUse use, IReadOnlySet<string> hidden)
    {
        TypeUse type = SeeThrough(use);
        return type.Kind switch
        {
            TypeKind.Int => "reader.ReadInt32()",
            TypeKind.UnsignedInt => "reader.ReadUInt32()",
            TypeKind.Hyper => "reader.ReadInt64()",
            TypeKind.UnsignedHyper => "reader.ReadUInt64()",
            TypeKind.Bool => "reader.ReadBool()",
            TypeKind.OpaqueFixed => $"reader.ReadOpaque({type.Size})",
            TypeKind.OpaqueVar or TypeKind.Text => $"reader.ReadVarOpaque({Max(type)})",
            TypeKind.Optional when Scalar(type.Element!) is not null => $"reader.ReadBool() ? {Read(type.Element!, hidden)} : null",
            TypeKind.Optional => $"{PropertyType(use)}.Read(ref reader)",
            TypeKind.VarList or TypeKind.FixedList => $"{PropertyType(use)}.Read(ref reader{Limit(type)})",
            _ when definitions[type.Name!] is EnumDefinition => $"{Names.Type(type.Name!)}Xdr.Read(ref reader)",
            _ => $"{(hidden.Contains(Names.Type(type.Name!)) ? Qualified : "")}{Names.Type(type.Name!)}.Read(ref reader)",
        };
    }

    /// <summary>The statements that pass over values of these types, one after the other.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    public IReadOnlyList<string> Skip(IEnumerable<TypeUse> types, IReadOnlySet<string> hidden)
    {
        var statements = new List<string>();
        int plain = 0;
        foreach (object step in types.SelectMany(Steps))
        {
            if (step is int bytes)
            {
                plain += bytes;
                continue;
            }

            if (plain > 0) statements.Add($"reader.Advance({plain});");
            plain = 0;
            string statement = (string)step;
            statements.Add(hidden.Contains(statement.Split('.')[0]) ? Qualified + statement : statement);
        }

        if (plain > 0) statements.Add($"reader.Advance({plain});");
        return statements;
    }

    /// <summary>The type behind any typedefs.</summary>
    public TypeUse SeeThrough(TypeUse type) =>
        type.Kind == TypeKind.Reference && definitions[type.Name!] is TypedefDefinition typedef ? SeeThrough(typedef.Type) : type;

    // A step is a number of plain bytes, or a statement.
    private IEnumerable<object> Steps(TypeUse use)
    {
        TypeUse type = SeeThrough(use);
        if (layout.IsPlain(type)) return [layout.MinSize(type)];
        return type.Kind switch
        {
            TypeKind.Bool => ["reader.ReadBool();"],
            TypeKind.OpaqueFixed => [$"reader.SkipOpaque({type.Size});"],
            TypeKind.OpaqueVar or TypeKind.Text => [$"reader.SkipVarOpaque({Max(type)});"],
            TypeKind.Optional when layout.IsPlain(type.Element!) => [$"if (reader.ReadBool()) reader.Advance({layout.MinSize(type.Element!)});"],
            TypeKind.Optional => [$"{(Scalar(type.Element!) is null ? PropertyType(use) : throw new InvalidDataException("an optional enum or bool"))}.Skip(ref reader);"],
            TypeKind.VarList or TypeKind.FixedList => [$"{PropertyType(use)}.Skip(ref reader{Limit(type)});"],
            _ => Steps(definitions[type.Name!]),
        };
    }

    private IEnumerable<object> Steps(Definition definition)
    {
        if (definition is EnumDefinition) return [$"{Names.Type(definition.Name)}Xdr.Skip(ref reader);"];
        if (definition is StructDefinition type && !layout.CountsDepth(definition))
        {
            object[] steps = [.. type.Fields.SelectMany(field => Steps(field.Type))];
            if (steps.Length <= MostStepsInPlace) return steps;
        }

        return [$"{Names.Type(definition.Name)}.Skip(ref reader);"];
    }

    private string? Scalar(TypeUse use)
    {
        TypeUse type = SeeThrough(use);
        return type.Kind switch
        {
            TypeKind.Int => "int",
            TypeKind.UnsignedInt => "uint",
            TypeKind.Hyper => "long",
            TypeKind.UnsignedHyper => "ulong",
            TypeKind.Bool => "bool",
            TypeKind.Reference when definitions[type.Name!] is EnumDefinition => Names.Type(type.Name!),
            _ => null,
        };
    }

    // Inside a list or an optional a typedef of a struct or union is that type; any other keeps its own wrapper.
    private string Item(TypeUse element)
    {
        TypeUse behind = SeeThrough(element);
        return Names.Type(behind.Kind == TypeKind.Reference && definitions[behind.Name!] is not EnumDefinition ? behind.Name! : element.Name!);
    }

    private static string Max(TypeUse type) => type.Size is int max ? $"{max}" : "int.MaxValue";

    private static string Limit(TypeUse type) => type.Size is int limit ? $", {limit}" : "";
}
