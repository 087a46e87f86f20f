namespace MLNetDeep.Tests.Cli;

/// <summary>Exit codes, help and the one-line failure.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("", "Required command was not provided.\nRun 'mlnetdeep --help' for usage.\n")]
    [InlineData("train t.csv", "Option '--label' is required.\nRun 'mlnetdeep train --help' for usage.\n")]
    [InlineData("compare t.csv --label y --hidden 64,x",
        "--hidden takes whole numbers with commas between, such as 128,64, but got '64,x'.\nRun 'mlnetdeep compare --help' for usage.\n")]
    public void Bad_usage_exits_with_2(string line, string error)
    {
        var run = ToolRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(error, run.Error.ReplaceLineEndings("\n"));
        Assert.Equal("", run.Out);
        Assert.Equal(2, run.ExitCode);
    }

    [Theory]
    [InlineData("train t.csv --label y --epochs many")]
    [InlineData("train t.csv --label y --task clustering")]
    [InlineData("predict model.zip")]
    [InlineData("explain model.zip")]
    public void Other_bad_usage_exits_with_2_too(string line)
    {
        var run = ToolRun.Of(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("--help' for usage.\n", run.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "compare <DATA>")]
    [InlineData("train --help", "--test-fraction <X>")]
    [InlineData("compare --help", "--folds <N>")]
    public void Help_exits_with_0(string line, string part)
    {
        var run = ToolRun.Of(line.Split(' ')).Succeeded();
        Assert.Contains(part, run.Out, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void Verbose_adds_where_a_failure_arose()
    {
        var run = ToolRun.Of("train", "none.csv", "--label", "y", "--verbose");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Data file 'none.csv' does not exist.", run.Error, StringComparison.Ordinal);
        Assert.Contains("   at MLNetDeep.Cli.Data.DataFile.Open", run.Error, StringComparison.Ordinal);
    }
}
