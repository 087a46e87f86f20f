using MLNetDeep.Forecasting;
using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// Options of DLinear (arXiv:2205.13504): the window is parted into a moving average and the rest, and each has a linear map to all steps
/// ahead, beside linear maps from covariates, calendar and series.
/// </summary>
public sealed record DLinearForecastOptions : ForecastOptions
{
    /// <summary>Steps under the moving average.</summary>
    /// <value>Default 25, the paper's. Odd, at least 1; where it reaches over the window's ends, these count several times.</value>
    public int MovingAverageWindow { get; init; } = 25;

    internal override string Architecture => "ForecastByDLinear";

    private protected override void CheckNetwork(OptionRules rules) => rules.Require(
        MovingAverageWindow >= 1 && MovingAverageWindow % 2 == 1, nameof(MovingAverageWindow), "odd and at least 1", MovingAverageWindow);

    private protected override IReadOnlyList<LayerSpec> BuildLinear(WindowLayers layers, bool mixes)
    {
        ForecastWindow window = layers.Window;
        int outputs = mixes ? layers.OutputCount : layers.OutputCount / window.TargetCount;
        IReadOnlyList<LayerSpec> targets = mixes ? [] : layers.Targets;
        LayerSpec toRow = mixes ? new FlattenSpec() : PermuteSpec.Transpose; // [targets, steps]
        return
        [
            .. layers.Observed(0, window.Lookback), .. targets,
            new ParallelSpec(
                [
                    [new MovingAverageSpec(MovingAverageWindow), toRow, WindowLayers.Zero(outputs, bias: false)],
                    [new MovingAverageSpec(MovingAverageWindow) { Remainder = true }, toRow, WindowLayers.Zero(outputs)],
                ],
                BranchJoin.Add),
            .. mixes ? [] : layers.FromTargets,
        ];
    }
}
