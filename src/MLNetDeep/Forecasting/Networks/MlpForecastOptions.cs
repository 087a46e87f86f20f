using System.Collections.Immutable;
using MLNetDeep.Forecasting;
using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// Options of a forecaster like N-HiTS (arXiv:2201.12886): blocks of fully connected layers look at the window at several resolutions,
/// each explains a part of it and adds its share to the forecast, beside a linear map of the whole window.
/// </summary>
public sealed record MlpForecastOptions : ForecastOptions
{
    /// <summary>How many steps each block takes together, before it sees them and in what it forecasts; one block for each.</summary>
    /// <value>Default 8, 4, 1: coarse blocks first, as in the paper. At least one, each at least 1; more than the lookback has counts as
    /// the lookback.</value>
    public ImmutableArray<int> PoolSizes { get; init; } = [8, 4, 1];

    /// <summary>The number of units of each hidden layer of a block.</summary>
    /// <value>
    /// Default <see langword="null"/>: two layers as wide as the number of windows allows, from 32 to 128; the paper and neuralforecast
    /// take 512 on larger data. At least one, each from 1 to 65,536.
    /// </value>
    public ImmutableArray<int>? HiddenSizes { get; init; }

    /// <summary>The probability that a hidden unit is silenced in a training step.</summary>
    /// <value>Default 0.3, found on the data of the benchmark, which are small; darts takes 0.1. At least 0 and below 1.</value>
    public double Dropout { get; init; } = 0.3;

    /// <summary>Whether a linear map of the window is added to the forecast.</summary>
    /// <value>Default <see langword="true"/>: networks alone miss the scale of the data, which a linear path carries (LSTNet,
    /// arXiv:1703.07015; TiDE, arXiv:2304.08424).</value>
    public bool LinearHighway { get; init; } = true;

    internal override string Architecture => "ForecastByMlp";

    private protected override double UsualLearningRate => 1e-3;

    private protected override bool HasLinearMap => LinearHighway;

    private protected override IReadOnlyList<LayerSpec> BuildDeep(WindowLayers layers, int hiddenSize) =>
    [
        new DoublyResidualSpec(
            [.. PoolSizes.Select(size => Block(layers, size, HiddenSizes ?? [2 * hiddenSize, 2 * hiddenSize]))],
            layers.Window.ObservedCount),
    ];

    private protected override void CheckNetwork(OptionRules rules)
    {
        rules.Require(
            !PoolSizes.IsDefaultOrEmpty && PoolSizes.All(size => size >= 1), nameof(PoolSizes), "one or more sizes of at least 1",
            PoolSizes.IsDefault ? null : PoolSizes);
        rules.Require(
            HiddenSizes is null or { IsDefaultOrEmpty: false } && HiddenSizes?.All(size => size is >= 1 and <= 65_536) != false,
            nameof(HiddenSizes), "one or more sizes from 1 to 65536", HiddenSizes is { IsDefault: false } ? HiddenSizes : null);
        rules.Require(Dropout is >= 0 and < 1, nameof(Dropout), "at least 0 and below 1", Dropout);
    }

    private List<LayerSpec> Block(WindowLayers layers, int poolSize, ImmutableArray<int> sizes)
    {
        ForecastWindow window = layers.Window;
        int pool = Math.Min(poolSize, window.Lookback);
        List<LayerSpec> block = [.. Seen(layers, pool)];
        foreach (int size in sizes)
        {
            block.Add(new LinearSpec(size));
            block.Add(new ActivationSpec(Activation.Silu));
            if (Dropout > 0)
                block.Add(new DropoutSpec(Dropout));
        }

        block.Add(new ParallelSpec(
            [
                Made(window.Lookback, window.ObservedWidth, pool, WeightInitialization.Glorot),
                Made(window.Horizon, layers.StepOutputCount, pool, WeightInitialization.Zeros),
            ],
            BranchJoin.Concatenate));
        return block;
    }

    /// <summary>What a block sees: the window in means over a few steps, what is known of the horizon, and the categories.</summary>
    private static IReadOnlyList<LayerSpec> Seen(WindowLayers layers, int pool)
    {
        ForecastWindow window = layers.Window;
        IReadOnlyList<LayerSpec> past = pool == 1
            ? [SelectSpec.Stretch(0, window.ObservedCount)]
            : [.. layers.Observed(0, window.Lookback), new AvgPoolSpec(pool) { CeilMode = true }, new FlattenSpec()];
        List<IReadOnlyList<LayerSpec>> parts = [past];
        if (window.KnownCount > 0)
            parts.Add([SelectSpec.Stretch(window.ObservedCount + window.Lookback * window.KnownCount, window.Horizon * window.KnownCount)]);
        if (layers.HasCategories)
            parts.Add(layers.Categories);
        return parts.Count == 1 ? past : [new ParallelSpec(parts, BranchJoin.Concatenate)];
    }

    /// <summary>Steps made of one number for every few of them, with straight lines between.</summary>
    private static IReadOnlyList<LayerSpec> Made(int steps, int width, int pool, WeightInitialization start)
    {
        int count = (steps + pool - 1) / pool;
        return count == steps
            ? [new LinearSpec(steps * width, true, start)]
            :
            [
                new LinearSpec(count * width, true, start), new ReshapeSpec([count, width]), new InterpolateSpec(steps), new FlattenSpec(),
            ];
    }
}
