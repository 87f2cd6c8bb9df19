namespace KafkaStellar.Datasets.Ledgers;

/// <summary>What one row of <c>ledgers</c> is made of: the ledger, and what was counted over its transactions.</summary>
public readonly ref struct LedgerRow
{
    /// <summary>Counts a ledger's transactions and operations.</summary>
    public LedgerRow(in Ledger ledger)
    {
        Ledger = ledger;
        foreach (LedgerTransaction transaction in ledger)
        {
            if (transaction.IsSuccessful)
            {
                SuccessfulTransactions++;
                SuccessfulOperations += (uint)transaction.Body.Operations.Count;
            }
            else
            {
                FailedTransactions++;
            }
        }
    }

    /// <summary>The ledger.</summary>
    public Ledger Ledger { get; }

    /// <summary>How many transactions succeeded.</summary>
    public uint SuccessfulTransactions { get; }

    /// <summary>How many transactions failed; they paid their fee.</summary>
    public uint FailedTransactions { get; }

    /// <summary>How many operations the successful transactions held.</summary>
    public uint SuccessfulOperations { get; }

    /// <summary>What consensus took.</summary>
    public ConsensusValue Value => new(Ledger.Header.ScpValue.Ext);
}
