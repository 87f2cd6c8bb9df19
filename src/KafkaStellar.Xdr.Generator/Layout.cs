namespace KafkaStellar.Xdr.Generator;

/// <summary>What the definitions say about bytes: sizes, what can be passed over unchecked, what can hold itself.</summary>
public sealed class Layout(Definitions definitions)
{
    private readonly Dictionary<string, int> _minSizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int?> _sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _plain = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _recursive = new(StringComparer.Ordinal);

    /// <summary>The bytes that a value takes at least.</summary>
    public int MinSize(Definition definition) => Remember(_minSizes, definition, 4, () => definition switch
    {
        TypedefDefinition typedef => MinSize(typedef.Type),
        EnumDefinition => 4,
        StructDefinition type => type.Fields.Sum(field => MinSize(field.Type)),
        UnionDefinition union => 4 + union.Arms.Min(arm => arm.Type is null ? 0 : MinSize(arm.Type)),
        _ => throw new InvalidDataException($"{definition.Name} has no bytes"),
    });

    /// <inheritdoc cref="MinSize(Definition)"/>
    public int MinSize(TypeUse type) => type.Kind switch
    {
        TypeKind.Int or TypeKind.UnsignedInt or TypeKind.Bool => 4,
        TypeKind.Hyper or TypeKind.UnsignedHyper => 8,
        TypeKind.OpaqueFixed => Padded(type.Size!.Value),
        TypeKind.OpaqueVar or TypeKind.Text or TypeKind.Optional or TypeKind.VarList => 4,
        TypeKind.FixedList => type.Size!.Value * MinSize(type.Element!),
        _ => MinSize(definitions[type.Name!]),
    };

    /// <summary>The bytes that every value takes, or null where values differ.</summary>
    public int? Size(Definition definition) => Remember(_sizes, definition, null, () => definition switch
    {
        TypedefDefinition typedef => Size(typedef.Type),
        EnumDefinition => 4,
        StructDefinition type => type.Fields.Select(field => Size(field.Type)).Aggregate((int?)0, (sum, size) => sum + size),
        UnionDefinition union => union.Arms.Select(arm => arm.Type is null ? 0 : Size(arm.Type)).Distinct().ToArray() is [int one] ? 4 + one : null,
        _ => null,
    });

    /// <inheritdoc cref="Size(Definition)"/>
    public int? Size(TypeUse type) => type.Kind switch
    {
        TypeKind.OpaqueVar or TypeKind.Text or TypeKind.Optional or TypeKind.VarList => null,
        TypeKind.FixedList => type.Size * Size(type.Element!),
        TypeKind.Reference => Size(definitions[type.Name!]),
        _ => MinSize(type),
    };

    /// <summary>Whether no byte of a value can be wrong: numbers and opaques without padding, and nothing else.</summary>
    public bool IsPlain(Definition definition) => Remember(_plain, definition, false, () => definition switch
    {
        TypedefDefinition typedef => IsPlain(typedef.Type),
        StructDefinition type => type.Fields.All(field => IsPlain(field.Type)),
        _ => false,
    });

    /// <inheritdoc cref="IsPlain(Definition)"/>
    public bool IsPlain(TypeUse type) => type.Kind switch
    {
        TypeKind.Int or TypeKind.UnsignedInt or TypeKind.Hyper or TypeKind.UnsignedHyper => true,
        TypeKind.OpaqueFixed => type.Size % 4 == 0,
        TypeKind.FixedList => IsPlain(type.Element!),
        TypeKind.Reference => IsPlain(definitions[type.Name!]),
        _ => false,
    };

    /// <summary>Whether a value counts as a level of nesting: it can hold itself, and is a union, or a struct that does so through no union.</summary>
    public bool CountsDepth(Definition definition) => definition switch
    {
        UnionDefinition => IsRecursive(definition),
        StructDefinition => Reaches(definition, definition, union: false),
        _ => false,
    };

    /// <summary>The definitions that a definition names directly.</summary>
    public IEnumerable<Definition> References(Definition definition)
    {
        IEnumerable<TypeUse?> types = definition switch
        {
            TypedefDefinition typedef => [typedef.Type],
            StructDefinition type => type.Fields.Select(field => field.Type),
            UnionDefinition union => union.Arms.Select(arm => arm.Type),
            _ => [],
        };
        foreach (TypeUse? use in types)
        {
            TypeUse? type = use;
            while (type is { Kind: not TypeKind.Reference }) type = type.Element;
            if (type is not null) yield return definitions[type.Name!];
        }
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private bool IsRecursive(Definition definition) => Remember(_recursive, definition, false, () => Reaches(definition, definition, union: true));

    private bool Reaches(Definition from, Definition target, bool union)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<Definition>(References(from));
        while (pending.TryPop(out Definition? next))
        {
            if (next == target) return true;
            if (!union && next is UnionDefinition || !seen.Add(next.Name)) continue;
            foreach (Definition further in References(next)) pending.Push(further);
        }

        return false;
    }

    // A definition that comes back to itself meets the guess made before it: a least size of 4, no fixed size, not plain.
    private static T Remember<T>(Dictionary<string, T> known, Definition definition, T guess, Func<T> compute)
    {
        if (known.TryGetValue(definition.Name, out T? value)) return value;
        known[definition.Name] = guess;
        return known[definition.Name] = compute();
    }
}
