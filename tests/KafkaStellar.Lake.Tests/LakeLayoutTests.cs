namespace KafkaStellar.Lake.Tests;

public sealed class LakeLayoutTests
{
    [Theory]
    [InlineData(1, 0, 5, "FFFFFFFA--5.xdr.zst")]
    [InlineData(1, 1, 5, "FFFFFFFA--5.xdr.zst")]
    [InlineData(10, 0, 5, "FFFFFFFF--0-9.xdr.zst")]
    [InlineData(100, 2, 10, "FFFFFFFF--0-199/FFFFFFFF--0-99.xdr.zst")]
    [InlineData(50, 2, 150, "FFFFFF9B--100-199/FFFFFF69--150-199.xdr.zst")]
    [InlineData(200, 2, 300, "FFFFFFFF--0-399/FFFFFF37--200-399.xdr.zst")]
    [InlineData(50, 4, 250, "FFFFFF37--200-399/FFFFFF05--250-299.xdr.zst")]
    [InlineData(200, 1, 300, "FFFFFF37--200-399.xdr.zst")]
    [InlineData(1, 64000, 53312000, "FCD285FF--53312000-53375999/FCD285FF--53312000.xdr.zst")]
    [InlineData(2, 8, 18, "FFFFFFEF--16-31/FFFFFFED--18-19.xdr.zst")]
    [InlineData(64, 0, uint.MaxValue, "0000003F--4294967232-4294967295.xdr.zst")]
    [InlineData(7, 1000, uint.MaxValue, "000014AF--4294962000-4294967295/00000003--4294967292-4294967295.xdr.zst")]
    [InlineData(uint.MaxValue, uint.MaxValue, 9, "FFFFFFFF--0-4294967295/FFFFFFFF--0-4294967294.xdr.zst")]
    public void The_key_of_a_ledger(uint ledgers, uint batches, uint ledger, string key) =>
        new LakeLayout(ledgers, batches).KeyOf(ledger).ShouldBe(key);

    [Fact]
    public void A_layout_without_ledgers_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => new LakeLayout(0));

    [Theory]
    [InlineData("FCD285FF--53312000-53375999/FCD285FF--53312000.xdr.zst", 53312000u, 53312000u, "zst")]
    [InlineData("FFFFFFFF--0-63.xdr.zstd", 0u, 63u, "zstd")]
    public void A_key_says_its_ledgers(string key, uint first, uint last, string extension) =>
        LakeKey.TryParse(key).ShouldBe(new LakeKey(key, first, last, extension));

    [Theory]
    [InlineData(".config.json")]
    [InlineData("FFFFFFFF--9-0.xdr.zst")]
    [InlineData("FFFFFFFF--4294967296.xdr.zst")]
    [InlineData("ffffffff--1.xdr.zst")]
    [InlineData("FFFFFFFE--1.xdr.zst\n")]
    [InlineData("FFFFFFFE--1.xdr.zst/notes")]
    [InlineData("")]
    public void Other_keys_are_not_ledgers(string key) => LakeKey.TryParse(key).ShouldBeNull();

    [Fact]
    public void A_manifest_comes_back_from_its_json()
    {
        var manifest = new LakeManifest("a \"network\" ; 2026", new LakeLayout(64, 1000));

        LakeManifest.Parse("m", manifest.ToJson()).ShouldBe(manifest);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"networkPassphrase":"p","version":"1","compression":"zstd","ledgersPerBatch":1,"batchesPerPartition":1} x""", "not JSON")]
    [InlineData("""{"version":"1","compression":"zstd","ledgersPerBatch":1,"batchesPerPartition":1}""", "networkPassphrase")]
    [InlineData("""{"networkPassphrase":"p","version":"1","compression":"lz4","ledgersPerBatch":1,"batchesPerPartition":1}""", "lz4")]
    [InlineData("""{"networkPassphrase":"p","version":"1","compression":"zstd","ledgersPerBatch":0,"batchesPerPartition":1}""", "ledgersPerBatch is 0")]
    [InlineData("""{"networkPassphrase":"p","version":"1","compression":"zstd","ledgersPerBatch":-1,"batchesPerPartition":1}""", "ledgersPerBatch")]
    [InlineData("""{"networkPassphrase":"p","version":"1","compression":"zstd","ledgersPerBatch":1.5,"batchesPerPartition":1}""", "ledgersPerBatch")]
    public void A_manifest_that_is_not_one_is_refused(string json, string problem) =>
        Should.Throw<LedgerFileException>(() => LakeManifest.Parse("m", System.Text.Encoding.UTF8.GetBytes(json))).Problem.ShouldContain(problem);
}
