using System.Text.Json;

namespace KafkaStellar.Testing;

/// <summary>Stellar's own XDR program of <c>../shared/tools</c>: it decodes and encodes every type of protocol 30, independently of ours.</summary>
public static class StellarXdr
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>The ledgers of a stream as stellar-core writes it, as XDR-JSON (SEP-51); skips the running test, with the reason, where the program is not.</summary>
    /// <exception cref="InvalidOperationException">A byte of it is wrong; the message holds what the program said.</exception>
    public static async Task<IReadOnlyList<JsonElement>> DecodeLedgersAsync(string stream) =>
        JsonLines.Parse(await Command.OutputOfAsync(Program(), ["decode", "--type", "LedgerCloseMeta", "--input", "stream-framed", stream], s_limit));

    /// <summary>The XDR of ledgers that were decoded, one after the other without a mark between them.</summary>
    public static async Task<byte[]> EncodeLedgersAsync(IEnumerable<JsonElement> ledgers)
    {
        using var folder = new TemporaryFolder();
        string json = folder.PathOf("ledgers.jsonl"), xdr = folder.PathOf("ledgers.xdr");
        await File.WriteAllLinesAsync(json, ledgers.Select(ledger => ledger.GetRawText()));
        // The shell leads the bytes into a file: a command's output is read as text.
        await Command.OutputOfAsync("/bin/sh", ["-c", "exec \"$0\" encode --type LedgerCloseMeta --output stream \"$1\" > \"$2\"", Program(), json, xdr], s_limit);
        return await File.ReadAllBytesAsync(xdr);
    }

    private static string Program() => SharedFolder.RequireProgram("stellar-xdr");
}
