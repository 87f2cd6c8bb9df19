using KafkaStellar.Datasets;
using System.ComponentModel.DataAnnotations;
using KafkaStellar.Workers.Extract;
using KafkaStellar.Workers.Sink;
using KafkaStellar.Workers.Source;

namespace KafkaStellar.Workers.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Options_as_a_user_gives_them_are_accepted()
    {
        Wrong(new SourceOptions { Lake = "/data/ledgers", From = 5, To = 5 }).ShouldBeEmpty();
        Wrong(new SourceOptions { Lake = "/data/ledgers", Follow = true }).ShouldBeEmpty();
        Wrong(new ExtractOptions { Datasets = ["ledgers", "transactions"] }).ShouldBeEmpty();
        Wrong(new SinkOptions { Datasets = ["ledgers"], Lake = "/data/lake", MaxAge = TimeSpan.Zero }).ShouldBeEmpty();
        Wrong(new NetworkOptions { Name = "pubnet" }).ShouldBeEmpty();
        Wrong(new NetworkOptions { Name = "mine", Passphrase = "My network" }).ShouldBeEmpty();
    }

    [Fact]
    public void A_source_needs_a_lake() => Wrong(new SourceOptions()).ShouldHaveSingleItem().ShouldContain("Lake");

    [Fact]
    public void A_range_that_ends_before_it_begins_is_refused() =>
        Wrong(new SourceOptions { Lake = "x", From = 6, To = 5 }).ShouldHaveSingleItem().ShouldContain("(6) comes after Source:To (5)");

    [Fact]
    public void A_range_without_end_has_no_last_ledger() =>
        Wrong(new SourceOptions { Lake = "x", Follow = true, To = 5 }).ShouldHaveSingleItem().ShouldContain("Source:Follow");

    [Theory]
    [InlineData(1u, null)]
    [InlineData(null, 64000u)]
    public void Half_a_layout_is_refused(uint? ledgers, uint? objects) =>
        Wrong(new SourceOptions { Lake = "x", LedgersPerObject = ledgers, ObjectsPerPartition = objects }).ShouldHaveSingleItem().ShouldContain("together");

    [Fact]
    public void A_whole_layout_is_taken_and_none_leaves_it_to_the_manifest()
    {
        new SourceOptions { LedgersPerObject = 64, ObjectsPerPartition = 10 }.Layout.ShouldBe(new KafkaStellar.Lake.LakeLayout(64, 10));
        new SourceOptions().Layout.ShouldBeNull();
    }

    [Theory]
    [InlineData("00:00:00.049")]
    [InlineData("00:10:01")]
    public void A_poll_interval_outside_its_range_is_refused(string interval) =>
        Wrong(new SourceOptions { Lake = "x", PollInterval = TimeSpan.Parse(interval) }).ShouldHaveSingleItem().ShouldContain("PollInterval");

    [Fact]
    public void A_worker_of_no_dataset_is_refused()
    {
        Wrong(new ExtractOptions()).ShouldHaveSingleItem().ShouldContain("Datasets");
        Wrong(new SinkOptions { Lake = "x" }).ShouldHaveSingleItem().ShouldContain("Datasets");
    }

    [Fact]
    public void An_unknown_dataset_is_refused_with_those_there_are()
    {
        string sentence = Wrong(new ExtractOptions { Datasets = ["ledgers", "offers"] }).ShouldHaveSingleItem();

        sentence.ShouldContain("no dataset offers");
        sentence.ShouldContain("ledgers, transactions");
    }

    [Fact]
    public void Token_transfers_are_extracted_to_the_end_by_themselves()
    {
        Wrong(new ExtractOptions { Datasets = ["token_transfers"], ToEnd = true }).ShouldBeEmpty();
        Wrong(new ExtractOptions { Datasets = ["transactions", "token_transfers"] }).ShouldBeEmpty();
        Wrong(new ExtractOptions { Datasets = ["transactions", "token_transfers"], ToEnd = true }).ShouldHaveSingleItem().ShouldContain("by itself, after the others");
    }

    [Fact]
    public void A_dataset_named_twice_is_refused() =>
        Wrong(new SinkOptions { Lake = "x", Datasets = ["ledgers", "ledgers"] }).ShouldHaveSingleItem().ShouldContain("twice");

    [Theory]
    [InlineData(-1)]
    [InlineData(10_000)]
    public void A_slot_outside_its_range_is_refused(int slot) =>
        Wrong(new ExtractOptions { Datasets = ["ledgers"], Slot = slot }).ShouldHaveSingleItem().ShouldContain("Slot");

    [Theory]
    [InlineData("")]
    [InlineData("Lake")]
    [InlineData("-lake")]
    [InlineData("../lake")]
    [InlineData("a2345678901234567890123456789012345678901")]
    public void A_sinks_id_that_could_not_stand_in_a_path_is_refused(string id) => Wrong(Sink() with { Id = id }).ShouldHaveSingleItem().ShouldContain("Id");

    [Theory]
    [InlineData("zip")]
    [InlineData("zstd:0")]
    [InlineData("zstd:99")]
    [InlineData("snappy:3")]
    public void A_codec_that_there_is_not_is_refused(string codec) => Wrong(Sink() with { Codec = codec }).ShouldHaveSingleItem().ShouldContain(codec);

    [Fact]
    public void Limits_of_files_outside_their_ranges_are_refused()
    {
        Wrong(Sink() with { LedgersPerFile = 0 }).ShouldHaveSingleItem().ShouldContain("LedgersPerFile");
        Wrong(Sink() with { BytesPerFile = 1000 }).ShouldHaveSingleItem().ShouldContain("BytesPerFile");
        Wrong(Sink() with { MaxAge = TimeSpan.FromDays(2) }).ShouldHaveSingleItem().ShouldContain("MaxAge");
    }

    [Fact]
    public void A_network_that_is_not_clear_is_refused_in_words()
    {
        Wrong(new NetworkOptions()).ShouldHaveSingleItem().ShouldContain("Name the network");
        Wrong(new NetworkOptions { Name = "mine" }).ShouldHaveSingleItem().ShouldContain("mine is not known by name");
        Wrong(new NetworkOptions { Name = "pubnet", Passphrase = "x" }).ShouldHaveSingleItem().ShouldContain("another passphrase");
        Wrong(new NetworkOptions { Name = "My Net", Passphrase = "x" }).ShouldHaveSingleItem().ShouldContain("lower-case");
    }

    [Fact]
    public void Each_dataset_has_a_group_of_its_own_whatever_is_made_beside_it()
    {
        Network testnet = new NetworkOptions { Name = "testnet" }.ToNetwork();
        var both = new ExtractOptions { Datasets = ["transactions", "ledgers"] };

        both.GroupOn(testnet, "ledgers").ShouldBe("kafkastellar-extract-testnet-ledgers");
        new ExtractOptions { Datasets = ["ledgers"] }.GroupOn(testnet, "ledgers").ShouldBe(both.GroupOn(testnet, "ledgers"));
        new ExtractOptions { Datasets = ["ledgers"], Group = "mine" }.GroupOn(testnet, "ledgers").ShouldBe("mine-ledgers");
    }

    [Fact]
    public void A_writer_is_named_after_its_datasets_whatever_their_order_and_its_place()
    {
        Network testnet = new NetworkOptions { Name = "testnet" }.ToNetwork();

        new ExtractOptions { Datasets = ["transactions", "ledgers"], Slot = 2, Units = 3 }.WriterOn(testnet, unit: 1).ShouldBe("kafkastellar-extract-testnet-ledgers-transactions-7");
    }

    private static SinkSettings Sink() => new();

    private static List<string> Wrong(SinkSettings settings) => Wrong(new SinkOptions
    {
        Datasets = ["ledgers"],
        Lake = "x",
        Id = settings.Id,
        Codec = settings.Codec,
        LedgersPerFile = settings.LedgersPerFile,
        BytesPerFile = settings.BytesPerFile,
        MaxAge = settings.MaxAge,
    });

    private static List<string> Wrong(object options)
    {
        var wrong = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true).ShouldBe(wrong.Count == 0);
        return [.. wrong.Select(one => one.ErrorMessage!)];
    }

    // Good settings, of which a test spoils one.
    private sealed record SinkSettings
    {
        public string Id { get; init; } = "lake";

        public string Codec { get; init; } = "zstd:3";

        public int LedgersPerFile { get; init; } = 64;

        public long BytesPerFile { get; init; } = 1L << 30;

        public TimeSpan MaxAge { get; init; }
    }
}
