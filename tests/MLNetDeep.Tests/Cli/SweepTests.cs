using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MLNetDeep.Tests.Cli;

public sealed class SweepTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("binary", "AUC", "mlp,sdca")]
    [InlineData("multiclass", "log-loss", "mlp,lbfgs")]
    [InlineData("regression", "RMSE", "fasttree,mlp")]
    public void Finds_a_setting_and_saves_its_model(string task, string metric, string trainers)
    {
        var (data, model) = (Table(task), _folder.At("model.zip"));
        var json = ToolRun.Of(
            "sweep", data, "--label", "target", "--trials", "5", "--folds", "2", "--epochs", "2", "--trainers", trainers,
            "--metric", metric, "--save", model, "--report", _folder.At("sweep.html"), "--json").Succeeded().Json;
        Assert.Equal((task, metric), (Text(json, "task"), Text(json, "metric")));
        var trials = json.GetProperty("trials").EnumerateArray().ToArray();
        Assert.Equal(5, trials.Length);
        Assert.All(trials, trial => Assert.NotEqual("Failed", Text(trial, "state")));
        Assert.Equal(trainers.Split(','), trials.Take(2).Select(trial => Text(trial, "trainer").Split(' ')[0]));
        var scores = trials.Where(trial => Text(trial, "state") == "Completed").Select(Score).ToArray();
        Assert.Equal(metric == "AUC" ? scores.Max() : scores.Min(), Score(json.GetProperty("best")));
        Assert.Contains("internal static class BestPipeline", Text(json, "code"), StringComparison.Ordinal);
        var report = File.ReadAllText(_folder.At("sweep.html"));
        Assert.Contains("<h1>Sweep of t.csv</h1>", report, StringComparison.Ordinal);
        Assert.Contains("internal static class BestPipeline", report, StringComparison.Ordinal);
        ToolRun.Of("predict", model, data, "--out", _folder.At("predictions.csv")).Succeeded();
        Assert.Equal(301, File.ReadAllLines(_folder.At("predictions.csv")).Length);
    }

    [Fact]
    public void Text_fits_into_eighty_columns_and_tells_what_to_do_next()
    {
        var (data, storage) = (Table("binary"), _folder.At("s.db"));
        var run = ToolRun.Of(
            "sweep", data, "--label", "target", "--trials", "6", "--folds", "2", "--epochs", "2", "--trainers", "mlp,lbfgs", "--no-prune",
            "--storage", storage).Succeeded();
        var text = run.Out.ReplaceLineEndings("\n");
        var code = text[text.IndexOf("using ", StringComparison.Ordinal)..text.IndexOf("\n}\n", StringComparison.Ordinal)];
        Assert.All(
            text.Replace(code, "", StringComparison.Ordinal).Split('\n'), line => Assert.True(line.Length <= 80 || IsOneWord(line), line));
        Assert.Matches(@"^ ?trainer +trial +AUC +± sd +fit s +epochs\n", text);
        var words = text.Replace('\n', ' ');
        Assert.Matches(@"6 trials: 6 completed, 0 pruned, 0 failed; \S+ s\. ", words);
        Assert.Matches(@"What mattered, by fANOVA: [\w.]+ \d+ %", words);
        Assert.Matches(@"Best is trial \d, (mlp \w+|lbfgs): AUC 0\.\d+, accuracy .*, means over 2 folds\. As C#: ", words);
        var again = $"mlnetdeep sweep {data} --label target --storage {storage} --resume --trials 12";
        Assert.Contains($"Kept in {storage}. Search on: {again}", words, StringComparison.Ordinal);
        var errors = run.Error.ReplaceLineEndings("\n").Split('\n');
        string[] lines = [.. errors.Where(line => line.StartsWith("trial ", StringComparison.Ordinal))];
        Assert.Equal(6, lines.Length);
        Assert.Matches(@"^trial 1 of 6: mlp Auto, AUC 0\.\d+, \S+ s, the best so far$", lines[0]);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_sweep_goes_on_where_it_was()
    {
        var (data, storage) = (Table("binary"), _folder.At("s.db"));
        string[] sweep = ["sweep", data, "--label", "target", "--folds", "2", "--trainers", "lbfgs,sdca", "--json", "--storage", storage];
        var first = ToolRun.Of([.. sweep, "--trials", "3"]).Succeeded().Json;
        var second = ToolRun.Of([.. sweep, "--trials", "5", "--resume"]).Succeeded().Json;
        Assert.Equal(Scores(first), Scores(second)[..3]);
        var whole = ToolRun.Of([.. sweep[..^1], _folder.At("whole.db"), "--trials", "5"]).Succeeded().Json;
        Assert.Equal(Scores(whole), Scores(second));
    }

    [Fact]
    public void A_storage_of_other_data_is_refused()
    {
        var (data, storage) = (Table("binary"), _folder.At("s.db"));
        string[] settings = ["--folds", "2", "--trainers", "lbfgs", "--trials", "1", "--storage", storage];
        ToolRun.Of(["sweep", data, "--label", "target", .. settings]).Succeeded();
        ToolRun.Of(["sweep", data, "--label", "target", .. settings])
            .FailedWith($"Storage '{storage}' exists: go on with its sweep by --resume, or give another file.");
        var other = _folder.Write("other.csv", TestFolder.BinaryTable(200));
        var run = ToolRun.Of(["sweep", other, "--label", "target", "--resume", .. settings]);
        Assert.Equal(1, run.ExitCode);
        Assert.Matches($"study 'sweep'.*{Regex.Escape("the validation and rows")}", run.Error.ReplaceLineEndings(" "));
        Assert.DoesNotContain("--verbose", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var data = Table("binary");
        string[] sweep = ["sweep", data, "--label", "target"];
        ToolRun.Of([.. sweep, "--trials", "0", "--folds", "1", "--minutes", "-1", "--workers", "0", "--epochs", "0", "--trainers", "svm"])
            .FailedWith("--trials must be at least 1, but was 0. --minutes must be above 0 and at most 1E+06, but was -1. "
                + "--workers must be from 1 to 1024, but was 0. --folds must be from 2 to 100, but was 1. "
                + "--epochs must be at least 1, but was 0. --trainers must be some of mlp,fasttree,fastforest,lbfgs,sdca, but was svm.");
        ToolRun.Of([.. sweep, "--metric", "AUK"]).FailedWith("--metric must be one of AUC, accuracy, F1, log-loss, but was 'AUK'.");
        ToolRun.Of([.. sweep, "--resume"]).FailedWith("--resume needs --storage: the file with the sweep to go on with.");
        var none = _folder.At("none.db");
        ToolRun.Of([.. sweep, "--resume", "--storage", none])
            .FailedWith($"Storage '{none}' does not exist: there is nothing to go on with. Without --resume it is made.");
        ToolRun.Of([.. sweep, "--storage", _folder.At("no/s.db")])
            .FailedWith($"Storage '{_folder.At("no/s.db")}' cannot be written: its folder does not exist.");
        Assert.Equal(2, ToolRun.Of([.. sweep, "--tuner", "tarot"]).ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_ends_in_good_order_and_keeps_what_was_finished()
    {
        if (OperatingSystem.IsWindows()) // there a signal cannot be sent to one process alone
            return;
        var (data, storage) = (Table("binary"), _folder.At("s.db"));
        string[] sweep = ["sweep", data, "--label", "target", "--folds", "2", "--trainers", "lbfgs,sdca", "--storage", storage];
        using var process = Start([.. sweep, "--trials", "100000"]);
        var output = process.StandardOutput.ReadToEndAsync();
        while (await process.StandardError.ReadLineAsync() is { } line && !line.StartsWith("trial 3 of ", StringComparison.Ordinal))
        {
        }

        var rest = process.StandardError.ReadToEndAsync();
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        // A shell's background jobs ignore the signal, and their children do: then this fails instead of waiting for ever.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var end = patience.Token.Register(process.Kill);
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.DoesNotContain("Unhandled", await rest, StringComparison.Ordinal);
        var words = (await output).ReplaceLineEndings(" ");
        Assert.Contains($"Stopped; what was finished is kept in {storage}. Go on: mlnetdeep sweep", words, StringComparison.Ordinal);
        var done = int.Parse(Regex.Match(words, @"(\d+) trials: ").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(done, 3, 99_999);
        var json = ToolRun.Of([.. sweep, "--resume", "--json", "--trials", $"{done + 1}"]).Succeeded().Json;
        Assert.Equal(done + 1, json.GetProperty("trials").EnumerateArray().Count(trial => Text(trial, "state") is "Completed" or "Pruned"));
    }

    private static Process Start(params string[] arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, "MLNetDeep.Cli", here.Name, "MLNetDeep.Cli.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
    }

    private string Table(string task) => _folder.Write("t.csv", task switch
    {
        "binary" => TestFolder.BinaryTable(),
        "multiclass" => TestFolder.MulticlassTable(),
        _ => TestFolder.RegressionTable(),
    });

    private static bool IsOneWord(string line) => !line.Contains(' ', StringComparison.Ordinal);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static double Score(JsonElement trial) => trial.GetProperty("score").GetDouble();

    private static double[] Scores(JsonElement json) => [.. json.GetProperty("trials").EnumerateArray().Select(Score)];
}
