namespace KafkaStellar.Arrow.C;

/// <summary>An array that native code gave away, with all its children: released when the last of our arrays over it is disposed.</summary>
internal sealed unsafe class ImportedArray : IDisposable
{
    private CArrowArray _array;
    private int _shares = 1;
    private int _released;

    /// <summary>Moves the array out of the caller's structure, which is empty then.</summary>
    public ImportedArray(CArrowArray* source)
    {
        _array = *source;
        *source = default;
    }

    public bool IsReleased => _released != 0;

    public ref readonly CArrowArray Array => ref _array;

    public ImportedArray Share()
    {
        Interlocked.Increment(ref _shares);
        return this;
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _shares) == 0)
            Release();
    }

    /// <summary>Gives the array back now, whoever still looks at it: an import that failed half way.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) != 0)
            return;
        fixed (CArrowArray* array = &_array)
            CArrowArray.Release(array);
    }
}
