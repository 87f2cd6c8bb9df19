using KafkaStellar.Lake.Tests.Intents;

namespace KafkaStellar.Lake.Tests;

public sealed class PatientStoreTests
{
    private readonly MemoryStore _memory = new();

    [Theory]
    [InlineData(Fault.Busy, true)]
    [InlineData(Fault.AnswerLost, false)] // it is there already when it is tried again
    public async Task A_store_that_is_busy_for_a_while_is_asked_again(Fault fault, bool isOurs)
    {
        PatientStore store = Of(fault, times: 3);

        (await store.PutIfAbsentAsync("a", ObjectContent.Of("x"u8.ToArray()), default)).ShouldBe(isOurs);

        _memory.TextOf("a").ShouldBe("x");
    }

    [Fact]
    public async Task Every_call_is_asked_again()
    {
        _memory.Replace("a", "x"u8.ToArray());

        (await Of(Fault.Busy, 3).HeadAsync("a", default))!.Value.Length.ShouldBe(1);
        (await Of(Fault.Busy, 3).ListAsync("", null, 10, default)).ShouldHaveSingleItem();
        (await Of(Fault.Busy, 3).Sha256Async("a", default)).ShouldNotBeNull();
        using RentedBytes? bytes = await Of(Fault.Busy, 3).GetAsync("a", 10, default);
        bytes.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_store_that_stays_busy_is_given_up()
    {
        await Should.ThrowAsync<IOException>(() => Of(Fault.Busy, times: 4).HeadAsync("a", default));
    }

    private PatientStore Of(Fault fault, int times)
    {
        int calls = 0;
        return new PatientStore(new FaultyStore(_memory, () => Task.FromResult(calls++ < times ? fault : Fault.None)), [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero]);
    }
}
