namespace KafkaStellar.Lake;

/// <summary>Where in S3 a lake is: <c>s3://bucket/prefix</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What its keys begin with, without a slash at either end; "" for the whole bucket.</param>
public sealed record S3Address(string Bucket, string Prefix)
{
    /// <summary>What an address begins with.</summary>
    public const string Scheme = "s3://";

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is none; the sentence says what one looks like.</exception>
    public static S3Address Parse(string text)
    {
        string[] parts = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..].TrimEnd('/').Split('/', 2) : [""];
        if (parts[0].Length is < 3 or > 63 || !parts[0].All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.'))
            throw new FormatException($"\"{text}\" is no address in S3: one looks like s3://bucket/prefix, the bucket of 3 to 63 lower-case letters, digits, hyphens and dots.");
        var address = new S3Address(parts[0], parts.Length == 2 ? parts[1] : "");
        if (address.Prefix.Length > 0) ObjectKey.Verify(address.Prefix);
        return address;
    }

    /// <inheritdoc/>
    public override string ToString() => Prefix.Length == 0 ? $"{Scheme}{Bucket}" : $"{Scheme}{Bucket}/{Prefix}";
}
