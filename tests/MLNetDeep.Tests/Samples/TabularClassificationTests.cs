namespace MLNetDeep.Tests.Samples;

/// <summary>The sample runs, prints what the README says, and is the code that the README shows.</summary>
public sealed class TabularClassificationTests
{
    [Fact]
    public void Prints_what_the_readme_says()
    {
        var output = SampleRun.Output("TabularClassification");
        Assert.Matches(@"^AUC 0\.8\d, accuracy 0\.(79|8\d)\n$", output);
        Assert.Contains($"```text\n{output}```\n", RepositoryFiles.Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_the_code_that_the_readme_shows()
    {
        var program = RepositoryFiles.Read("samples/TabularClassification/Program.cs");
        // All but the paragraph that unpacks the data.
        var paragraphs = program.Split("\n\n");
        Assert.Equal(3, paragraphs.Length);
        var shown = $"{paragraphs[0]}\n\n{paragraphs[2]}";
        Assert.Contains($"```csharp\n{shown}```\n", RepositoryFiles.Read("README.md"), StringComparison.Ordinal);
        Assert.True(program.Split('\n').Length < 80);
    }
}
