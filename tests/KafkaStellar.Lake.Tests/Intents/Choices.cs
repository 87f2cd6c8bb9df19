namespace KafkaStellar.Lake.Tests.Intents;

/// <summary>Enumerates every run of something that asks for choices: depth first, each run begun anew with the choices of the one before but the last.</summary>
internal sealed class Choices
{
    private readonly List<(int Chosen, int Of)> _path = [];
    private int _depth;

    /// <summary>Whether what comes next was not reached by an earlier run.</summary>
    public bool IsNew => _depth >= _path.Count;

    /// <summary>One of some possibilities.</summary>
    public int Choose(int of)
    {
        if (_depth == _path.Count) _path.Add((0, of));
        _path[_depth].Of.ShouldBe(of, "The same choices must lead to the same place.");
        return _path[_depth++].Chosen;
    }

    /// <summary>Begins another run.</summary>
    /// <returns>False when there is none left.</returns>
    public bool Next()
    {
        _path.RemoveRange(_depth, _path.Count - _depth); // a run that was cut short
        while (_path.Count > 0 && _path[^1].Chosen + 1 == _path[^1].Of) _path.RemoveAt(_path.Count - 1);
        if (_path.Count == 0) return false;
        _path[^1] = (_path[^1].Chosen + 1, _path[^1].Of);
        _depth = 0;
        return true;
    }

    public override string ToString() => string.Join(' ', _path.Take(_depth).Select(choice => choice.Chosen));
}
