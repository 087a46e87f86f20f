using Microsoft.ML;
using MLNetDeep.Forecasting;
using static MLNetDeep.Tests.Forecasting.Steps;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>What windows hold, by hand, and which are learned from.</summary>
public sealed class ForecastWindowTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void WindowsAreTimeMajorAndScaled()
    {
        var options = new LinearForecastOptions
        {
            InputColumnNames = ["Value", "Other"],
            PastCovariateColumnNames = ["Past"],
            FutureCovariateColumnNames = ["Future"],
            SeriesColumnName = "Name",
            StaticColumnNames = ["Kind"],
            Calendar = CalendarFeatures.None,
            Lookback = 2,
            Horizon = 2,
            SeasonLength = 1,
            ValidationFraction = 0,
        };
        // Values 1 … 5 have the mean 3 and the deviation √2; past covariates 10 … 50, future ones 100 … 500 accordingly.
        Row[] rows = [.. Enumerable.Range(1, 5).Select(step => new Row
        {
            Value = step,
            Other = -step,
            Past = 10 * step,
            Future = step == 2 ? float.NaN : 100 * step,
            Kind = 2, // ML.NET counts keys in memory from 0
        })];
        rows[2].Past = float.NaN;
        var table = Table(options, rows);
        var plan = ForecastPlan.Make(table, options, maySpread: true);
        Assert.Equal([new WindowPlace(0, 1), new WindowPlace(0, 2)], plan.Places);
        Assert.Equal(ForecastBase.Last, plan.Window.Base);
        var windows = new WindowSet(table.Series, plan.Encoder, plan.Places);
        var (row, label) = (new float[plan.Window.RawWidth], new float[plan.Window.LabelCount]);
        windows.WriteRow(0, row);
        windows.WriteLabel(0, label);
        var z = (float)(1 / Math.Sqrt(2)); // of one step
        var past = 10 / (float)Math.Sqrt(250); // known: 10, 20, 40, 50, whose mean is 30
        var future = 100 / (float)Math.Sqrt(((225 * 225) + (25 * 25) + (75 * 75) + (175 * 175)) / 4.0); // 100, 300, 400, 500: mean 325
        float[] expected =
        [
            -2 * z, 2 * z, -2 * past, -z, z, -past, // steps 1 and 2
            -2.25f * future, -1.25f * future, -.25f * future, .75f * future, // the second one is interpolated
            1, 3, // the series, the kind
        ];
        AssertClose(expected, row);
        AssertClose([0, 0, z, -z], label);
        windows.WriteRow(1, row);
        AssertClose([-z, z, -past, 0, 0, -past], row[..6]); // the missing past covariate takes the nearest known one
    }

    [Fact]
    public void WindowsWithMissingTargetsAreNotLearnedFrom()
    {
        var options = new LinearForecastOptions { Lookback = 2, Horizon = 2, SeasonLength = 1, ValidationFraction = 0 };
        var plan = ForecastPlan.Make(Table(options, Of(1, 2, 3, float.NaN, 5, 6, 7, 8, 9)), options, maySpread: true);
        // Step 3 is missing: it may be looked back on beside a known one, but not be forecast.
        Assert.Equal([3, 4, 5, 6], plan.Places.Select(place => place.Origin));
    }

    /// <summary>No target of a window that judges is learned from, whatever the lengths.</summary>
    [Theory]
    [InlineData(120, 36, 24, 12, true)]
    [InlineData(300, 10, 1, 0, true)]
    [InlineData(60, 12, 12, 12, false)]
    [InlineData(4000, 384, 48, 336, true)]
    public void TargetsAreEitherLearnedFromOrJudged(int count, int lookback, int horizon, int season, bool maySpread)
    {
        var window = new ForecastWindow(lookback, horizon, 1) { SeasonLength = season == 0 ? null : season };
        var places = Enumerable.Range(lookback - 1, count - lookback - horizon + 1).Select(origin => new WindowPlace(0, origin)).ToArray();
        var cuts = ForecastCuts.Choose([count], places.Length, window, 0.2, maySpread);
        Assert.Equal(maySpread && places.Length < 500 ? 4 : 1, cuts.Count);
        var judged = 0;
        for (var fit = 0; fit < cuts.Count; fit++)
        {
            var learned = places.Where(place => cuts.IsLearned(place, fit, horizon)).ToArray();
            var judges = places.Where(place => cuts.IsJudge(place, fit)).ToArray();
            Assert.NotEmpty(learned);
            Assert.NotEmpty(judges);
            Assert.True(learned.Max(place => place.Origin + horizon) < judges.Min(place => place.Origin + 1));
            judged += judges.Length;
        }
        Assert.Equal(judged, places.Count(place => Enumerable.Range(0, cuts.Count).Any(fit => cuts.IsJudge(place, fit))));
        Assert.True(cuts.IsJudge(places[^1], cuts.Count - 1)); // the last window judges
    }

    [Theory]
    [InlineData(12, null)]
    [InlineData(24, null)]
    [InlineData(0, null)]
    public void SeasonsAreFound(int season, int? shorter)
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 400).Select(step =>
        {
            var noise = (0.5f * step / 400) + (0.3f * (float)random.NextDouble());
            return season == 0 ? noise : noise + (3 * (float)Math.Sin(2 * Math.PI * step / season));
        })];
        var table = Table(new LinearForecastOptions(), Of(values));
        Assert.Equal((season == 0 ? null : season, shorter), SeasonFinder.Find(table.Series, 1, 1));
    }

    [Fact]
    public void AWeekOfDaysHasTwoSeasons()
    {
        float[] values = [.. Enumerable.Range(0, 8 * 70).Select(step =>
            (float)Math.Sin(2 * Math.PI * step / 10) * (step / 10 % 7 < 5 ? 4 : 0.5f))];
        Assert.Equal((70, 10), SeasonFinder.Find(Table(new LinearForecastOptions(), Of(values)).Series, 1, 1));
    }

    [Fact]
    public void LogarithmsAreTakenOfSeasonsThatGrow()
    {
        float[] growing = [.. Enumerable.Range(0, 120).Select(month =>
            (float)(Math.Exp(0.01 * month) * (5 + Math.Sin(2 * Math.PI * month / 12))))];
        float[] steady = [.. Enumerable.Range(0, 120).Select(month => (float)(10 + (0.1 * month) + Math.Sin(2 * Math.PI * month / 12)))];
        var options = new LinearForecastOptions { Horizon = 12 };
        Assert.Equal([true], ForecastPlan.Make(Table(options, Of(growing)), options, maySpread: true).Logarithms);
        Assert.Equal([false], ForecastPlan.Make(Table(options, Of(steady)), options, maySpread: true).Logarithms);
        var plan = ForecastPlan.Make(Table(options, Of(growing)), options, maySpread: true);
        Assert.Equal((12, ForecastBase.Season), (plan.Window.SeasonLength!.Value, plan.Window.Base));
        Assert.Equal([12], plan.Known.Seasons); // without times, the place in the season is told
    }

    [Fact]
    public void CalendarsFitTheStep()
    {
        var options = new LinearForecastOptions { TimeColumnName = "Time" };
        Assert.Equal(CalendarFeatures.HourOfDay, Choose(Start.AddHours, 100));
        Assert.Equal(CalendarFeatures.HourOfDay | CalendarFeatures.DayOfWeek, Choose(Start.AddHours, 400));
        Assert.Equal(CalendarFeatures.DayOfWeek | CalendarFeatures.DayOfYear, Choose(Start.AddDays, 800));
        Assert.Equal(CalendarFeatures.MonthOfYear, Choose(step => Start.AddMonths((int)step), 50));
        Assert.Equal(CalendarFeatures.None, Choose(step => Start.AddYears((int)step), 50));

        CalendarFeatures Choose(Func<double, DateTime> at, int count)
        {
            Row[] rows = [.. Enumerable.Range(0, count).Select(step => new Row { Time = at(step), Value = step % 5 })];
            return ForecastPlan.Make(Table(options, rows), options, maySpread: true).Known.Clock!.Calendar;
        }
    }

    [Fact]
    public void CalendarsAreWaves()
    {
        var waves = new float[6];
        CalendarEncoder.Encode(CalendarFeatures.HourOfDay, Start.AddHours(6).Ticks, waves);
        AssertClose([1, 0, 0, -1, -1, 0], waves); // a quarter of the day, a half of half a day, three quarters of a third of a day
        CalendarEncoder.Encode(CalendarFeatures.DayOfWeek, new DateTime(2024, 1, 1).Ticks, waves); // a Monday
        AssertClose([0, 1, 0, 1, 0, 1], waves);
    }

    private SeriesTable Table(ForecastOptions options, Row[] rows) =>
        SeriesTable.Read(View(_ml, rows), ForecastColumns.Of(options), static () => { });

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++)
            Assert.Equal(expected[index], actual[index], 1e-5f);
    }
}
