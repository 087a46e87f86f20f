using System.Text.Json;
using System.Text.RegularExpressions;

namespace MLNetDeep.Tests.Cli;

public sealed class CompareTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("binary", "AUC", "MLP|FastTree|L-BFGS logistic|majority class")]
    [InlineData("multiclass", "accuracy", "MLP|L-BFGS max-ent|majority class")]
    [InlineData("regression", "R²", "MLP|FastTree|mean")]
    public void Sets_the_trainers_beside_each_other(string task, string metric, string names)
    {
        var json = ToolRun.Of("compare", Table(task), "--label", "target", "--folds", "3", "--json").Succeeded().Json;
        Assert.Equal(task, json.GetProperty("task").GetString());
        var candidates = json.GetProperty("candidates").EnumerateArray().ToArray();
        Assert.Equal(names.Split('|').Order(), candidates.Select(c => c.GetProperty("name").GetString()!).Order());
        var means = candidates.Select(c => Metric(c).GetProperty("mean").GetDouble()).ToArray();
        Assert.Equal(means.OrderDescending(), means);
        Assert.True(candidates[^1].GetProperty("isBaseline").GetBoolean(), "the constant prediction should come last");
        Assert.All(candidates, c => Assert.Equal(metric, Metric(c).GetProperty("name").GetString()));
        Assert.All(candidates, c => Assert.Equal(3, Metric(c).GetProperty("folds").GetArrayLength()));
        Assert.All(candidates[..^1], c => Assert.True(c.GetProperty("modelByteCount").GetInt64() > 1000));
        Assert.All(candidates[..^1], c => Assert.True(c.GetProperty("rowsPerSecond").GetDouble() > 100));
    }

    [Fact]
    public void Text_fits_into_eighty_columns_and_tells_the_versions()
    {
        var run = ToolRun.Of("compare", Table("binary"), "--label", "target", "--folds", "2", "--epochs", "10").Succeeded();
        var lines = run.Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Matches("^trainer +AUC +accuracy +F1 +rank +p t +p W +ECE$", lines[0]);
        Assert.Equal(4, lines.Count(l => l.Contains('±', StringComparison.Ordinal) && !l.StartsWith("Mean", StringComparison.Ordinal)));
        var words = string.Join(' ', lines);
        Assert.Contains("Mean ± half of the 95 % interval over 2 random folds of 300 rows", words, StringComparison.Ordinal);
        Assert.Contains(lines, line => Regex.IsMatch(line, "^trainer +fit s +rows/s +µs/row +memory +allocated +model$"));
        Assert.Contains(" deep model is ", words, StringComparison.Ordinal);
        Assert.Matches(@" Ran on MLNetDeep \S+, Microsoft\.ML \S+, Microsoft\.ML\.FastTree \S+, TorchSharp \S+, \.NET \S+\.$", words);
        Assert.Contains("MLP, fold 2 of 2: AUC 0.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_folds_out_of_range()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable(30));
        ToolRun.Of("compare", data, "--label", "target", "--folds", "1", "--epochs", "0")
            .FailedWith("--epochs must be at least 1, but was 0. --folds must be from 2 to 100, but was 1.");
        ToolRun.Of("compare", data, "--label", "target", "--folds", "20")
            .FailedWith($"'{data}' has 30 rows, too few for 20 folds: at least 40 are needed.");
    }

    private string Table(string task) => _folder.Write("t.csv", task switch
    {
        "binary" => TestFolder.BinaryTable(),
        "multiclass" => TestFolder.MulticlassTable(),
        _ => TestFolder.RegressionTable(),
    });

    private static JsonElement Metric(JsonElement candidate) => candidate.GetProperty("metrics")[0];
}
