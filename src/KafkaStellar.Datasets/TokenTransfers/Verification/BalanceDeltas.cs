using System.Numerics;

namespace KafkaStellar.Datasets.TokenTransfers.Verification;

/// <summary>By how much balances moved: holder (strkey) and asset (<c>native</c> or <c>CODE:ISSUER</c>) to raw units, of any size.</summary>
/// <remarks>Balances that contracts hold are left out: what they are is the contract's own affair. A balance that moved by nothing is not there.</remarks>
internal sealed class BalanceDeltas
{
    private readonly Dictionary<(string Holder, string Asset), BigInteger> _deltas = [];

    /// <summary>Starts again from nothing.</summary>
    public void Clear() => _deltas.Clear();

    /// <summary>Moves a balance.</summary>
    public void Add(string holder, string asset, BigInteger delta)
    {
        if (holder[0] == 'C' || delta.IsZero) return;
        BigInteger sum = _deltas.GetValueOrDefault((holder, asset)) + delta;
        if (sum.IsZero) _deltas.Remove((holder, asset));
        else _deltas[(holder, asset)] = sum;
    }

    /// <summary>Where two tellings of the same movements differ, one sentence a balance, in the order of their names.</summary>
    public static IReadOnlyList<string> Differences(BalanceDeltas transfers, BalanceDeltas changes)
    {
        if (transfers.IsAsIn(changes)) return [];
        var differences = new List<string>();
        foreach ((string Holder, string Asset) key in transfers._deltas.Keys.Union(changes._deltas.Keys).Order())
        {
            BigInteger told = transfers._deltas.GetValueOrDefault(key), changed = changes._deltas.GetValueOrDefault(key);
            if (told != changed) differences.Add($"{key.Holder} moved by {changed} of {key.Asset}, its transfers say {told}");
        }

        return differences;
    }

    private bool IsAsIn(BalanceDeltas other)
    {
        if (_deltas.Count != other._deltas.Count) return false;
        foreach ((var key, BigInteger delta) in _deltas)
        {
            if (!other._deltas.TryGetValue(key, out BigInteger others) || delta != others) return false;
        }

        return true;
    }
}
