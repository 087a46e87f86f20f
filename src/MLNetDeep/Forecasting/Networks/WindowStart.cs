using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Forecasting;

/// <summary>
/// Where forecasts start from before anything is learned, chosen by the training windows: the value one season before, the last value or
/// the mean of the series, and how far truths lie from it.
/// </summary>
internal sealed class WindowStart
{
    /// <summary>Most numbers that are looked at.</summary>
    private const int MostNumbers = 1 << 22;

    /// <summary>A series without season whose quarters' means differ by less is one that returns to its mean.</summary>
    private const double SteadyDeviation = 0.3;

    /// <summary>Fewer windows cannot tell.</summary>
    private const int FewestSteadyWindows = 100;

    private readonly float[][] _residuals; // for each number of a label, sorted

    private WindowStart(ForecastNormalization normalization, int? season, float[][] residuals) =>
        (Normalization, Season, _residuals) = (normalization, season, residuals);

    /// <summary>What is taken off windows.</summary>
    public ForecastNormalization Normalization { get; }

    /// <summary>The season before which the value lies that a forecast starts from; null for none.</summary>
    public int? Season { get; }

    /// <summary>What is chosen where no windows are looked at.</summary>
    public static WindowStart Usual(ForecastOptions options, ForecastWindow window) =>
        new(options.Normalization ?? ForecastNormalization.LastValue, UsableSeason(options, window), []);

    /// <summary>Chooses by the training windows.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="window">How a window lies.</param>
    /// <param name="rows">The windows; targets as the network learns them.</param>
    public static WindowStart Choose(ForecastOptions options, ForecastWindow window, FitRows rows)
    {
        var sample = new WindowSample(window, rows, MostNumbers);
        int? season = UsableSeason(options, window);
        var candidates = new List<(ForecastNormalization Normalization, int? Season)>();
        ForecastNormalization shift = options.Normalization ?? ForecastNormalization.LastValue;
        if (season is not null)
            candidates.Add((shift, season));
        bool isSteady = sample.Count >= FewestSteadyWindows && sample.QuarterDeviation() < SteadyDeviation;
        if (options.Normalization is null && (season is not null || isSteady))
            candidates.Add((ForecastNormalization.None, null));
        if (season is null ? candidates.Count == 0 : options.StartsFromSeason is null)
            candidates.Add((shift, null));
        (ForecastNormalization Normalization, int? Season) best = candidates.MinBy(each => sample.Error(each.Normalization, each.Season));
        return new WindowStart(best.Normalization, best.Season, sample.Residuals(best.Normalization, best.Season));
    }

    /// <summary>Writes into the biases of the linear map what lies between start and truth: quantiles, or the mean.</summary>
    /// <param name="network">The network; its first bias is that of the linear map.</param>
    /// <param name="tensors">All its numbers.</param>
    /// <param name="window">How a window lies.</param>
    /// <param name="loss">What the network learns.</param>
    public void WriteBiases(NetworkSpec network, Span<float> tensors, ForecastWindow window, LossFunction? loss)
    {
        if (_residuals.Length == 0)
            return;
        TensorSpec bias = network.Tensors.First(tensor => tensor.IsParameter && tensor.Name.EndsWith(".bias", StringComparison.Ordinal));
        Span<float> biases = tensors.Slice(bias.Offset, bias.ElementCount);
        int levels = network.OutputWidth / window.LabelCount;
        bool isShared = biases.Length < network.OutputWidth; // all targets have one map
        int targets = window.TargetCount;
        for (int i = 0; i < biases.Length; i++)
        {
            (int place, int level) = Math.DivRem(i, levels);
            biases[i] = isShared
                ? Enumerable.Range(place * targets, targets).Average(label => Middle(_residuals[label], level, loss))
                : Middle(_residuals[place], level, loss);
        }
    }

    private static float Middle(float[] sorted, int level, LossFunction? loss) => loss switch
    {
        QuantileLoss quantiles when level < quantiles.Levels.Length => (float)InputNormalization.Quantile(sorted, quantiles.Levels[level]),
        AbsoluteErrorLoss => (float)InputNormalization.Quantile(sorted, 0.5),
        _ => sorted.Average(),
    };

    private static int? UsableSeason(ForecastOptions options, ForecastWindow window) =>
        options.StartsFromSeason != false && window.SeasonLength is > 1 and var length && length <= window.Lookback ? length : null;
}
