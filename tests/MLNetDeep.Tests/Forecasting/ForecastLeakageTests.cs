using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Training;
using static MLNetDeep.Tests.Forecasting.Steps;

namespace MLNetDeep.Tests.Forecasting;

/// <summary>What forecasters with a network refuse, in whole messages: the future as a feature above all.</summary>
public sealed class ForecastLeakageTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static readonly LinearForecastOptions _options = new()
    {
        FutureCovariateColumnNames = ["Future"],
        Lookback = 4,
        Horizon = 3,
        SeasonLength = 1,
        MaximumEpochCount = 1,
    };

    [Theory]
    [InlineData(0, "equals it at the same step")]
    [InlineData(1, "equals it 1 step later")]
    [InlineData(3, "equals it 3 steps later")]
    [InlineData(-2, "equals it 2 steps before")]
    public void CovariatesThatAreTheTargetAreRefused(int shift, string when)
    {
        var rows = Rows();
        for (var step = 0; step < rows.Length; step++)
            rows[step].Future = step + shift >= 0 && step + shift < rows.Length ? rows[step + shift].Value : float.NaN;
        Refuses(_options, rows, $"Future covariate 'Future' must be known before target 'Value', but {when}: the future leaks into it.");
    }

    [Fact]
    public void CovariatesThatGoWithTheTargetAreRefused()
    {
        var rows = Rows();
        foreach (var row in rows)
            row.Future = 10 - (3 * row.Value);
        Refuses(
            _options, rows, "Future covariate 'Future' must be known before target 'Value', but its correlation with it at the same step "
            + "is -1.00000: the future leaks into it.");
    }

    /// <summary>A value that is as old as the horizon is known in time.</summary>
    [Fact]
    public void OldTargetsAreNoLeak()
    {
        var rows = Rows();
        for (var step = 0; step < rows.Length; step++)
            rows[step].Future = step >= 3 ? rows[step - 3].Value : float.NaN;
        Assert.NotNull(Estimator(_options).Fit(View(_ml, rows)));
    }

    [Fact]
    public void AllOptionsOutOfRangeAreListed()
    {
        var error = Assert.Throws<ArgumentException>(() => Estimator(new LinearForecastOptions
        {
            InputColumnNames = ["Value"],
            PastCovariateColumnNames = ["Past", "Value"],
            FutureCovariateColumnNames = ["Value"],
            StaticColumnNames = [""],
            Horizon = 0,
            Lookback = 0,
            SeasonLength = 0,
            ConfidenceLevel = 0,
            Normalization = (ForecastNormalization)9,
            Transform = (ForecastTransform)9,
            MemberCount = 0,
            Calendar = CalendarFeatures.DayOfWeek,
        }));
        Assert.Equal(
            "LinearForecastOptions.PastCovariateColumnNames must be other columns than Value, but was ['Past', 'Value']. "
            + "LinearForecastOptions.FutureCovariateColumnNames must be other columns than Value, Past, but was ['Value']. "
            + "LinearForecastOptions.StaticColumnNames must be column names, but was ['']. "
            + "LinearForecastOptions.Horizon must be at least 1, but was 0. "
            + "LinearForecastOptions.Lookback must be at least 1, but was 0. "
            + "LinearForecastOptions.SeasonLength must be at least 1, but was 0. "
            + "LinearForecastOptions.ConfidenceLevel must be above 0 and below 1, but was 0. "
            + "LinearForecastOptions.Normalization must be one of the normalisations, but was 9. "
            + "LinearForecastOptions.Transform must be one of the transforms, but was 9. "
            + "LinearForecastOptions.MemberCount must be at least 1, but was 0. "
            + "LinearForecastOptions.Calendar must be None without a TimeColumnName, but was DayOfWeek.", error.Message);
    }

    [Fact]
    public void OptionsOfOtherTrainersAreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Estimator(new LinearForecastOptions
        {
            LabelColumnName = "Value",
            FeatureColumnName = "Value2",
            CategoricalFeatureColumnNames = ["Kind"],
            ExampleWeightColumnName = "Weight",
            NumericScaling = NumericScaling.Standardize,
            IntervalCoverage = 0.9,
            ClampPredictions = false,
            ValidationRows = ValidationRowChoice.Random,
            Loss = new AbsoluteErrorLoss(),
            ValidationFraction = 0,
        }));
        Assert.Equal(
            "LinearForecastOptions.LabelColumnName must be 'Label': InputColumnNames says what is forecast, but was 'Value'. "
            + "LinearForecastOptions.FeatureColumnName must be 'Features': covariates say what else is looked at, but was 'Value2'. "
            + "LinearForecastOptions.CategoricalFeatureColumnNames must be empty: StaticColumnNames has the categories, but was ['Kind']. "
            + "LinearForecastOptions.ExampleWeightColumnName must be null for a forecaster, but was 'Weight'. "
            + "LinearForecastOptions.NumericScaling must be null: Normalization says how windows are scaled, but was Standardize. "
            + "LinearForecastOptions.IntervalCoverage must be null: ConfidenceLevel has the share, but was 0.9. "
            + "LinearForecastOptions.ClampPredictions must be true: forecasts are never clamped anyway, but was False. "
            + "LinearForecastOptions.ValidationRows must be null or Last: windows drawn at random overlap, but was Random. "
            + "LinearForecastOptions.ValidationFraction must be above 0 with a loss without quantiles: the bounds come from the validation "
            + "windows, but was 0.", error.Message);
    }

    [Fact]
    public void SeriesMustBeLongEnough()
    {
        var options = new LinearForecastOptions { Lookback = 20, Horizon = 10, SeasonLength = 1, MaximumEpochCount = 1 };
        Refuses(
            options, Rows()[..25],
            "A lookback of 20 and a horizon of 10 need 30 rows with targets in some series, but the longest has 25.");
        Refuses(
            options, Rows()[..35],
            "A lookback of 20 and a horizon of 10 leave no window to learn from before those that correct the bounds, whose targets must "
            + "be others: it takes 40 rows with targets in some series, a shorter Lookback, or a ValidationFraction of 0.");
        Assert.NotNull(Estimator(options).Fit(View(_ml, Rows()[..40])));
        Assert.NotNull(Estimator(options with { ValidationFraction = 0 }).Fit(View(_ml, Rows()[..30])));
        Assert.InRange(Estimator(options with { Lookback = null, Horizon = 2 }).Fit(View(_ml, Rows()[..16])).Lookback, 1, 8);
    }

    [Fact]
    public void LogarithmsNeedValuesAboveZero() => Refuses(
        new LinearForecastOptions { Transform = ForecastTransform.Logarithm }, Of(3, 2, 1, 0, 1, 2, 3),
        "Target column 'Value' must be above 0 in every row for ForecastTransform.Logarithm.");

    [Fact]
    public void StaticsMustNotChange()
    {
        var rows = Rows();
        rows[7].Kind = 2;
        Refuses(
            new LinearForecastOptions { StaticColumnNames = ["Kind"] }, rows,
            "Static column 'Kind' must be the same in all rows, but changes in row 8.");
    }

    [Fact]
    public void FutureCovariatesMustBeKnown()
    {
        var model = Estimator(_options).Fit(View(_ml, Rows()));
        var error = Assert.Throws<InvalidOperationException>(() => model.Transform(View(_ml, Of(1, 2, 3))).Vectors("Forecast"));
        Assert.Equal(
            "Future covariates (Future) must be known for the 3 steps after a row to forecast from, but only 2 steps follow row 1. Append "
            + "rows that carry them, with NaN as targets.", error.Message);
        var engine = model.CreateForecastEngine();
        Assert.Equal(
            "ForecastEngine.Forecast's futureCovariates must have the 3 steps of the horizon, each with values of Future, but has 0.",
            Assert.Throws<ArgumentException>(() => engine.Forecast()).Message);
        Assert.Equal(
            "ForecastEngine.Forecast's futureCovariates must be known at the last step, but 'Future' is NaN.",
            Assert.Throws<ArgumentException>(() => engine.Forecast(null, [[1], [2], [float.NaN]])).Message);
        Assert.Equal(3, engine.Forecast(null, [[1], [float.NaN], [3]]).Values.Count);
    }

    /// <summary>Training rows after the last observation carry covariates, and are no history.</summary>
    [Fact]
    public void TrailingRowsAreNotObserved()
    {
        Row[] rows = Rows();
        Row[] ahead = [.. rows, .. Enumerable.Range(0, 3).Select(_ => new Row { Value = float.NaN, Future = 0.5f })];
        var options = _options with { Seed = 1 };
        float[][] covariates = [[0.1f], [0.2f], [0.3f]];
        var expected = Estimator(options).Fit(View(_ml, rows)).CreateForecastEngine().Forecast(null, covariates);
        var actual = Estimator(options).Fit(View(_ml, ahead)).CreateForecastEngine().Forecast(null, covariates);
        Assert.Equal(expected.Values, actual.Values);
    }

    private static Row[] Rows()
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, 80).Select(
            _ => new Row { Value = (float)random.NextDouble(), Future = (float)random.NextDouble() })];
    }

    private ForecastEstimator Estimator(ForecastOptions options) => new(Interop.HostAccess.EnvironmentOf(_ml.Forecasting), options);

    private void Refuses(ForecastOptions options, Row[] rows, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => Estimator(options).Fit(View(_ml, rows))).Message);
}
