using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Forecasting;

/// <summary>The layers that all forecasters are made of. Each takes the encoded row of a window.</summary>
/// <remarks>
/// Outputs lie step after step, target after target, and the numbers of one target, such as its quantiles, beside each other.
/// </remarks>
/// <param name="window">How a raw row lies.</param>
/// <param name="input">How an encoded one lies: as the raw one, then the columns of the categories.</param>
/// <param name="levelCount">Numbers that a target has at a step ahead.</param>
/// <param name="start">What a forecast starts from.</param>
internal sealed class WindowLayers(ForecastWindow window, NetworkInput input, int levelCount, WindowStart start)
{
    private const int EmbeddingSize = 8; // RealMLP's (arXiv:2407.04491)

    public ForecastWindow Window => window;

    /// <summary>The season before which the value lies that a forecast starts from; null for none.</summary>
    public int? Season => start.Season;

    /// <summary>Numbers of the forecast.</summary>
    public int OutputCount => window.LabelCount * levelCount;

    /// <summary>Numbers of a step ahead.</summary>
    public int StepOutputCount => window.TargetCount * levelCount;

    /// <summary>Whether there are categories.</summary>
    public bool HasCategories => input.Width > window.FeatureCount;

    /// <summary>Some of the steps looked back on, shape [count, observed numbers].</summary>
    public IReadOnlyList<LayerSpec> Observed(int first, int count) =>
    [
        SelectSpec.Stretch(first * window.ObservedWidth, count * window.ObservedWidth),
        new ReshapeSpec([count, window.ObservedWidth]),
    ];

    /// <summary>What is known in advance of some steps, shape [count, known numbers]; the horizon starts behind the lookback.</summary>
    public IReadOnlyList<LayerSpec> Known(int first, int count) =>
    [
        SelectSpec.Stretch(window.ObservedCount + first * window.KnownCount, count * window.KnownCount),
        new ReshapeSpec([count, window.KnownCount]),
    ];

    /// <summary>The targets alone, of steps of shape [count, observed numbers].</summary>
    public IReadOnlyList<LayerSpec> Targets => window.PastCount == 0 ? [] : [SelectSpec.Stretch(0, window.TargetCount)];

    /// <summary>The categories as numbers, one-hot or embedded: a flat row.</summary>
    public IReadOnlyList<LayerSpec> Categories
    {
        get
        {
            IReadOnlyList<int> counts = input.EmbeddedValueCounts;
            int small = input.NumericCount - window.FeatureCount;
            LayerSpec[] oneHot = small == 0 ? [] : [SelectSpec.Stretch(window.FeatureCount, small)];
            LayerSpec[] embedded = counts.Count == 0
                ? []
                : [SelectSpec.Stretch(input.NumericCount, counts.Count), new CategoryEmbeddingSpec(counts, EmbeddingSize)];
            bool areBoth = small > 0 && counts.Count > 0;
            return areBoth ? [new ParallelSpec([oneHot, embedded], BranchJoin.Concatenate)] : [.. oneHot, .. embedded];
        }
    }

    /// <summary>The value of each target one season before each step ahead, for each of its numbers: a flat row.</summary>
    public IReadOnlyList<LayerSpec> SeasonBefore => [Before(levelCount)];

    /// <summary>The same, one number for each target, shape [horizon, targets].</summary>
    public IReadOnlyList<LayerSpec> SeasonBeforeSteps => [Before(1), new ReshapeSpec([window.Horizon, window.TargetCount])];

    /// <summary>One linear map from the past of a target to its future, the same for all targets; it starts with 0.</summary>
    public IReadOnlyList<LayerSpec> SharedLinear => window is { TargetCount: 1, PastCount: 0 }
        ? [SelectSpec.Stretch(0, window.Lookback), Zero(OutputCount)]
        : [.. Observed(0, window.Lookback), .. Targets, PermuteSpec.Transpose, Zero(window.Horizon * levelCount), .. FromTargets];

    /// <summary>One linear map from the past of all targets and past covariates to the future of all targets; it starts with 0.</summary>
    public IReadOnlyList<LayerSpec> MixingLinear => [SelectSpec.Stretch(0, window.ObservedCount), Zero(OutputCount)];

    /// <summary>Rows of shape [targets, horizon x numbers] as a forecast.</summary>
    public IReadOnlyList<LayerSpec> FromTargets => window.TargetCount == 1
        ? [new FlattenSpec()]
        : [new ReshapeSpec([window.TargetCount, window.Horizon, levelCount]), new PermuteSpec([1, 0, 2]), new FlattenSpec()];

    /// <summary>Linear maps from what is no target to the forecast; they start with 0.</summary>
    /// <param name="hasPast">Whether past covariates have one already.</param>
    public IEnumerable<IReadOnlyList<LayerSpec>> Others(bool hasPast)
    {
        if (window.PastCount > 0 && !hasPast)
        {
            yield return
            [
                .. Observed(0, window.Lookback), SelectSpec.Stretch(window.TargetCount, window.PastCount), new FlattenSpec(),
                Zero(OutputCount, bias: false),
            ];
        }

        if (window.KnownCount > 0)
            yield return [.. Known(window.Lookback, window.Horizon), Zero(StepOutputCount, bias: false), new FlattenSpec()];
        if (HasCategories)
            yield return [.. Categories, Zero(OutputCount, bias: false)];
    }

    /// <summary>A linear layer that starts with 0, so that it adds nothing before it has learned something.</summary>
    public static LinearSpec Zero(int outputs, bool bias = true) => new(outputs, bias, WeightInitialization.Zeros);

    /// <summary>The network: input, then the layers inside a normalisation of the window.</summary>
    public NetworkSpec Network(IReadOnlyList<LayerSpec> layers)
    {
        WindowNormKind? kind = start.Normalization switch
        {
            ForecastNormalization.LastValue => WindowNormKind.LastValue,
            ForecastNormalization.MeanAndDeviation => WindowNormKind.MeanAndDeviation,
            _ => null,
        };
        if (kind is { } known)
        {
            layers =
            [
                new WindowNormSpec(known, window.Lookback, window.ObservedWidth, window.TargetCount, layers)
                {
                    OutputsPerTarget = levelCount,
                },
            ];
        }

        return new NetworkSpec([input.RawWidth], [input.Encoding, .. layers]);
    }

    private SelectSpec Before(int count) => new(
        [.. Enumerable.Range(0, window.Horizon).SelectMany(step => Enumerable.Range(0, window.TargetCount).SelectMany(target =>
            Enumerable.Repeat((window.Lookback - Season!.Value + step % Season.Value) * window.ObservedWidth + target, count)))]);
}
