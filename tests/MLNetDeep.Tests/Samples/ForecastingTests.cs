using System.Xml.Linq;

namespace MLNetDeep.Tests.Samples;

/// <summary>The sample of forecasting runs, and the network is worth what it says.</summary>
public sealed class ForecastingTests
{
    [Fact]
    public void The_network_is_measured_saved_loaded_and_drawn()
    {
        var lines = SampleRun.Output("Forecasting").TrimEnd().Split('\n');
        Assert.StartsWith("forecaster ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("LSTM ", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Matches("LSTM (beats|is ahead of) seasonal naive, the best naive forecast: MAE ", string.Join(' ', lines));
        // The day after the last observation, which is the day after the data, 29 August 2016.
        Assert.Matches(@"^Tue 30 Aug  \d\d\.\d, from \d\d\.\d to \d\d\.\d$", lines[^7]);
        Assert.Matches(@"^Sat 3 Sep  \d\.\d, ", lines[^3]);
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var plot = XDocument.Load(Path.Combine(here.Parent!.Parent!.FullName, "Forecasting", here.Name, "forecast.svg"));
        Assert.Contains(plot.Descendants(), e => e.Value == "Riders at Clark/Lake, thousands a day");
        Assert.True(RepositoryFiles.Read("samples/Forecasting/Program.cs").Split('\n').Length < 80);
    }
}
