using KafkaStellar.Testing;

namespace KafkaStellar.Topics.Tests;

public sealed class ContractRegistryTests : IDisposable
{
    private static readonly TopicContract First = new()
    {
        Dataset = "trades",
        Meaning = "One row per trade.",
        WrittenBy = "extract trades",
        ReadBy = ["sink trades"],
        Columns = ["ledger_seq: uint32", "price: utf8?"],
    };

    private readonly TemporaryFolder _folder = new();
    private readonly ContractRegistry _registry;

    public ContractRegistryTests() => _registry = new ContractRegistry(_folder.PathOf("topics"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_registered_is_there_for_the_next_registry_of_the_folder()
    {
        _registry.List().ShouldBeEmpty();
        _registry.Get("trades", 1).ShouldBeNull();

        _registry.Register(First).ShouldBe(_registry.PathOf(First));

        var another = new ContractRegistry(_registry.Folder);
        another.Get("trades", 1)!.Render().ShouldBe(First.Render());
        another.List().ShouldHaveSingleItem().Dataset.ShouldBe("trades");
    }

    [Fact]
    public void A_contract_is_registered_once()
    {
        _registry.Register(First);

        Should.Throw<ContractException>(() => _registry.Register(First)).Message.ShouldContain("is there already");
    }

    [Fact]
    public void A_new_nullable_column_at_the_end_is_a_minor_version()
    {
        _registry.Register(First);
        TopicContract next = First with { Columns = [.. First.Columns, "venue: utf8?"], Version = new(1, 1, 0) };

        _registry.Evolve(next);

        _registry.Get("trades", 1)!.Version.ShouldBe(new ContractVersion(1, 1, 0));
        _registry.Get("trades", 1)!.Columns.ShouldBe(next.Columns);
    }

    [Fact]
    public void A_change_that_readers_could_not_bear_is_refused_with_its_reason_and_leaves_the_file_as_it_was()
    {
        _registry.Register(First);
        string before = File.ReadAllText(_registry.PathOf(First));

        string retyped = Should.Throw<ContractException>(() => _registry.Evolve(First with { Columns = ["ledger_seq: uint64", "price: utf8?"], Version = new(1, 1, 0) })).Message;
        string unversioned = Should.Throw<ContractException>(() => _registry.Evolve(First with { Columns = [.. First.Columns, "venue: utf8?"] })).Message;

        retyped.ShouldContain("ledger_seq: uint32");
        retyped.ShouldContain("It needs a topic of its own, v2.");
        unversioned.ShouldContain("its version must be 1.1.0");
        File.ReadAllText(_registry.PathOf(First)).ShouldBe(before);
    }

    [Fact]
    public void Another_major_version_is_a_contract_of_its_own_beside_the_first()
    {
        _registry.Register(First);
        _registry.Register(First with { Version = new(2, 0, 0), Columns = ["ledger_seq: uint64"] });

        _registry.List().Select(contract => contract.FileName).ShouldBe(["trades.v1.yaml", "trades.v2.yaml"]);
        Should.Throw<ContractException>(() => _registry.Evolve(First with { Version = new(3, 0, 0) })).Message.ShouldContain("registered before it evolves");
    }

    [Fact]
    public void A_file_under_another_contracts_name_is_refused()
    {
        _registry.Register(First);
        File.Move(_registry.PathOf(First), Path.Combine(_registry.Folder, "offers.v1.yaml"));

        Should.Throw<ContractException>(() => _registry.List()).Message.ShouldContain("belongs into trades.v1.yaml");
    }
}
