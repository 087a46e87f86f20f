using System.Globalization;
using System.Text.Json;

namespace MLNetDeep.Tests.Cli;

/// <summary>Train, predict and inspect on small tables, one task after the other.</summary>
public sealed class TrainTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Binary_model_predicts_with_the_words_of_the_file()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        var run = Train(data);
        Assert.Equal("binary", run.GetProperty("task").GetString());
        Assert.Equal(["no", "yes"], run.GetProperty("classes").EnumerateArray().Select(c => c.GetString()));
        Assert.True(Metric(run, "AUC") > 0.9, run.ToString());
        Assert.Equal("'id' is left out: each row has its own value, as identifiers and dates do.", run.GetProperty("notes")[0].GetString());

        var lines = Predict(data);
        Assert.Equal("PredictedLabel,Score,Probability", lines[0]);
        Assert.Equal(301, lines.Length);
        Assert.All(lines.Skip(1), line =>
        {
            var fields = line.Split(',');
            var probability = float.Parse(fields[2], CultureInfo.InvariantCulture);
            Assert.Equal(probability > 0.5 ? "yes" : "no", fields[0]);
        });
    }

    [Fact]
    public void Multiclass_model_gives_a_probability_for_each_class()
    {
        var data = _folder.Write("t.csv", TestFolder.MulticlassTable());
        Assert.True(Metric(Train(data), "accuracy") > 0.7);
        var lines = Predict(data);
        Assert.Equal("PredictedLabel,Score.high,Score.low,Score.middle", lines[0]);
        string[] classes = ["high", "low", "middle"];
        Assert.All(lines.Skip(1), line =>
        {
            var fields = line.Split(',');
            var scores = fields.Skip(1).Select(f => float.Parse(f, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(1, scores.Sum(), 1e-4);
            Assert.Equal(classes[Array.IndexOf(scores, scores.Max())], fields[0]);
        });
    }

    [Fact]
    public void Regression_model_predicts_a_number()
    {
        var data = _folder.Write("t.csv", TestFolder.RegressionTable());
        Assert.True(Metric(Train(data), "R²") > 0.8);
        var lines = Predict(data);
        Assert.Equal("Score", lines[0]);
        Assert.Equal(301, lines.Length);
    }

    [Fact]
    public void Predicts_the_same_before_and_after_saving_from_any_dialect()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        Train(data, "--predict", data, "--predictions", _folder.At("before.csv"));
        Predict(_folder.WriteGzip("t.tsv.gz", TestFolder.Table(300, _ => "unknown", '\t')));
        Assert.Equal(File.ReadAllText(_folder.At("before.csv")), File.ReadAllText(_folder.At("predictions.csv")));
    }

    [Fact]
    public void Predicts_data_without_the_label_in_another_order_of_columns()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        Train(data);
        var expected = Predict(data);
        var shuffled = File.ReadLines(data).Select(line => line.Split(',')).Select(f => $"{f[3]},{f[2]},{f[1]}");
        Assert.Equal(expected, Predict(_folder.Write("other.csv", string.Join('\n', shuffled))));
    }

    [Fact]
    public void Same_seed_writes_the_same_predictions()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable(120));
        Train(data);
        var first = Predict(data);
        Train(data);
        Assert.Equal(first, Predict(data));
        Train(data, "--seed", "2");
        Assert.NotEqual(first, Predict(data));
    }

    [Fact]
    public void Predict_refuses_what_the_model_cannot_read()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable(60));
        Train(data);
        var model = _folder.At("model.zip");
        var lacking = _folder.Write("lacking.csv", "size,wieght\n1,2\n");
        ToolRun.Of("predict", model, lacking).FailedWith(
            $"'{lacking}' lacks 2 columns that the model reads: 'weight', 'colour'. Did you mean 'wieght'?");
        var worded = _folder.Write("worded.csv", "size,weight,colour\n1,2,red\n3,heavy,red\n");
        ToolRun.Of("predict", model, worded).FailedWith($"Column 'weight' of '{worded}' must be a number, but is 'heavy' in row 2.");
    }

    [Theory]
    [InlineData("train")]
    [InlineData("compare")]
    public void Cancelling_leaves_nothing_behind(string command)
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        ToolRun.Of(new CancellationToken(canceled: true), command, data, "--label", "target").FailedWith("Cancelled.");
        Assert.Equal(["t.csv"], _folder.FileNames);
    }

    [Fact]
    public void Text_output_says_what_was_done()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        var model = _folder.At("model.zip");
        var run = ToolRun.Of("train", data, "--label", "target", "--out", model, "--epochs", "5").Succeeded();
        var notes = run.Error.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal($"{data}: 300 rows, 2 numeric and 1 categorical columns (5 features)", notes[0]);
        Assert.Equal("Binary classification of target: 'yes' (positive) or 'no'", notes[1]);
        Assert.Equal("Note: 'id' is left out: each row has its own value, as identifiers and dates do.", notes[2]);
        Assert.StartsWith("epoch   1/5  training loss ", notes[3], StringComparison.Ordinal);
        Assert.Contains($"Saved {model} (", run.Out, StringComparison.Ordinal);
        Assert.StartsWith("Trained on ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_shows_network_history_data_and_versions()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        Train(data, "--hidden", "16,8");
        var model = _folder.At("model.zip");
        var text = ToolRun.Of("inspect", model).Succeeded().Out;
        Assert.Contains("Output shape", text, StringComparison.Ordinal);
        Assert.Contains("the model is that of epoch ", text, StringComparison.Ordinal);
        Assert.Contains("Predicts target (no, yes) from size, weight, colour (3 categories).", text, StringComparison.Ordinal);
        Assert.Contains("Trained with .NET ", text, StringComparison.Ordinal);
        var lines = text.Split('\n').Where(line => !line.Contains(model, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= 80, line));

        var json = ToolRun.Of("inspect", model, "--json").Succeeded().Json;
        Assert.Equal("binary", json.GetProperty("task").GetString());
        Assert.Equal(2, json.GetProperty("data").GetProperty("featureCount").GetInt32());
        Assert.Equal(1, json.GetProperty("data").GetProperty("categoricalColumnNames").GetArrayLength());
        Assert.Equal("target", json.GetProperty("table").GetProperty("label").GetString());
        Assert.True(json.GetProperty("history").GetProperty("epochs").GetArrayLength() > 0);
        Assert.True(json.GetProperty("versions").TryGetProperty("Microsoft.ML", out _));
    }

    [Fact]
    public void Findings_are_shown_as_the_readme_says()
    {
        // A column that is filled in once the answer is known.
        var lines = TestFolder.BinaryTable(1_000).TrimEnd().Split('\n');
        var data = _folder.Write("t.csv", string.Join('\n', lines.Select((line, row) =>
            row == 0 ? $"{line},refund" : $"{line},{(line.EndsWith("yes", StringComparison.Ordinal) ? 10 + (row % 90) : 0)}")));
        var trained = Train(data, "--epochs", "5");
        var suspect = trained.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("code").GetString() == "leakage-suspects");
        Assert.Equal("Warning", suspect.GetProperty("severity").GetString());

        var text = ToolRun.Of("inspect", _folder.At("model.zip")).Succeeded().Out.ReplaceLineEndings("\n");
        var start = text.IndexOf("  Warning: 'refund'", StringComparison.Ordinal);
        var end = text.IndexOf("must be left out.\n", start, StringComparison.Ordinal) + "must be left out.\n".Length;
        Assert.All(text[start..end].Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains($"```text\nFindings:\n{text[start..end]}```\n", Samples.RepositoryFiles.Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_altered_part_of_a_model_is_named()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable(60));
        Train(data);
        var model = _folder.At("model.zip");
        var bytes = File.ReadAllBytes(model);
        File.WriteAllBytes(model, bytes[..(bytes.Length - 40)]);
        ToolRun.Of("inspect", model).FailedWith($"'{model}' is not a whole zip file: it may be truncated or altered.");
        bytes[bytes.Length / 2] ^= 0xff;
        File.WriteAllBytes(model, bytes);
        var run = ToolRun.Of("inspect", model);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"'{model}' is damaged: its part '", run.Error, StringComparison.Ordinal);
    }

    private JsonElement Train(string data, params string[] more) =>
        ToolRun.Of(["train", data, "--label", "target", "--out", _folder.At("model.zip"), "--json", .. more]).Succeeded().Json;

    private string[] Predict(string data)
    {
        var output = _folder.At("predictions.csv");
        var run = ToolRun.Of("predict", _folder.At("model.zip"), data, "--out", output, "--json").Succeeded();
        var lines = File.ReadAllLines(output);
        Assert.Equal(lines.Length - 1, run.Json.GetProperty("rowCount").GetInt64());
        return lines;
    }

    private static double Metric(JsonElement train, string name) => train.GetProperty("testMetrics").EnumerateArray()
        .Single(m => m.GetProperty("name").GetString() == name).GetProperty("value").GetDouble();
}
