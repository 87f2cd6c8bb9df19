using System.Text;

namespace KafkaStellar.Testing.Tests;

public sealed class ZstandardTests
{
    // `printf stellar | zstd`
    private static readonly byte[] s_frame = Convert.FromHexString("28B52FFD04583900007374656C6C617211E78580");

    [Fact]
    public void A_frame_gives_its_bytes() => Encoding.ASCII.GetString(Zstandard.Decompress(s_frame)).ShouldBe("stellar");

    [Fact]
    public void Frames_one_after_the_other_give_their_bytes_one_after_the_other() =>
        Encoding.ASCII.GetString(Zstandard.Decompress([.. s_frame, .. s_frame])).ShouldBe("stellarstellar");

    [Fact]
    public void A_frame_that_ends_early_is_refused_at_every_length()
    {
        for (int length = 0; length < s_frame.Length; length++)
            Should.Throw<InvalidDataException>(() => Zstandard.Decompress(s_frame.AsSpan(0, length)), $"{length} bytes");
    }

    [Fact]
    public void Bytes_that_are_no_frame_are_refused() =>
        Should.Throw<InvalidDataException>(() => Zstandard.Decompress("no frame at all"u8)).Message.ShouldContain("Unknown frame descriptor");
}
