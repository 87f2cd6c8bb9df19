using KafkaStellar.Testing;
using KafkaStellar.Topics;

namespace KafkaStellar.Workers.Tests;

public sealed class ContractFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_contract_files_of_the_repository_are_what_the_code_promises() =>
        ContractFiles.Compare(Repository.PathOf("topics")).ShouldBeEmpty();

    [Fact]
    public void Rendered_contracts_agree_with_the_code_and_are_read_back()
    {
        string[] paths = [.. ContractFiles.Render(_folder.Path)];

        ContractFiles.Compare(_folder.Path).ShouldBeEmpty();
        paths.Select(path => Path.GetFileName(path)).ShouldBe(Contracts.All.Select(contract => contract.FileName));
        foreach (TopicContract contract in Contracts.All)
            TopicContract.Parse(File.ReadAllText(_folder.PathOf(contract.FileName)), contract.FileName).Columns.ShouldBe(contract.Columns);
    }

    [Fact]
    public void Every_contract_has_the_partitions_and_the_span_of_raw_ledgers()
    {
        foreach (TopicContract contract in Contracts.All)
            (contract.Partitions, contract.Span).ShouldBe((RawLedgers.Contract.Partitions, RawLedgers.Contract.Span));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Render();
        File.Delete(_folder.PathOf("transactions.v1.yaml"));

        ContractFiles.Compare(_folder.Path).ShouldHaveSingleItem().ShouldContain($"{_folder.PathOf("transactions.v1.yaml")} is missing");
    }

    [Fact]
    public void A_column_that_the_code_has_lost_is_an_incompatible_change_and_says_why()
    {
        Render();
        string path = _folder.PathOf("ledgers.v1.yaml");
        string text = File.ReadAllText(path);
        text.ShouldContain("base_fee: uint32");
        File.WriteAllText(path, text.Replace("base_fee: uint32", "base_fee: uint64", StringComparison.Ordinal));

        string difference = ContractFiles.Compare(_folder.Path).ShouldHaveSingleItem();

        difference.ShouldContain(path);
        difference.ShouldContain("base_fee");
    }

    [Fact]
    public void A_file_that_is_no_contract_is_named_with_what_is_wrong()
    {
        Render();
        File.WriteAllText(_folder.PathOf("ledgers.v1.yaml"), "{ not: [a contract");

        ContractFiles.Compare(_folder.Path).ShouldHaveSingleItem().ShouldContain("ledgers.v1.yaml");
    }

    [Fact]
    public void A_contract_of_which_the_code_knows_nothing_is_named()
    {
        Render();
        File.WriteAllText(_folder.PathOf("offers.v1.yaml"), "");

        ContractFiles.Compare(_folder.Path).ShouldHaveSingleItem().ShouldContain("offers.v1.yaml is a contract of which the code knows nothing");
    }

    private void Render() => ContractFiles.Render(_folder.Path).Count().ShouldBe(Contracts.All.Count);
}
