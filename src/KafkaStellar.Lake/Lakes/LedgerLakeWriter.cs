using System.Buffers;
using System.Buffers.Binary;

namespace KafkaStellar.Lake;

/// <summary>Writes a data lake of ledgers (SEP-54): the manifest first, then objects that are created once and never changed.</summary>
public sealed class LedgerLakeWriter
{
    private readonly IObjectStore _store;
    private readonly LakeLayout _layout;
    private readonly int _level;
    private readonly ArrayBufferWriter<byte> _batch = new();
    private uint _first;
    private uint _last;
    private uint _count;

    private LedgerLakeWriter(IObjectStore store, LakeLayout layout, int level)
    {
        _store = store;
        _layout = layout;
        _level = level;
    }

    /// <summary>Creates the lake, or opens one of the same network and layout.</summary>
    /// <param name="store">Where.</param>
    /// <param name="manifest">What the lake is.</param>
    /// <param name="level">zstd's level, 1 to 22.</param>
    /// <param name="stop">Ends the call.</param>
    /// <exception cref="LedgerFileException">There is a lake of another network or layout.</exception>
    public static async Task<LedgerLakeWriter> OpenAsync(IObjectStore store, LakeManifest manifest, int level, CancellationToken stop)
    {
        if (!await store.PutIfAbsentAsync(LakeManifest.Key, ObjectContent.Of(manifest.ToJson()), stop).ConfigureAwait(false))
        {
            using RentedBytes? json = await store.GetAsync(LakeManifest.Key, LakeManifest.MaxBytes, stop).ConfigureAwait(false);
            string name = $"{store.Name}/{LakeManifest.Key}";
            LakeManifest found = LakeManifest.Parse(name, json is null ? default : json.Span);
            if (found.NetworkPassphrase != manifest.NetworkPassphrase || found.Layout != manifest.Layout)
                throw new LedgerFileException(name, null, null, $"there is a lake already, of the network \"{found.NetworkPassphrase}\" with {found.Layout}", "Choose another place, or the same network and layout.");
        }

        return new LedgerLakeWriter(store, manifest.Layout, level);
    }

    /// <summary>Adds the next ledger; an object is written with its last ledger.</summary>
    /// <param name="sequence">The ledger's sequence, one more than the last.</param>
    /// <param name="ledgerCloseMeta">Its bytes.</param>
    /// <param name="stop">Ends the call.</param>
    public async Task WriteAsync(uint sequence, ReadOnlyMemory<byte> ledgerCloseMeta, CancellationToken stop)
    {
        if (_count > 0 && sequence != _last + 1)
            throw new ArgumentException($"Ledger {sequence} was given after ledger {_last}; an object's ledgers are consecutive.", nameof(sequence));
        if (_count == 0) _first = sequence;
        _last = sequence;
        _count++;
        _batch.Write(ledgerCloseMeta.Span);
        if (sequence == _layout.BatchEnd(sequence)) await FlushAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Writes what has gathered as an object that is not full. A later run cannot fill it: objects never change.</summary>
    public async Task FlushAsync(CancellationToken stop)
    {
        if (_count == 0) return;
        byte[] batch = new byte[12 + _batch.WrittenCount];
        BinaryPrimitives.WriteUInt32BigEndian(batch, _first);
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(4), _last);
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(8), _count);
        _batch.WrittenSpan.CopyTo(batch.AsSpan(12));
        await PutAsync(_layout.KeyOf(_first), Zstd.Compress(batch, _level), stop).ConfigureAwait(false);
        _batch.ResetWrittenCount();
        _count = 0;
    }

    private async Task PutAsync(string key, byte[] frame, CancellationToken stop)
    {
        if (await _store.PutIfAbsentAsync(key, ObjectContent.Of(frame), stop).ConfigureAwait(false)) return;
        using RentedBytes? kept = await _store.GetAsync(key, Array.MaxLength - 1, stop).ConfigureAwait(false);
        if (kept is null || !kept.Span.SequenceEqual(frame))
            throw new LedgerFileException($"{_store.Name}/{key}", _first, null, "the object exists already with other bytes", "Choose another place: a lake's objects are never changed.");
    }
}
