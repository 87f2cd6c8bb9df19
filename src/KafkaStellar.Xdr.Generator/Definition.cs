namespace KafkaStellar.Xdr.Generator;

/// <summary>One definition of the protocol.</summary>
/// <param name="Name">Its name in the definitions, such as <c>LedgerCloseMeta</c> or <c>uint32</c>.</param>
public abstract record Definition(string Name);

/// <summary><c>const NAME = value;</c></summary>
public sealed record ConstDefinition(string Name, long Value) : Definition(Name);

/// <summary><c>typedef T name;</c></summary>
public sealed record TypedefDefinition(string Name, TypeUse Type) : Definition(Name);

/// <summary><c>enum</c>, with the prefix that its members share.</summary>
public sealed record EnumDefinition(string Name, string MemberPrefix, IReadOnlyList<EnumMember> Members) : Definition(Name);

/// <summary><c>struct</c>, its fields in wire order.</summary>
public sealed record StructDefinition(string Name, IReadOnlyList<StructField> Fields) : Definition(Name);

/// <summary><c>union</c>, switched on an enum or an int.</summary>
public sealed record UnionDefinition(string Name, string DiscriminantName, TypeUse Discriminant, IReadOnlyList<UnionArm> Arms) : Definition(Name);

/// <summary>A member of an enum.</summary>
public sealed record EnumMember(string Name, int Value);

/// <summary>A field of a struct.</summary>
public sealed record StructField(string Name, TypeUse Type);

/// <summary>An arm of a union; <paramref name="Name"/> and <paramref name="Type"/> are null for <c>void</c>.</summary>
public sealed record UnionArm(IReadOnlyList<UnionCase> Cases, string? Name, TypeUse? Type);

/// <summary>A value that selects an arm, with its enum member's name where the discriminant is an enum.</summary>
public sealed record UnionCase(int Value, string? Name);

/// <summary>How a type is used in a field, arm or typedef.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The definition meant, for <see cref="TypeKind.Reference"/>.</param>
/// <param name="Element">The type inside, for lists and optionals.</param>
/// <param name="Size">The length of a fixed opaque or list, or the limit of a variable one; null where there is no limit.</param>
public sealed record TypeUse(TypeKind Kind, string? Name = null, TypeUse? Element = null, int? Size = null);

/// <summary>The forms a type can take in the definitions.</summary>
public enum TypeKind
{
    Int,
    UnsignedInt,
    Hyper,
    UnsignedHyper,
    Bool,
    OpaqueFixed,
    OpaqueVar,
    Text,
    Reference,
    Optional,
    FixedList,
    VarList,
}
