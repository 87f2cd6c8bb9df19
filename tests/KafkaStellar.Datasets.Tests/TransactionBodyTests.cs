using System.Text;
using KafkaStellar.Xdr;

namespace KafkaStellar.Datasets.Tests;

public sealed class TransactionBodyTests
{
    [Fact]
    public void A_V0_envelope_is_read_as_the_V1_transaction_it_stands_for()
    {
        var body = new TransactionBody(Envelopes.V0("hello"u8, (10, 20)));

        body.EnvelopeType.ShouldBe(EnvelopeType.TxV0);
        body.SourceAccount.ToArray().ShouldBe(Envelopes.Key);
        body.Fee.ShouldBe(Envelopes.Fee);
        body.SequenceNumber.ShouldBe(Envelopes.SequenceNumber);
        (body.TimeBounds.Value.MinTime, body.TimeBounds.Value.MaxTime).ShouldBe((10ul, 20ul));
        Encoding.UTF8.GetString(body.Memo.Text).ShouldBe("hello");
        body.Operations.Count.ShouldBe(1);
        body.IsSoroban.ShouldBeFalse();
    }

    [Fact]
    public void A_V0_envelope_knows_keys_only_so_that_it_names_no_muxed_account_and_no_payer()
    {
        var body = new TransactionBody(Envelopes.V0([]));

        body.Source.Xdr.IsEmpty.ShouldBeTrue();
        body.FeeSource.Xdr.IsEmpty.ShouldBeTrue();
        body.FeeBumpFee.ShouldBeNull();
        body.TimeBounds.HasValue.ShouldBeFalse();
    }

    [Fact]
    public void The_source_of_a_V1_envelope_pays_its_fee()
    {
        var body = new TransactionBody(Envelopes.V1(operations: 3));

        body.EnvelopeType.ShouldBe(EnvelopeType.Tx);
        body.SourceAccount.ToArray().ShouldBe(Envelopes.Key);
        body.Source.Type.ShouldBe(CryptoKeyType.Ed25519);
        body.FeeSource.Ed25519.ToArray().ShouldBe(Envelopes.Key);
        body.FeeBumpFee.ShouldBeNull();
        body.TimeBounds.HasValue.ShouldBeFalse();
        body.Memo.Type.ShouldBe(MemoType.None);
        body.Operations.Count.ShouldBe(3);
    }

    [Fact]
    public void A_muxed_source_is_kept_as_written_beside_its_key()
    {
        var body = new TransactionBody(Envelopes.V1(muxedId: 99));

        body.Source.Type.ShouldBe(CryptoKeyType.MuxedEd25519);
        body.Source.Med25519.Id.ShouldBe(99ul);
        body.SourceAccount.ToArray().ShouldBe(Envelopes.Key);
    }

    [Fact]
    public void Time_bounds_are_found_in_either_form_of_preconditions()
    {
        var plain = new TransactionBody(Envelopes.V1(preconditions: xdr => xdr.Int32((int)PreconditionType.Time).TimeBounds(5, 0)));
        var general = new TransactionBody(Envelopes.V1(preconditions: xdr => xdr
            .Int32((int)PreconditionType.V2).Bool(true).TimeBounds(6, 7).Bool(false).Bool(false).UInt64(0).UInt32(0).UInt32(0)));
        var without = new TransactionBody(Envelopes.V1(preconditions: xdr => xdr
            .Int32((int)PreconditionType.V2).Bool(false).Bool(false).Bool(true).Int64(3).UInt64(0).UInt32(0).UInt32(0)));

        (plain.TimeBounds.Value.MinTime, plain.TimeBounds.Value.MaxTime).ShouldBe((5ul, 0ul));
        (general.TimeBounds.Value.MinTime, general.TimeBounds.Value.MaxTime).ShouldBe((6ul, 7ul));
        without.TimeBounds.HasValue.ShouldBeFalse();
    }

    [Fact]
    public void A_fee_bump_has_its_inner_transactions_content_and_a_payer_of_its_own()
    {
        byte[] inner = Envelopes.V1(muxedId: 5, memo: xdr => xdr.Int32((int)MemoType.Id).UInt64(42), operations: 2);
        var body = new TransactionBody(Envelopes.FeeBump(inner, fee: 9_000_000_000));

        body.EnvelopeType.ShouldBe(EnvelopeType.TxFeeBump);
        body.FeeBumpFee.ShouldBe(9_000_000_000);
        body.Fee.ShouldBe(Envelopes.Fee);
        body.FeeSource.Ed25519.ToArray().ShouldBe(Envelopes.Payer);
        body.SourceAccount.ToArray().ShouldBe(Envelopes.Key);
        body.Source.Med25519.Id.ShouldBe(5ul);
        body.Memo.Id.ShouldBe(42ul);
        body.Operations.Count.ShouldBe(2);
    }

    [Fact]
    public void Soroban_data_is_what_makes_a_Soroban_transaction()
    {
        byte[] inner = Envelopes.V1(ext: xdr => xdr.Int32(1).SorobanData(instructions: 11, diskReadBytes: 22, writeBytes: 33, resourceFee: 44));

        foreach (byte[] envelope in (byte[][])[inner, Envelopes.FeeBump(inner, fee: 1)])
        {
            var body = new TransactionBody(envelope);
            body.IsSoroban.ShouldBeTrue();
            body.SorobanData.ResourceFee.ShouldBe(44);
            body.SorobanData.Resources.Instructions.ShouldBe(11u);
            body.SorobanData.Resources.DiskReadBytes.ShouldBe(22u);
            body.SorobanData.Resources.WriteBytes.ShouldBe(33u);
        }
    }
}
