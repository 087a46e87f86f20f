using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLNetDeep.Cli.Data;

namespace MLNetDeep.Tests.Cli;

/// <summary>The commands forecast and backtest.</summary>
public sealed class ForecastTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Says_what_comes_next()
    {
        var (output, plot) = (_folder.At("next.csv"), _folder.At("next.svg"));
        var run = ToolRun.Of("forecast", Monthly(), "--time", "month", "--horizon", "3", "--season", "12", "--model", "seasonal-naive",
            "--output", output, "--plot", plot).Succeeded();
        var lines = run.Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Matches("^ sales +forecast +lower +upper$", lines[0]);
        Assert.Matches(@"^ 2020-01-01 +108\.0 +\S+ +\S+$", lines[2]);
        Assert.Matches(@"^ 2020-03-01 +110\.0 ", lines[4]);
        Assert.Contains($"seasonal naive, intervals at 90 %. All steps: {output}.", string.Join(' ', lines), StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.EndsWith($"120 rows of 'sales', from 2010-01-01 to 2019-12-01\n", run.Error.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        var rows = File.ReadAllLines(output);
        Assert.Equal("time,forecast,lower,upper", rows[0]);
        Assert.Equal(4, rows.Length);
        Assert.StartsWith("2020-02-01,109,", rows[2], StringComparison.Ordinal);
        Assert.Contains(XDocument.Load(plot).Descendants(), e => e.Value == "seasonal naive");
    }

    [Fact]
    public void Forecasts_every_series_from_its_own_end()
    {
        // Rows are mixed up, and the second series ends two days earlier.
        var text = new StringBuilder("shop,day,sold\n");
        foreach (var day in Enumerable.Range(0, 40).Reverse())
        {
            text.Append(CultureInfo.InvariantCulture, $"north,{Day(day)},{day % 7}\n");
            if (day < 38)
                text.Append(CultureInfo.InvariantCulture, $"\"south, old\",{Day(day)},{100 + (day % 7)}\n");
        }
        var output = _folder.At("next.csv");
        var run = ToolRun.Of("forecast", _folder.Write("shops.csv", text.ToString()), "--time", "day", "--series", "shop", "--horizon", "2",
            "--season", "7", "--model", "seasonal-naive", "--output", output, "--json").Succeeded();
        var forecasts = run.Json.GetProperty("forecasts").EnumerateArray().OrderBy(f => f.GetProperty("series").GetString()).ToArray();
        Assert.Equal(["north", "south, old"], forecasts.Select(f => f.GetProperty("series").GetString()!));
        Assert.Equal([5, 6], forecasts[0].GetProperty("forecast").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal([103, 104], forecasts[1].GetProperty("forecast").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal(Day(38), forecasts[1].GetProperty("times")[0].GetString());
        Assert.Contains($"\"south, old\",{Day(39)},104,104,104", File.ReadAllLines(output));
    }

    [Fact]
    public void Measures_forecasters_on_the_past()
    {
        var (output, plot) = (_folder.At("all.csv"), _folder.At("all.svg"));
        var run = ToolRun.Of("backtest", Monthly(), "--time", "month", "--horizon", "6", "--season", "12", "--model", "ssa", "--model",
            "repeat-last", "--origins", "4", "--stride", "3", "--gap", "1", "--output", output, "--plot", plot).Succeeded();
        var lines = run.Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Matches("^forecaster +MAE +RMSE +MAPE +sMAPE +MASE +cover +width +fit s$", lines[0]);
        Assert.Matches(@"^SSA +\d", lines[2]);
        var words = string.Join(' ', lines);
        Assert.Contains("4 origins, each followed by 6 steps, 1 step later; stride 3; fitted once", words, StringComparison.Ordinal);
        Assert.Contains("SSA beats repeat last, the best naive forecast: MAE ", words, StringComparison.Ordinal);
        Assert.Contains(" Ran on MLNetDeep ", words, StringComparison.Ordinal);
        Assert.Matches(@"SSA, 4 origins: \S+\n", run.Error.ReplaceLineEndings("\n"));
        Assert.Contains(lines, line => Regex.IsMatch(line, "^ mae +step 2 +step 3 +step 4 +step 5 +step 6 +step 7$"));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^ repeat last +2\.000 +3\.000 +4\.000 +5\.000 +6\.000 +7\.000$"));
        var rows = File.ReadAllLines(output);
        Assert.Equal("forecaster,series,origin,step,time,actual,forecast,lower,upper", rows[0]);
        // Three forecasters and NLinear, each with four origins of six steps.
        Assert.Equal(ForecasterCount * 4 * 6, rows.Length - 1);
        // The last origin has seen all but 7 months; the first is 9 months before it.
        Assert.StartsWith("SSA,sales,1,2,2018-10-01,", rows[1], StringComparison.Ordinal);
        Assert.Contains(XDocument.Load(plot).Descendants(), e => e.Value == "MAE at each step of the horizon");
    }

    [Fact]
    public void The_document_has_everything()
    {
        var json = ToolRun.Of("backtest", Monthly(), "--horizon", "6", "--season", "12", "--model", "seasonal-naive", "--target", "sales",
            "--origins", "3", "--refit-every", "2", "--window", "60", "--metric", "rmse", "--json").Succeeded().Json;
        Assert.Equal(12, json.GetProperty("seasonLength").GetInt32());
        Assert.Equal([true, false, true], json.GetProperty("origins").EnumerateArray().Select(o => o.GetProperty("isFit").GetBoolean()));
        var naive = json.GetProperty("candidates").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "seasonal naive");
        // Each year is 12 above the one before.
        Assert.Equal(12, naive.GetProperty("errors").GetProperty("meanAbsoluteError").GetDouble());
        Assert.Equal(6, naive.GetProperty("stepErrors").GetArrayLength());
        Assert.Equal(2, naive.GetProperty("fitCount").GetInt32());
    }

    [Theory]
    [InlineData("lstm", "LSTM")]
    [InlineData("gru", "GRU")]
    [InlineData("nlinear", "NLinear")]
    [InlineData("dlinear", "DLinear")]
    [InlineData("mlp", "MLP")]
    public void Networks_say_what_comes_next(string model, string title)
    {
        var output = _folder.At("next.csv");
        string[] settings = ["--time", "month", "--horizon", "4", "--lookback", "24", "--season", "12", "--epochs", "3"];
        var run = ToolRun.Of(["forecast", Monthly(), .. settings, "--model", model, "--output", output]).Succeeded();
        Assert.Contains($"{title}, intervals at 90 %.", run.Out, StringComparison.Ordinal);
        Assert.Contains("epoch ", run.Error, StringComparison.Ordinal);
        var rows = File.ReadAllLines(output).Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.Equal("2020-01-01", rows[0][0]);
        // The series rises by 1 a month, to 119: even three epochs stay near.
        Assert.All(rows, row => Assert.InRange(Number(row[1]), 90, 150));
        Assert.All(rows, row => Assert.True(Number(row[2]) <= Number(row[3])));

        static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Several_targets_have_a_table_of_their_own()
    {
        var text = new StringBuilder("a,b\n");
        for (var i = 0; i < 40; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i},{10 * i}\n");
        var run = ToolRun.Of("backtest", _folder.Write("two.csv", text.ToString()), "--target", "a", "--target", "b", "--horizon", "1",
            "--season", "1", "--model", "repeat-last").Succeeded();
        var lines = run.Out.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.Contains(lines, line => Regex.IsMatch(line, "^ mae +.*repeat last"));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^ a .*\b1\.000\b"));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^ b .*\b10\.00\b"));
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Tells_what_is_wrong()
    {
        var data = Monthly();
        var two = _folder.Write("two.csv", "when,a,b\n2020-01-01,1,2\n2020-01-02,x,3\n2020-01-02,4,3\n");
        ToolRun.Of("forecast", data, "--horizon", "0", "--level", "2", "--season", "0").FailedWith(
            "--horizon must be from 1 to 100000, but was 0. --season must be at least 1, but was 0. " +
            "--level must be above 0 and below 1, but was 2.");
        ToolRun.Of("backtest", data, "--horizon", "1", "--origins", "0", "--stride", "0", "--gap", "-1", "--window", "1", "--refit-every",
            "0")
            .FailedWith("--origins must be at least 1, but was 0. --stride must be at least 1, but was 0. --gap must be at least 0, " +
                "but was -1. --refit-every must be at least 1, but was 0. --window must be at least 2, but was 1.");
        ToolRun.Of("forecast", two, "--horizon", "1", "--time", "when").FailedWith(
            $"--target must name what to forecast, for '{two}' has 2 columns to choose from: a, b.");
        ToolRun.Of("forecast", two, "--horizon", "1", "--target", "c").FailedWith(
            $"Target column 'c' is not in '{two}'. Did you mean 'a'?");
        ToolRun.Of("forecast", two, "--horizon", "1", "--target", "a").FailedWith(
            $"Column 'a' of '{two}' must hold finite numbers, but row 2 has 'x'.");
        ToolRun.Of("forecast", two, "--horizon", "1", "--target", "b", "--time", "when").FailedWith(
            $"Time 2020-01-02 occurs twice in '{two}' (rows 2 and 3): --series names the column that tells series apart.");
        ToolRun.Of("forecast", two, "--horizon", "1", "--target", "b", "--time", "b").FailedWith(
            $"Time column 'b' of '{two}' holds numbers that are no years: leave --time out, for rows in order.");
        ToolRun.Of("forecast", two, "--horizon", "1", "--target", "b", "--past", "b").FailedWith(
            "Column 'b' is named twice: a column is a target or a covariate.");
        ToolRun.Of("forecast", data, "--horizon", "1", "--time", "month", "--model", "seasonal-naive").FailedWith(
            "--season must say after how many steps the series repeat themselves, for the model seasonal-naive.");
        var broken = _folder.Write("broken.csv", "when,a\nyesterday,1\n");
        ToolRun.Of("forecast", broken, "--horizon", "1", "--time", "when").FailedWith(
            $"Time column 'when' of '{broken}' must hold dates such as 2024-01-31 13:30, but row 1 has 'yesterday'.");
        Assert.Equal(2, ToolRun.Of("forecast", data).ExitCode);
        Assert.Equal(2, ToolRun.Of("backtest", data, "--horizon", "1", "--model", "oracle").ExitCode);
    }

    [Theory]
    [InlineData("2020-01-31,2020-02-29,2020-03-31", "2020-04-30,2020-05-31")]
    [InlineData("2020-01-01,2020-04-01,2020-07-01", "2020-10-01,2021-01-01")]
    [InlineData("2020-01-01 22:00,2020-01-01 23:00,2020-01-02", "2020-01-02 01:00,2020-01-02 02:00")]
    [InlineData("2020-03-02,2020-03-03,2020-03-04,2020-03-05,2020-03-06,2020-03-09,2020-03-10,2020-03-11,2020-03-12,2020-03-13,2020-03-16",
        "2020-03-17,2020-03-18")]
    [InlineData("2020-03-05,2020-03-06,2020-03-09,2020-03-10,2020-03-11,2020-03-12,2020-03-13,2020-03-16,2020-03-17,2020-03-18,2020-03-20",
        "2020-03-23,2020-03-24")]
    [InlineData("1960.75,1960.8333,1960.9167", "1961-01-01,1961-02-01")]
    [InlineData("1958,1959,1960", "1961-01-01,1962-01-01")]
    public void Dates_go_on_as_they_were(string dates, string expected)
    {
        var times = TimeTexts.Parse("it.csv", "when", dates.Split(','));
        Assert.Equal(expected, string.Join(',', TimeTexts.Continue(times, 2).Select(TimeTexts.Show)));
    }

    // SSA, the two naive forecasts and NLinear.
    private const int ForecasterCount = 4;

    private static string Day(int number) =>
        new DateTime(2021, 5, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Monthly()
    {
        var text = new StringBuilder("month,sales\n");
        for (var month = 0; month < 120; month++)
            text.Append(CultureInfo.InvariantCulture, $"{2010 + (month / 12)}-{(month % 12) + 1:00}-01,{month}\n");
        return _folder.Write("sales.csv", text.ToString());
    }
}
