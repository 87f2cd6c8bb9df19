using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KafkaStellar.Workers.Extract;

/// <summary>A file about one partition that says which message a process is looking into, and how many have died at which.</summary>
/// <remarks>
/// It is read when it is opened: the process before died where it says that it was. Then a message costs two writes of 8 bytes, which survive the process
/// and need not survive the machine. Numbers of 8 bytes as the machine has them: the offset, or -1; then offsets and deaths, in turn.
/// </remarks>
internal sealed class AttemptNote : IDisposable
{
    private const long Nowhere = -1;
    private const int MostRemembered = 64;

    private readonly SafeFileHandle _file;
    private readonly SortedDictionary<long, long> _deaths = [];

    public AttemptNote(string path)
    {
        Path = path;
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[sizeof(long) * (1 + 2 * MostRemembered)];
        ReadOnlySpan<long> numbers = MemoryMarshal.Cast<byte, long>(bytes.AsSpan(0, RandomAccess.Read(_file, bytes, 0)));
        for (int at = 1; at + 1 < numbers.Length; at += 2) _deaths[numbers[at]] = numbers[at + 1];
        if (numbers.Length == 0 || numbers[0] == Nowhere) return;
        _deaths[numbers[0]] = DeathsAt(numbers[0]) + 1;
        if (_deaths.Count > MostRemembered) _deaths.Remove(_deaths.Keys.First());
        WriteAll();
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>How many processes have died at a message since one lived through it.</summary>
    public long DeathsAt(long offset) => _deaths.GetValueOrDefault(offset);

    /// <summary>A message is going to be looked into.</summary>
    public void Begin(long offset) => Write([offset]);

    /// <summary>The process lives.</summary>
    public void End(long offset)
    {
        if (_deaths.Remove(offset)) WriteAll();
        else Write([Nowhere]);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void WriteAll()
    {
        long[] numbers = [Nowhere, .. _deaths.SelectMany(death => (long[])[death.Key, death.Value])];
        RandomAccess.SetLength(_file, numbers.Length * sizeof(long));
        Write(numbers);
    }

    private void Write(ReadOnlySpan<long> numbers) => RandomAccess.Write(_file, MemoryMarshal.AsBytes(numbers), 0);
}
