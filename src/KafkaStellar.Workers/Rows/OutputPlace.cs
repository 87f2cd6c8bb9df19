using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using KafkaStellar.Lake;
using Microsoft.Win32.SafeHandles;

namespace KafkaStellar.Workers.Rows;

/// <summary>Where an output goes: a plain file, which is replaced when the new one is whole, or what takes bytes as they come: a descriptor, a device, a pipe, a socket.</summary>
/// <remarks>Symbolic links are followed once, when the place is named, and stay.</remarks>
internal sealed class OutputPlace
{
    private const int MostLinks = 40; // as many as Linux follows

    private readonly string _path;
    private readonly int? _descriptor;
    private readonly FileKind _kind;

    private OutputPlace(string name, string path)
    {
        Name = name;
        _path = Follow(path);
        _descriptor = DescriptorOf(_path);
        _kind = FileIdentity.Of(_path)?.Kind ?? FileKind.Plain;
        if (_kind == FileKind.Folder) throw new ArgumentException($"{name} is a folder: name a file for the output.");
    }

    /// <summary>Whether nothing was named.</summary>
    public bool IsStandardOutput { get; private init; }

    /// <summary>What to call it.</summary>
    public string Name { get; }

    /// <summary>Whether it is a plain file, which appears under its name when it is whole.</summary>
    public bool IsPlainFile => _descriptor is null && _kind == FileKind.Plain;

    /// <summary>The place that a path names.</summary>
    /// <param name="path">A path; null for standard output.</param>
    /// <exception cref="ArgumentException">It is a folder.</exception>
    /// <exception cref="IOException">Its links lead nowhere.</exception>
    public static OutputPlace Of(string? path) => path is null ? new("standard output", "/proc/self/fd/1") { IsStandardOutput = true } : new(path, path);

    /// <summary>Refuses a place that is one of the files which the output is made of.</summary>
    /// <exception cref="ArgumentException">It is; the message names both.</exception>
    public void VerifyIsNoneOf(IEnumerable<string> inputs)
    {
        if (FileIdentity.Of(_path) is not { Kind: FileKind.Plain } own) return;
        if (inputs.FirstOrDefault(input => FileIdentity.Of(input) == own) is { } same)
            throw new ArgumentException($"The output {Name} is the input {same}: it would be overwritten. Name another file for the output.");
    }

    /// <summary>A path for what is to be the file, in its folder, so that it can be renamed; for what is no plain file, in the folder for temporary files.</summary>
    public string NewScratch()
    {
        string name = $"{Path.GetFileName(_path)}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        return Path.Combine(IsPlainFile ? Path.GetDirectoryName(_path) ?? "" : Path.GetTempPath(), name);
    }

    /// <summary>Opens what takes bytes as they come.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Stream Open()
    {
        try
        {
            return (_descriptor, _kind) switch
            {
                (1, _) => Console.OpenStandardOutput(),
                (2, _) => Console.OpenStandardError(),
                ({ } other, _) => new FileStream(new SafeFileHandle(other, ownsHandle: false), FileAccess.Write, bufferSize: 0),
                (_, FileKind.Socket) => Connect(),
                _ => new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0),
            };
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or SocketException or ArgumentException)
        {
            throw Failure(cause);
        }
    }

    /// <summary>Gives a whole file the plain file's name, in one step.</summary>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public void Publish(string scratch)
    {
        try
        {
            File.Move(scratch, _path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Failure(cause);
        }
    }

    /// <summary>Why it cannot be written, in a sentence that names it.</summary>
    public IOException Failure(Exception cause)
    {
        string why = cause switch
        {
            UnauthorizedAccessException => "permission denied",
            DirectoryNotFoundException => "there is no such folder",
            ArgumentOutOfRangeException => "a file may not be so large there", // EFBIG
            IOException { HResult: > 0 and < 4096 } => Marshal.GetPInvokeErrorMessage(cause.HResult), // an errno
            _ => cause.Message.TrimEnd('.'),
        };
        return new IOException($"{Name} cannot be written: {why}. {(IsPlainFile ? "Nothing is left of it. " : "")}Mend that, or name another place for the output.", cause) { HResult = cause.HResult };
    }

    private static string Follow(string path)
    {
        string at = path;
        for (int links = 0; links <= MostLinks; links++)
        {
            if (DescriptorOf(at) is not null || new FileInfo(at).LinkTarget is not { } next) return at;
            at = Path.Combine(Path.GetDirectoryName(at) ?? "", next);
        }

        throw new IOException($"{path} cannot be written: its links lead round in a circle. Name another place for the output.");
    }

    // What the shell's >(…) and /dev/stdout name is open already: to open it again would begin at its first byte.
    private static int? DescriptorOf(string path)
    {
        if (Path.GetDirectoryName(path) is not { } folder || folder is not ("/dev/fd" or "/proc/self/fd") && folder != $"/proc/{Environment.ProcessId}/fd") return null;
        return int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor) ? descriptor : null;
    }

    private NetworkStream Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(_path));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
