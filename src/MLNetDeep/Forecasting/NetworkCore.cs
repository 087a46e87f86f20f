using MLNetDeep.Scoring;

namespace MLNetDeep.Forecasting;

/// <summary>Forecasts by a network.</summary>
internal sealed class NetworkCore : ForecastCore
{
    private readonly int _levelCount;

    /// <param name="model">The network: scores lie step after step, target after target, level after level.</param>
    /// <param name="inputs">The columns it was trained on.</param>
    /// <param name="middle">Which level is the forecast.</param>
    public NetworkCore(DeepModel model, InputColumns inputs, int middle)
    {
        (Model, Inputs, Middle) = (model, inputs, middle);
        _levelCount = model.Head.OutputWidth / model.Head.TargetWidth;
    }

    /// <summary>This, if it fits a window.</summary>
    /// <exception cref="FormatException">It does not.</exception>
    public NetworkCore Check(ForecastWindow window) =>
        Middle >= 0 && Middle < _levelCount && Model.Head.TargetWidth == window.LabelCount && Inputs.Width == window.RawWidth
            ? this
            : throw new FormatException("the network does not fit the windows");

    public DeepModel Model { get; }

    public InputColumns Inputs { get; }

    public int Middle { get; }

    public override void Run(ReadOnlySpan<float> row, Span<float> lower, Span<float> middle, Span<float> upper)
    {
        using Scratch scratch = Scratch.Take(Model.Head.OutputWidth);
        var scores = scratch.Values;
        Model.Score(row, 1, scores);
        for (var place = 0; place < middle.Length; place++)
        {
            var levels = scores.Slice(place * _levelCount, _levelCount);
            (lower[place], middle[place], upper[place]) = (levels[0], levels[Middle], levels[^1]);
        }
    }
}
