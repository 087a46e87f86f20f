using MLNetDeep.Scoring;

namespace MLNetDeep.Forecasting;

/// <summary>Forecasts by a network.</summary>
internal sealed class NetworkCore : ForecastCore
{
    private readonly int _outputCount; // of a step and target

    /// <param name="model">The network: scores lie step after step, target after target, output after output.</param>
    /// <param name="inputs">The columns it was trained on.</param>
    /// <param name="middle">Which of the outputs of a step and target is the forecast.</param>
    /// <param name="upper">Which one is the upper bound; the first one is the lower.</param>
    public NetworkCore(DeepModel model, InputColumns inputs, int middle, int upper)
    {
        (Model, Inputs, Middle, Upper) = (model, inputs, middle, upper);
        _outputCount = model.Head.OutputWidth / model.Head.TargetWidth;
    }

    /// <summary>This, if it fits a window.</summary>
    /// <exception cref="FormatException">It does not.</exception>
    public NetworkCore Check(ForecastWindow window) =>
        Middle >= 0 && Middle < _outputCount && Upper >= 0 && Upper < _outputCount
        && Model.Head.TargetWidth == window.LabelCount && Inputs.Width == window.RawWidth
            ? this
            : throw new FormatException("the network does not fit the windows");

    public DeepModel Model { get; }

    public InputColumns Inputs { get; }

    public int Middle { get; }

    public int Upper { get; }

    public override void Run(ReadOnlySpan<float> row, Span<float> lower, Span<float> middle, Span<float> upper)
    {
        using Scratch scratch = Scratch.Take(Model.Head.OutputWidth);
        var scores = scratch.Values;
        Model.Score(row, 1, scores);
        for (var place = 0; place < middle.Length; place++)
        {
            var outputs = scores.Slice(place * _outputCount, _outputCount);
            (lower[place], middle[place], upper[place]) = (outputs[0], outputs[Middle], outputs[Upper]);
        }
    }
}
