using System.Reflection;
using System.Text;

namespace KafkaStellar.Xdr.Tests;

public class EnumTests
{
    private delegate T Read<T>(scoped ref XdrReader reader);

    private delegate ReadOnlySpan<byte> XdrName<T>(T value);

    public static TheoryData<Type> Enums => [.. typeof(XdrReader).Assembly.GetTypes()
        .Where(type => type.IsEnum && type.Assembly.GetType($"{type.FullName}Xdr") is not null)
        .OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Fact]
    public void All_enums_of_the_definitions_are_here() => Enums.Count.ShouldBeGreaterThan(60);

    [Theory]
    [MemberData(nameof(Enums))]
    public void An_enum_reads_its_values_and_refuses_all_others_by_name_and_offset(Type type) => Call(nameof(Check), type);

    [Theory]
    [MemberData(nameof(Enums))]
    public void An_enums_values_have_names_for_data(Type type) => Call(nameof(CheckNames), type);

    private static void Call(string method, Type type) =>
        typeof(EnumTests).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null);

    private static Type Companion<T>() => typeof(T).Assembly.GetType($"{typeof(T).FullName}Xdr")!;

    private static void Check<T>()
        where T : struct, Enum
    {
        Read<T> read = Companion<T>().GetMethod("Read")!.CreateDelegate<Read<T>>();
        HashSet<int> known = [.. Enum.GetValues<T>().Select(value => Convert.ToInt32(value, null))];
        foreach (int value in known.SelectMany(one => (int[])[one - 1, one, one + 1, one << 24]).Concat([-100, 0, 1_000, int.MinValue, int.MaxValue]).Distinct())
        {
            byte[] bytes = new XdrWriter().UInt64(0).Int32(value).Written.ToArray();
            MemoryShapes.Each(bytes, shape =>
            {
                var reader = new XdrReader(shape);
                reader.Advance(8);
                if (known.Contains(value))
                {
                    Convert.ToInt32(read(ref reader), null).ShouldBe(value);
                    reader.End();
                    return;
                }

                XdrException? problem = null;
                try
                {
                    read(ref reader);
                }
                catch (XdrException refusal)
                {
                    problem = refusal;
                }

                problem.ShouldNotBeNull().Message.ShouldBe($"byte 8: {typeof(T).Name} has no value {value}");
                problem.Offset.ShouldBe(8);
            });
        }
    }

    private static void CheckNames<T>()
        where T : struct, Enum
    {
        XdrName<T> nameOf = Companion<T>().GetMethod("XdrName")!.CreateDelegate<XdrName<T>>();
        List<string> names = [.. Enum.GetValues<T>().Select(value => Encoding.UTF8.GetString(nameOf(value)))];

        names.ShouldBeUnique();
        names.ShouldAllBe(name => name.Length > 0 && name.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one == '_'));
        Should.Throw<ArgumentOutOfRangeException>(() => nameOf((T)Enum.ToObject(typeof(T), 9_999)).Length);
    }
}
