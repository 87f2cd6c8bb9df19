namespace KafkaStellar.Datasets.TokenTransfers;

/// <summary>A list that lends its items by reference and keeps its memory when it is cleared.</summary>
internal sealed class GrowingList<T>
    where T : struct
{
    private T[] _items = new T[64];

    public int Count { get; private set; }

    public ref T this[int index] => ref _items.AsSpan(0, Count)[index];

    /// <summary>Appends an item of zeros and lends it until the next call.</summary>
    public ref T Add()
    {
        if (Count == _items.Length) Array.Resize(ref _items, _items.Length * 2);
        ref T item = ref _items[Count++];
        item = default;
        return ref item;
    }

    /// <summary>Moves the last item to <paramref name="index"/>, those behind it one on.</summary>
    public void MoveLastTo(int index)
    {
        T last = this[Count - 1];
        Array.Copy(_items, index, _items, index + 1, Count - 1 - index);
        _items[index] = last;
    }

    public void Clear() => Count = 0;
}
