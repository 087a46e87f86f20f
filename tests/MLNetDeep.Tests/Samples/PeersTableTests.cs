namespace MLNetDeep.Tests.Samples;

/// <summary>The README shows the table that the comparison with the peers wrote, losses included.</summary>
public sealed class PeersTableTests
{
    private const string Begin = "<!-- peers: written by ./build.sh bench peers -->";
    private const string End = "<!-- /peers -->";

    [Fact]
    public void IsThePagesOwn()
    {
        string page = Table("benchmarks/results/peers.md");
        Assert.True(page == Table("README.md"), "README.md has another table of peers; ./build.sh bench peers --render writes the page's into it.");
        Assert.Contains("| MLP small, loop |", page, StringComparison.Ordinal);
    }

    private static string Table(string file)
    {
        string text = RepositoryFiles.Read(file);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{file} must have the marks of the table.");
        return text[begin..end];
    }
}
