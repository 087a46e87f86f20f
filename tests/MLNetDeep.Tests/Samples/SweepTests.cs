namespace MLNetDeep.Tests.Samples;

/// <summary>The sample of sweeps runs, and prints trials, code and a model's predictions.</summary>
public sealed class SweepTests
{
    [Fact]
    public void Trials_are_ranked_and_the_best_becomes_code_and_a_model()
    {
        var lines = SampleRun.Output("Sweep").TrimEnd().Split('\n');
        Assert.Matches("^ +# trial +AUC ", lines[0]);
        Assert.All(lines[..7], line => Assert.True(line.Length <= 80, line));
        Assert.Matches(@"^ +1 +\d+ +0\.8[4-7]", lines[1]);
        Assert.Matches(@"^12 trials: \d+ completed, \d+ pruned, 0 failed$", lines[6]);
        const string Code = "        var trainer = mlContext.BinaryClassification.Trainers.";
        Assert.Contains(lines, line => line.StartsWith(Code, StringComparison.Ordinal));
        Assert.Matches(@"^\d{3} of 1200 may leave$", lines[^1]);
        var program = RepositoryFiles.Read("samples/Sweep/Program.cs");
        var readme = RepositoryFiles.Read("README.md");
        Assert.All(program.Split("\n\n")[2..4], paragraph => Assert.Contains(paragraph, readme, StringComparison.Ordinal));
        Assert.True(program.Split('\n').Length < 80);
    }
}
