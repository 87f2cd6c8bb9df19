using System.Runtime.InteropServices;

namespace KafkaStellar.Lake;

/// <summary>An open database and a connection to it, closed once whatever happens.</summary>
internal sealed class DuckDbConnection : SafeHandle
{
    private nint _database;

    private DuckDbConnection(nint database, nint connection) : base(nint.Zero, ownsHandle: true)
    {
        _database = database;
        SetHandle(connection);
    }

    public override bool IsInvalid => handle == nint.Zero;

    internal static unsafe DuckDbConnection Open(string? path, IEnumerable<KeyValuePair<string, string>> settings)
    {
        if (DuckDbNative.CreateConfig(out nint config) != 0) throw new DuckDbException("DuckDB has no memory for its settings.", null);
        try
        {
            foreach ((string name, string value) in settings)
            {
                if (DuckDbNative.SetConfig(config, name, value) != 0) throw new DuckDbException($"DuckDB refuses the setting {name} = {value}.", null);
            }

            if (DuckDbNative.Open(path, out nint database, config, out byte* error) != 0)
            {
                string reason = DuckDbNative.Text(error);
                DuckDbNative.Free(error);
                throw new DuckDbException($"DuckDB cannot open {path ?? "a database in memory"}: {reason}", null);
            }

            if (DuckDbNative.Connect(database, out nint connection) == 0) return new DuckDbConnection(database, connection);
            DuckDbNative.Close(ref database);
            throw new DuckDbException("DuckDB gives no connection to its database.", null);
        }
        finally
        {
            DuckDbNative.DestroyConfig(ref config);
        }
    }

    protected override bool ReleaseHandle()
    {
        DuckDbNative.Disconnect(ref handle);
        DuckDbNative.Close(ref _database);
        return true;
    }
}
