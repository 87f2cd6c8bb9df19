using System.Reflection;
using KafkaStellar.Testing;
using KafkaStellar.Xdr.Generator;

namespace KafkaStellar.Xdr.Tests;

/// <summary>Every generated type against values written from the definitions by other code.</summary>
public class GeneratedTypesTests
{
    private const int ValuesEach = 30;

    private delegate T Read<T>(scoped ref XdrReader reader)
        where T : allows ref struct;

    private delegate void Pass(scoped ref XdrReader reader);

    private delegate TValue Get<TUnion, TValue>(ref TUnion union)
        where TUnion : struct, allows ref struct
        where TValue : allows ref struct;

    private static readonly Lazy<Definitions> All = new(() => Definitions.Parse(File.ReadAllBytes(RealLedgers.Require("xdr.json"))));

    [SkippableFact]
    public void The_generated_code_is_what_the_generator_gives()
    {
        IReadOnlyDictionary<string, string> expected = GeneratedFiles.Of(All.Value, XdrVersion.Protocol);
        string folder = Repository.PathOf("src", "KafkaStellar.Xdr", "Generated");

        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(expected.Keys, ignoreOrder: true);
        foreach ((string name, string text) in expected)
            File.ReadAllText(Path.Combine(folder, name)).ShouldBe(text, $"{name} is not what the generator gives; run it again.");
    }

    [SkippableFact]
    public void A_value_of_every_definition_is_passed_over_to_its_end_and_read_to_its_end()
    {
        var values = new DefinitionValues(All.Value, new Random(1));
        foreach (Definition definition in All.Value.All.Where(one => one is StructDefinition or UnionDefinition or TypedefDefinition))
        {
            Type type = TypeOf(definition);
            for (int i = 0; i < ValuesEach; i++) Call(nameof(CheckEnds), type).Invoke(null, [values.Of(definition)]);
        }
    }

    [SkippableFact]
    public void A_value_of_every_definition_that_is_cut_short_is_refused()
    {
        var values = new DefinitionValues(All.Value, new Random(2));
        foreach (Definition definition in All.Value.All.Where(one => one is StructDefinition or UnionDefinition or TypedefDefinition))
        {
            byte[] value = values.Of(definition);
            for (int length = 0; length < value.Length; length += Math.Max(1, value.Length / 16))
                Call(nameof(CheckRefused), TypeOf(definition)).Invoke(null, [value[..length], null]);
        }
    }

    [SkippableFact]
    public void Every_union_refuses_a_discriminant_without_an_arm()
    {
        foreach (UnionDefinition union in All.Value.All.OfType<UnionDefinition>())
        {
            HashSet<int> known = [.. union.Arms.SelectMany(arm => arm.Cases).Select(one => one.Value)];
            foreach (int kind in known.SelectMany(one => (int[])[one - 1, one + 1, one << 24]).Concat([-100, 1_000, int.MinValue, int.MaxValue]).Except(known))
            {
                byte[] bytes = new XdrWriter().Int32(kind).Opaque(new byte[64]).Written.ToArray();
                Call(nameof(CheckRefused), TypeOf(union)).Invoke(null, [bytes, $"byte 0: {union.Name} has no value {kind}"]);
            }
        }
    }

    [SkippableFact]
    public void Every_arm_of_every_union_is_there_for_its_own_kinds_only()
    {
        var values = new DefinitionValues(All.Value, new Random(3));
        foreach (UnionDefinition union in All.Value.All.OfType<UnionDefinition>())
        {
            Type type = TypeOf(union);
            foreach (UnionArm asked in union.Arms.Where(arm => arm.Type is not null))
            {
                PropertyInfo property = ArmOf(type, union, asked);
                foreach (UnionArm there in union.Arms)
                {
                    int kind = there.Cases[0].Value;
                    byte[] value = values.Of(union, there, kind);
                    string? refusal = there.Name == asked.Name ? null : $"This {union.Name} is of kind {kind}, so it has no {asked.Name}.";
                    Call(nameof(CheckArm), type, property.PropertyType).Invoke(null, [value, property.GetMethod, refusal]);
                }
            }
        }
    }

    private static Type TypeOf(Definition definition) =>
        typeof(XdrReader).Assembly.GetType($"KafkaStellar.Xdr.{Names.Type(definition.Name)}", throwOnError: true)!;

    private static PropertyInfo ArmOf(Type type, UnionDefinition union, UnionArm arm)
    {
        string name = Names.Member(arm.Name!, union.Name);
        if (name == Names.Member(union.DiscriminantName, union.Name)) name += "Value";
        return type.GetProperty(name) ?? throw new MissingMemberException(type.Name, name);
    }

    private static MethodInfo Call(string method, params Type[] types) =>
        typeof(GeneratedTypesTests).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(types);

    private static Read<T> ReadOf<T>()
        where T : allows ref struct => typeof(T).GetMethod("Read")!.CreateDelegate<Read<T>>();

    private static void CheckEnds<T>(byte[] value)
        where T : struct, IXdrType<T>, allows ref struct
    {
        Read<T> read = ReadOf<T>();
        Pass pass = typeof(T).GetMethod("Skip")!.CreateDelegate<Pass>();
        MemoryShapes.Each(value, shape =>
        {
            var passed = new XdrReader(shape);
            pass(ref passed);
            passed.Position.ShouldBe(shape.Length, $"{typeof(T).Name} was not passed over to its end: {Convert.ToHexStringLower(shape)}");
            var reader = new XdrReader(shape);
            read(ref reader);
            reader.Position.ShouldBe(shape.Length, $"{typeof(T).Name} was not read to its end: {Convert.ToHexStringLower(shape)}");
        });
        value.Length.ShouldBeGreaterThanOrEqualTo(T.MinSize, typeof(T).Name);
        if (T.IsPlain) value.Length.ShouldBe(T.MinSize, typeof(T).Name);
    }

    private static void CheckRefused<T>(byte[] bytes, string? message)
        where T : struct, IXdrType<T>, allows ref struct
    {
        Read<T> read = ReadOf<T>();
        Pass pass = typeof(T).GetMethod("Skip")!.CreateDelegate<Pass>();
        foreach (bool whole in (bool[])[true, false])
        {
            XdrException problem = Should.Throw<XdrException>(() =>
            {
                var reader = new XdrReader(bytes);
                if (whole) read(ref reader);
                else pass(ref reader);
            }, typeof(T).Name);
            if (message is not null) problem.Message.ShouldBe(message);
        }
    }

    private static void CheckArm<TUnion, TValue>(byte[] value, MethodInfo getter, string? refusal)
        where TUnion : struct, IXdrType<TUnion>, allows ref struct
        where TValue : allows ref struct
    {
        Get<TUnion, TValue> get = getter.CreateDelegate<Get<TUnion, TValue>>();
        Read<TUnion> read = ReadOf<TUnion>();
        InvalidOperationException? problem = null;
        try
        {
            var reader = new XdrReader(value);
            TUnion union = read(ref reader);
            get(ref union);
        }
        catch (InvalidOperationException thrown)
        {
            problem = thrown;
        }

        problem?.Message.ShouldBe(refusal);
        (problem is null).ShouldBe(refusal is null, $"{typeof(TUnion).Name}.{getter.Name}: {Convert.ToHexStringLower(value)}");
    }
}
