namespace KafkaStellar.Testing.Tests;

public sealed class TemporaryFolderTests
{
    [Fact]
    public void A_temporary_folder_goes_with_all_that_is_in_it()
    {
        string path;
        using (var folder = new TemporaryFolder())
        {
            path = folder.Path;
            Directory.CreateDirectory(folder.PathOf("a", "b"));
            File.WriteAllText(folder.PathOf("a", "b", "c"), "c");
        }

        Directory.Exists(path).ShouldBeFalse();
    }
}
