namespace KafkaStellar.Xdr;

/// <summary>The first words of a LedgerCloseMeta: of what protocol it is, and which ledger, as far as the definitions reach.</summary>
internal static class LedgerPreamble
{
    private const int HashSize = 32;

    /// <summary>Reads them; null for what stands behind something that cannot be read.</summary>
    public static (uint? Protocol, uint? Sequence) Read(ReadOnlySpan<byte> ledgerCloseMeta)
    {
        uint? protocol = null;
        var reader = new XdrReader(ledgerCloseMeta);
        try
        {
            // V0 has the header right after its discriminant, V1 and V2 an extension before it; of later ones nobody knows.
            int version = reader.ReadInt32();
            if (version is < 0 or > 2) return default;
            if (version > 0) LedgerCloseMetaExt.Skip(ref reader);
            reader.Advance(HashSize);
            protocol = reader.ReadUInt32();
            reader.Advance(HashSize); // previousLedgerHash
            StellarValue.Skip(ref reader);
            reader.Advance(2 * HashSize); // txSetResultHash, bucketListHash
            return (protocol, reader.ReadUInt32());
        }
        catch (XdrException)
        {
            return (protocol, null);
        }
    }
}
