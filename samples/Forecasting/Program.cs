using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Comparison;
using MLNetDeep.Plots;

// How many people, in thousands, enter the trains at Clark and Lake in Chicago on each day of next week?
using var folder = new SampleFolder("chicago-l.csv");
var ml = new MLContext(seed: 1);
TextLoader.Column[] columns = [new("Date", DataKind.DateTime, 0), new("Riders", DataKind.Single, 1)];
var rows = ml.Data.LoadFromTextFile("chicago-l.csv", columns, separatorChar: ',', hasHeader: true);

var lstm = ml.Forecasting.ForecastByLstm(new LstmForecastOptions
{
    InputColumnNames = ["Riders"],
    TimeColumnName = "Date",
    Horizon = 7,
    LowerBoundColumnName = "LowerBound",
    UpperBoundColumnName = "UpperBound",
    Seed = 1,
});
var ssa = ml.Forecasting.ForecastBySsa("Forecast", "Riders", windowSize: 14, seriesLength: 15, trainSize: 2000, horizon: 7);

// A forecaster is worth what it adds to repeating the last week: half a year, week after week, tells.
var result = ml.Forecasting.Backtest(rows, [new("LSTM", lstm), new("SSA", ssa)], new BacktestOptions
{
    TargetColumnNames = ["Riders"],
    TimeColumnName = "Date",
    Horizon = 7,
    OriginCount = 26,
    SeasonLength = 7,
});
Console.WriteLine(result);

// A model of all rows, saved and loaded again, goes on from where they end and takes new days as they come.
ml.Model.Save(lstm.Fit(rows), rows.Schema, "riders.zip");
var engine = ml.Model.Load("riders.zip", out _).CreateForecastEngine();
engine.Observe(21.4f);
var next = engine.Forecast();
for (var day = 0; day < next.Values.Count; day++)
    Console.WriteLine($"{next.Times[day]:ddd d MMM}  {next.Values[day]:F1}, from {next.LowerBounds[day]:F1} to {next.UpperBounds[day]:F1}");

// What was forecast over the last ten weeks, and what came.
var plot = ForecastPlot.Of(result, ["LSTM"]) with { Title = "Riders at Clark/Lake, thousands a day" };
plot = plot with { FirstStep = plot.History.Count - 70 };
plot.Save(Path.Combine(AppContext.BaseDirectory, "forecast.svg"));
