using System.Runtime.InteropServices;

namespace KafkaStellar.Testing;

/// <summary>Test material that the project does not contain: real ledgers, a broker, independent readers.</summary>
/// <remarks>It stands beside the repository as <c>../shared</c>, or where <c>KAFKASTELLAR_SHARED</c> says.</remarks>
public static class SharedFolder
{
    private const string Variable = "KAFKASTELLAR_SHARED";

    /// <summary>The folder, or null where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The absolute path of something in the folder, or null where it is not.</summary>
    public static string? Find(params string[] parts)
    {
        if (Root is null) return null;
        string path = Path.Combine([Root, .. parts]);
        return Path.Exists(path) ? path : null;
    }

    /// <summary>The absolute path of something in the folder; skips the running test, with the reason, where it is not.</summary>
    public static string Require(params string[] parts)
    {
        string? path = Find(parts);
        Skip.If(path is null, $"There is no {string.Join('/', ["../shared", .. parts])} beside the repository, nor in {Variable}.");
        return path!;
    }

    /// <summary>The absolute path of one of the folder's tools that is a program of this machine's kind; skips the running test, with the reason, where there is none.</summary>
    public static string RequireProgram(string name)
    {
        string program = Require("tools", name);
        Skip.IfNot(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "The tools in ../shared are for Linux on x86-64.");
        return program;
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        string folder = string.IsNullOrEmpty(named) ? Path.Combine(Repository.Root, "..", "shared") : named;
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
