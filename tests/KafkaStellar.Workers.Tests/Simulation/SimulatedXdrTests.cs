using System.Globalization;
using System.Text.Json;
using KafkaStellar.Testing;
using KafkaStellar.Workers.Simulation;

namespace KafkaStellar.Workers.Tests.Simulation;

/// <summary>Stellar's own XDR program reads what is simulated as it was meant, and writes it again to the byte.</summary>
public sealed class SimulatedXdrTests : IDisposable
{
    private const int Ledgers = 40;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<uint, uint?> Runs()
    {
        var runs = new TheoryData<uint, uint?>();
        for (uint protocol = SimulationOptions.OldestProtocol; protocol <= Xdr.XdrVersion.Protocol; protocol++) runs.Add(protocol, null);
        runs.Add(27, 28);
        runs.Add(29, 30);
        runs.Add(23, 30);
        return runs;
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public async Task A_stream_is_decoded_ledger_for_ledger_and_encoded_to_the_same_bytes(uint protocol, uint? upgradeTo)
    {
        SimulationOptions options = OptionsOf(protocol, upgradeTo);

        IReadOnlyList<JsonElement> decoded = await StellarXdr.DecodeLedgersAsync(Write(options));

        decoded.Count.ShouldBe(Ledgers);
        byte[] encoded = await StellarXdr.EncodeLedgersAsync(decoded), made = [.. Simulated.Ledgers(Ledgers, options).SelectMany(ledger => ledger)];
        encoded.Length.ShouldBe(made.Length);
        encoded.AsSpan().CommonPrefixLength(made).ShouldBe(made.Length);
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public async Task A_stream_says_its_protocols_arms_and_times(uint protocol, uint? upgradeTo)
    {
        SimulationOptions options = OptionsOf(protocol, upgradeTo);

        IReadOnlyList<JsonElement> decoded = await StellarXdr.DecodeLedgersAsync(Write(options));

        uint previous = protocol;
        ulong milliseconds = options.FirstCloseTime * 1_000;
        foreach (JsonElement ledger in decoded)
        {
            JsonElement header = ledger.GetProperty("v2").GetProperty("ledger_header").GetProperty("header");
            uint sequence = header.GetProperty("ledger_seq").GetUInt32(), version = header.GetProperty("ledger_version").GetUInt32();
            version.ShouldBe(options.Upgrade is ProtocolUpgrade upgrade && sequence >= upgrade.Ledger ? upgrade.Protocol : protocol);

            JsonProperty arm = header.GetProperty("scp_value").GetProperty("ext").EnumerateObject().ShouldHaveSingleItem();
            arm.Name.ShouldBeOneOf(previous switch { >= 30 => ["signed_ms", "empty_tx_set_ms"], >= 28 => ["signed", "empty_tx_set"], _ => ["signed"] });
            if (previous >= 30) Number(arm.Value, "close_time_ms").ShouldBe(milliseconds);
            Number(header.GetProperty("scp_value"), "close_time").ShouldBe(milliseconds / 1_000);

            previous = version;
            milliseconds += version >= 30 ? 600u : 5_000u;
        }
    }

    private static SimulationOptions OptionsOf(uint protocol, uint? upgradeTo) => new()
    {
        TransactionsPerLedger = 10,
        Protocol = protocol,
        Upgrade = upgradeTo is uint to ? new ProtocolUpgrade(20, to) : null,
        EmptySetOneIn = 5,
    };

    private string Write(SimulationOptions options)
    {
        string path = _folder.PathOf("ledgers.xdr");
        using FileStream stream = File.Create(path);
        SimulateCommand.WriteStream(Simulated.Network, options, Ledgers, stream, default);
        return path;
    }

    // 64-bit integers are texts in XDR-JSON.
    private static ulong Number(JsonElement of, string name) => ulong.Parse(of.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
