using System.Security.Cryptography;
using KafkaStellar.Datasets;
using KafkaStellar.Xdr;

namespace KafkaStellar.Workers.Simulation;

/// <summary>Makes a network's ledgers out of nothing: valid in every byte, chained by hash, balanced to the stroop, and the same for the same options.</summary>
/// <remarks>
/// People pay each other lumens and two issued assets, open and merge accounts, trust issuers, sponsor each other's fees; some of it fails. Each ledger is
/// a LedgerCloseMeta V2 with TransactionMeta V4 and the events of CAP-67, closed as its protocol has it; one may apply an upgrade, some may drop their set.
/// What is not true of it: keys are random bytes, signatures do not verify, the bucket list's hash stands for results instead of entries, and there are no
/// offers, pools or contracts.
/// It knows no clock, disk or network, and serves one thread.
/// </remarks>
public sealed class LedgerSimulator
{
    private readonly SimulationOptions _options;
    private readonly SplitMix64 _random;
    private readonly LedgerHeaderState _state;
    private readonly Population _population;
    private readonly TransactionComposer _composer;
    private readonly SimulatedTransactionSet _set;
    private readonly TransactionApplication _application;
    private readonly List<SimulatedTransaction> _transactions = [];
    private readonly SimulatedAccount[] _validators;
    private readonly XdrWriter _header = new();
    private readonly XdrWriter _ledger = new();

    /// <summary>A network that begins with <see cref="SimulationOptions.FirstLedger"/>.</summary>
    /// <exception cref="ArgumentException">An option outside its range.</exception>
    public LedgerSimulator(Network network, SimulationOptions options)
    {
        options.Verify();
        _options = options;
        _random = new SplitMix64(options.Seed);
        _state = new LedgerHeaderState(network.Id, options);
        _population = new Population(network.Id, options, LedgerHeaderState.TotalCoins - _state.FeePool);
        _composer = new TransactionComposer(_population, _random, options);
        _set = new SimulatedTransactionSet(network.Id, _random);
        _application = new TransactionApplication(_population);
        _validators = [.. Enumerable.Range(0, 7).Select(_ => _population.NewAccount([]))];
    }

    /// <summary>The sequence of the ledger that <see cref="Next"/> gave last; before the first, the one before it.</summary>
    public uint Sequence => _state.Sequence;

    /// <summary>Closes the next ledger.</summary>
    /// <returns>Its LedgerCloseMeta as XDR, lent until the next call.</returns>
    /// <exception cref="InvalidOperationException">The last ledger that there can be, 2,147,483,647, was given.</exception>
    public ReadOnlySpan<byte> Next()
    {
        _state.Advance();
        ComposeTransactions();
        _set.Write(_state.Hash);
        if (IsSetDropped()) _set.Drop(_state.Hash);
        _set.CopyInOrderOfApplication(_transactions);
        _state.FeePool += _application.Apply(_transactions, _state.Sequence, _state.CloseTime);
        _state.Absorb(_application.ResultSetHash);
        _population.Settle(_transactions.Count, _composer.Newcomers);
        return Close();
    }

    private void ComposeTransactions()
    {
        _composer.Newcomers.Clear();
        _set.Clear();
        _population.Draw(_random, _options.TransactionsPerLedger);
        for (int i = 0; i < _options.TransactionsPerLedger; i++)
            _set.Add(_composer.Compose(_population[i], _state.CloseTime));
    }

    // The ledger of an upgrade keeps its transactions, so that what stands out in it is the upgrade.
    private bool IsSetDropped() =>
        _options.EmptySetOneIn > 0 && ClosingRules.KnowsDroppedSets(_state.PreviousProtocol) && !_state.IsUpgrade && _random.OneIn(_options.EmptySetOneIn);

    private ReadOnlySpan<byte> Close()
    {
        SimulatedAccount validator = _validators[_random.Below(_validators.Length)];
        Span<byte> signature = stackalloc byte[64];
        _random.Fill(signature);
        _header.Clear();
        _header.LedgerHeader(_state, _options, _set, _application.ResultSetHash, validator, signature);
        SHA256.HashData(_header.Written, _state.Hash);
        _ledger.Clear();
        _ledger.LedgerCloseMeta(_state, _header.Written, _set.Xdr, _transactions.Count, _application.Processing);
        return _ledger.Written;
    }
}
