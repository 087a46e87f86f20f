using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Forecasting;

/// <summary>
/// Where forecasts start from before anything is learned: the value one season before, the last value or the mean of the series, and how
/// far truths lie from it.
/// </summary>
internal sealed class WindowStart
{
    private readonly float[][] _residuals; // for each number of a label, sorted; none where no windows are looked at

    private WindowStart(ForecastNormalization normalization, int? season, float[][] residuals) =>
        (Normalization, Season, _residuals) = (normalization, season, residuals);

    /// <summary>What is taken off windows.</summary>
    public ForecastNormalization Normalization { get; }

    /// <summary>The season before which the value lies that a forecast starts from; null for none.</summary>
    public int? Season { get; }

    /// <summary>Chooses what to start from.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="window">How a window lies, and what plain forecast suits the series.</param>
    public static WindowStart Of(ForecastOptions options, ForecastWindow window)
    {
        // A series that comes back to its mean loses what tells it so when windows are shifted.
        ForecastNormalization usual = window.Base == ForecastBase.Mean ? ForecastNormalization.None : ForecastNormalization.LastValue;
        bool hasSeason = window.SeasonLength is > 1 and var length && length <= window.Lookback;
        bool startsFromSeason = hasSeason && (options.StartsFromSeason ?? window.Base == ForecastBase.Season);
        return new WindowStart(options.Normalization ?? usual, startsFromSeason ? window.SeasonLength : null, []);
    }

    /// <summary>The same start, with what lies between it and the truth.</summary>
    /// <param name="window">How a window lies.</param>
    /// <param name="rows">The windows; targets as the network learns them.</param>
    public WindowStart Measure(ForecastWindow window, FitRows rows) =>
        new(Normalization, Season, new WindowSample(window, rows).Residuals(Normalization, Season));

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
                ? Enumerable.Range(place * targets, targets).Average(label => Typical(_residuals[label], level, loss))
                : Typical(_residuals[place], level, loss);
        }
    }

    /// <summary>What an output is to be of such numbers.</summary>
    private static float Typical(float[] sorted, int level, LossFunction? loss) => loss switch
    {
        QuantileLoss quantiles when level < quantiles.Levels.Length => (float)InputNormalization.Quantile(sorted, quantiles.Levels[level]),
        AbsoluteErrorLoss => (float)InputNormalization.Quantile(sorted, 0.5),
        _ => sorted.Average(),
    };
}
