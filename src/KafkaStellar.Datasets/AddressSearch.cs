using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets;

/// <summary>Finds accounts and contracts that a contract value names.</summary>
internal static class AddressSearch
{
    /// <summary>Whether the value that the reader stands at holds, at any depth, the address of one of the accounts or contracts, muxed or not. Where it does not, the reader stands behind the value.</summary>
    /// <exception cref="XdrException">It nests deeper than any value may, or than this thread's stack is.</exception>
    public static bool Names(scoped ref XdrReader reader, ByteSet accounts)
    {
        XdrReader arm = reader;
        switch (SCValTypeXdr.Read(ref arm))
        {
            case SCValType.Address:
                reader = arm;
                return accounts.Contains(AddressKey.Of(SCAddress.Read(ref reader)));
            case SCValType.Vec:
                reader = arm;
                return reader.ReadBool() && AnyOf(ref reader, reader.ReadCount(int.MaxValue, sizeof(int)), accounts);
            case SCValType.Map:
                reader = arm;
                return MapNames(ref reader, accounts);
            case SCValType.ContractInstance:
                reader = arm;
                ContractExecutable.Skip(ref reader);
                return MapNames(ref reader, accounts);
            default:
                SCVal.Skip(ref reader);
                return false;
        }
    }

    private static bool MapNames(scoped ref XdrReader reader, ByteSet accounts) =>
        reader.ReadBool() && AnyOf(ref reader, 2L * reader.ReadCount(int.MaxValue, 2 * sizeof(int)), accounts);

    private static bool AnyOf(scoped ref XdrReader reader, long count, ByteSet accounts)
    {
        reader.Enter();
        for (long i = 0; i < count; i++)
        {
            if (Names(ref reader, accounts)) return true;
        }

        reader.Leave();
        return false;
    }
}
