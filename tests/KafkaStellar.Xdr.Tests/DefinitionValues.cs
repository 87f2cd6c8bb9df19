using KafkaStellar.Xdr.Generator;

namespace KafkaStellar.Xdr.Tests;

/// <summary>Random values of any definition, written from the definitions alone: what the generated readers are held against.</summary>
internal sealed class DefinitionValues(Definitions definitions, Random random)
{
    // Beyond this depth lists are empty, optionals absent, and unions take the arm that ends soonest.
    private const int EnoughDepth = 8;

    private readonly XdrWriter _xdr = new();

    /// <summary>A value of a definition.</summary>
    public byte[] Of(Definition definition)
    {
        _xdr.Clear();
        Write(definition, 0);
        return _xdr.Written.ToArray();
    }

    /// <summary>A value of a union that takes the arm of <paramref name="kind"/>.</summary>
    public byte[] Of(UnionDefinition union, UnionArm arm, int kind)
    {
        _xdr.Clear();
        _xdr.Int32(kind);
        if (arm.Type is not null) Write(arm.Type, 0);
        return _xdr.Written.ToArray();
    }

    private void Write(Definition definition, int depth)
    {
        switch (definition)
        {
            case TypedefDefinition typedef:
                Write(typedef.Type, depth);
                break;
            case EnumDefinition type:
                _xdr.Int32(type.Members[random.Next(type.Members.Count)].Value);
                break;
            case StructDefinition type:
                foreach (StructField field in type.Fields) Write(field.Type, depth + 1);
                break;
            case UnionDefinition union:
                UnionArm arm = depth > EnoughDepth ? union.Arms.MinBy(Cost)! : union.Arms[random.Next(union.Arms.Count)];
                _xdr.Int32(arm.Cases[random.Next(arm.Cases.Count)].Value);
                if (arm.Type is not null) Write(arm.Type, depth + 1);
                break;
            default:
                throw new InvalidOperationException($"{definition.Name} has no values.");
        }
    }

    private void Write(TypeUse type, int depth)
    {
        switch (type.Kind)
        {
            case TypeKind.Int or TypeKind.UnsignedInt:
                _xdr.Int32(random.Next(int.MinValue, int.MaxValue));
                break;
            case TypeKind.Hyper or TypeKind.UnsignedHyper:
                _xdr.Int64(random.NextInt64());
                break;
            case TypeKind.Bool:
                _xdr.Bool(random.Next(2) == 1);
                break;
            case TypeKind.OpaqueFixed:
                _xdr.Opaque(Bytes(type.Size!.Value));
                break;
            case TypeKind.OpaqueVar or TypeKind.Text:
                _xdr.VarOpaque(Bytes(random.Next(Math.Min(type.Size ?? 40, 40) + 1)));
                break;
            case TypeKind.Reference:
                Write(definitions[type.Name!], depth + 1);
                break;
            case TypeKind.Optional:
                bool there = depth <= EnoughDepth && random.Next(2) == 1;
                _xdr.Bool(there);
                if (there) Write(type.Element!, depth + 1);
                break;
            case TypeKind.FixedList:
                for (int i = 0; i < type.Size; i++) Write(type.Element!, depth + 1);
                break;
            case TypeKind.VarList:
                int count = depth > EnoughDepth ? 0 : random.Next(Math.Min(type.Size ?? 3, 3) + 1);
                _xdr.UInt32((uint)count);
                for (int i = 0; i < count; i++) Write(type.Element!, depth + 1);
                break;
        }
    }

    // Void before what is flat, flat before what may come back to itself.
    private static int Cost(UnionArm arm) => arm.Type is null ? 0 : arm.Type.Kind switch
    {
        TypeKind.Optional or TypeKind.VarList => 2,
        TypeKind.Reference or TypeKind.FixedList => 3,
        _ => 1,
    };

    private byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
