using System.Net;
using System.Net.Sockets;

namespace KafkaStellar.Testing;

/// <summary>TCP ports of this machine that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>A port that was free a moment ago; the system hands out others first before it gives the same one again.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
