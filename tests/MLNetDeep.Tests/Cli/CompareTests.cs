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

    [Fact]
    public void Groups_stay_together_and_everything_is_in_the_json()
    {
        var json = ToolRun.Of("compare", Table("binary"), "--label", "target", "--folds", "2", "--repeats", "2", "--group", "colour",
            "--learning-curve", "0.5", "--epochs", "2", "--json").Succeeded().Json;
        Assert.Equal("2 times 2 random folds by colour", json.GetProperty("validation").GetString());
        var mlp = json.GetProperty("candidates").EnumerateArray().First(c => c.GetProperty("isDeep").GetBoolean());
        Assert.Equal("MLP", mlp.GetProperty("name").GetString());
        Assert.Equal(4, mlp.GetProperty("folds").GetArrayLength());
        // Three colours in two folds: one against two.
        Assert.All(mlp.GetProperty("folds").EnumerateArray(), fold =>
            Assert.NotInRange(fold.GetProperty("testRowCount").GetInt32(), 140, 160));
        Assert.Equal([0.5, 1], mlp
            .GetProperty("learningCurve").EnumerateArray().Select(point => point.GetProperty("fraction").GetDouble()));
        Assert.True(mlp.GetProperty("calibration").GetProperty("expectedError").GetDouble() > 0);
        Assert.True(mlp.GetProperty("memory").GetProperty("peakByteCount").GetInt64() > 10_000_000);
        Assert.True(Metric(mlp).GetProperty("lowerBound").GetDouble() < Metric(mlp).GetProperty("mean").GetDouble());
        Assert.Equal(3, json.GetProperty("againstBest")[0].GetArrayLength());
        Assert.Equal("MLP", json.GetProperty("verdict").GetProperty("deep").GetString());
        Assert.Contains("MLP", json.GetProperty("verdict").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, json.GetProperty("learningCurveFindings").GetArrayLength());
    }

    [Fact]
    public void Folds_may_follow_time()
    {
        var lines = TestFolder.RegressionTable(120).TrimEnd().Split('\n');
        var dated = string.Join('\n', lines.Select((line, i) =>
            i == 0 ? $"{line},day" : $"{line},2024-{1 + ((i - 1) / 28)}-{1 + ((i - 1) % 28)}"));
        var json = ToolRun.Of("compare", _folder.Write("t.csv", dated), "--label", "target", "--folds", "2", "--time-order", "day",
            "--epochs", "2", "--json").Succeeded().Json;
        Assert.Equal("2 folds in time", json.GetProperty("validation").GetString());
        Assert.Equal([40, 80], json.GetProperty("candidates")[0].GetProperty("folds").EnumerateArray()
            .Select(fold => fold.GetProperty("trainRowCount").GetInt32()));
    }

    [Fact]
    public void Refuses_splits_that_cannot_be()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable(60));
        string[] Arguments(params string[] more) => ["compare", data, "--label", "target", .. more];
        ToolRun.Of(Arguments("--repeats", "0", "--learning-curve", "0.5,2")).FailedWith("--repeats must be from 1 to 100, but was 0. "
            + "--learning-curve must be parts above 0 and below 1 with commas between, such as 0.1,0.2,0.5, but was 0.5,2.");
        ToolRun.Of(Arguments("--repeats", "2", "--time-order", "size"))
            .FailedWith("--repeats must be 1 with --time-order, for time runs once only, but was 2.");
        ToolRun.Of(Arguments("--group", "color"))
            .FailedWith($"Column of --group 'color' is not in '{data}'. Did you mean 'colour'?");
        ToolRun.Of(Arguments("--group", "target")).FailedWith("Column 'target' is the label: --group needs another one.");
        ToolRun.Of(Arguments("--group", "size", "--time-order", "size"))
            .FailedWith("Column 'size' cannot be both the group and the order in time.");
        ToolRun.Of(Arguments("--time-order", "colour")).FailedWith(
            $"Time column 'colour' of '{data}' must hold dates such as 2024-01-31 13:30, but row 1 has 'green'.");
        ToolRun.Of(Arguments("--group", "colour")).FailedWith(
            "RandomSplit.FoldCount must be at most the number of groups in column 'colour', which is 3, but was 5. "
            + "(--verbose shows where this arose.)");
    }

    private string Table(string task) => _folder.Write("t.csv", task switch
    {
        "binary" => TestFolder.BinaryTable(),
        "multiclass" => TestFolder.MulticlassTable(),
        _ => TestFolder.RegressionTable(),
    });

    private static JsonElement Metric(JsonElement candidate) => candidate.GetProperty("metrics")[0];
}
