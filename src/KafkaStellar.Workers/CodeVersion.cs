namespace KafkaStellar.Workers;

/// <summary>Which program wrote a message or a file.</summary>
internal static class CodeVersion
{
    /// <summary>Name and version, such as <c>kafkastellar/0.1.0</c>.</summary>
    public static string Text { get; } = $"kafkastellar/{typeof(CodeVersion).Assembly.GetName().Version!.ToString(3)}";
}
