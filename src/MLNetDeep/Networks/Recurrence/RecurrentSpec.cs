using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// A recurrent layer: reads a row of shape [steps, features] step by step and puts out its state after each of them, shape
/// [steps, hidden] or, in both directions, [steps, 2 hidden]. Behind the end of a row shorter than the others the outputs are 0.
/// </summary>
/// <param name="Cell">How it goes from one step to the next.</param>
/// <param name="HiddenSize">Numbers in its state; at least 1.</param>
/// <param name="Bidirectional">Whether a second such layer reads the row from its end; its outputs follow those of the first.</param>
/// <remarks>Tensors are PyTorch's: <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, and with
/// <c>_reverse</c> those of the second direction.</remarks>
public sealed record RecurrentSpec(RecurrentCell Cell, int HiddenSize, bool Bidirectional = false) : LayerSpec
{
    /// <summary>How the weights of the inputs start, gate by gate.</summary>
    /// <value>Default <see cref="WeightInitialization.GlorotUniform"/>, as in Keras.</value>
    public WeightInitialization InputInitialization { get; init; } = WeightInitialization.GlorotUniform;

    /// <summary>How the weights of the state start, gate by gate.</summary>
    /// <value>Default <see cref="WeightInitialization.Orthogonal"/> (arXiv:1312.6120), which neither blows a state up nor lets it
    /// fade; PyTorch takes <see cref="WeightInitialization.FanInUniform"/>.</value>
    public WeightInitialization RecurrentInitialization { get; init; } = WeightInitialization.Orthogonal;

    /// <summary>The bias that the forget gate of an LSTM starts with; other biases start with 0.</summary>
    /// <value>Default 1, so that the cell remembers before it has learned what to forget (Jozefowicz 2015). Finite.</value>
    public double ForgetBias { get; init; } = 1;

    /// <summary>
    /// The longest distance in steps that the layer is to remember: gates that keep the state start so that memories of all lengths up to
    /// it are there (arXiv:1804.11188), in place of <see cref="ForgetBias"/>.
    /// </summary>
    /// <value>Default <see langword="null"/>. At least 3; without effect on <see cref="RecurrentCell.Rnn"/>.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ChronoSteps { get; init; }

    /// <summary>Truncated back-propagation through time: gradients do not pass the boundaries between stretches of so many steps.</summary>
    /// <value>Default <see langword="null"/>: they go back to the first step. At least 1.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TruncationSteps { get; init; }

    /// <summary>Gates of the cell.</summary>
    [JsonIgnore]
    internal int GateCount => Cell switch { RecurrentCell.Lstm => 4, RecurrentCell.Gru => 3, _ => 1 };

    /// <summary>1, or 2 in both directions.</summary>
    [JsonIgnore]
    internal int DirectionCount => Bidirectional ? 2 : 1;

    /// <inheritdoc/>
    public override string Describe() => $"{(Bidirectional ? "Bidirectional " : "")}{Cell} {HiddenSize}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Enum.IsDefined(Cell), "RecurrentSpec.Cell", "one of the cells", Cell);
        Require(HiddenSize is >= 1 and <= 65_536, "RecurrentSpec.HiddenSize", "from 1 to 65536", HiddenSize);
        Require(IsPlain(InputInitialization), "RecurrentSpec.InputInitialization", "one that needs no data", InputInitialization);
        Require(IsPlain(RecurrentInitialization), "RecurrentSpec.RecurrentInitialization", "one that needs no data", RecurrentInitialization);
        Require(double.IsFinite(ForgetBias), "RecurrentSpec.ForgetBias", "finite", ForgetBias);
        Require(ChronoSteps is null or >= 3, "RecurrentSpec.ChronoSteps", "at least 3", ChronoSteps ?? 0);
        Require(TruncationSteps is null or >= 1, "RecurrentSpec.TruncationSteps", "at least 1", TruncationSteps ?? 0);
        RequireSteps(inputShape);
        return WithLast(inputShape, DirectionCount * HiddenSize);
    }

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape) =>
        checked((long)inputShape[0] * DirectionCount * GateCount * HiddenSize * (inputShape[1] + HiddenSize));

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
        [.. Enumerable.Range(0, DirectionCount).SelectMany(direction => GetTensors(inputShape[^1], Suffix(direction)))];

    internal override LayerModule CreateModule(ModuleContext context) => new RecurrentModule(this, context);

    internal override StepLayer CreateStep(IReadOnlyList<int> inputShape, LayerWeights weights) => Bidirectional
        ? throw new NotSupportedException($"A sequence cannot be scored step by step by a network with {Describe()}.")
        : new RecurrentStep(CreateRecurrence(0, inputShape[1], weights));

    /// <summary>One direction with its weights, to score with.</summary>
    internal Recurrence CreateRecurrence(int direction, int inputs, LayerWeights weights)
    {
        string suffix = Suffix(direction);
        var recurrence = new Recurrence(Cell, inputs, HiddenSize, isReverse: direction == 1, isTraining: false);
        recurrence.Load(
            weights["weight_ih" + suffix], weights["weight_hh" + suffix], weights["bias_ih" + suffix], weights["bias_hh" + suffix]);
        return recurrence;
    }

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new RecurrentKernel(this, inputShape, weights);

    /// <summary>What the names of a direction's tensors end with.</summary>
    internal static string Suffix(int direction) => direction == 0 ? "_l0" : "_l0_reverse";

    private IEnumerable<LayerTensor> GetTensors(int inputs, string suffix)
    {
        int width = GateCount * HiddenSize;
        yield return new LayerTensor("weight_ih" + suffix, [width, inputs], OfGates(InputInitialization, inputs), DecayFactor: 1);
        yield return new LayerTensor("weight_hh" + suffix, [width, HiddenSize], OfGates(RecurrentInitialization, HiddenSize), DecayFactor: 1);
        yield return new LayerTensor("bias_ih" + suffix, [width], BiasStart());
        yield return new LayerTensor("bias_hh" + suffix, [width], Initializer.Constant(0));
    }

    private Initializer OfGates(WeightInitialization choice, int inputs) =>
        Initializer.Stacked([.. Enumerable.Repeat(Initializer.Of(choice, inputs, HiddenSize), GateCount)]);

    private Initializer BiasStart() => Cell switch
    {
        RecurrentCell.Rnn => Initializer.Constant(0),
        RecurrentCell.Lstm when ChronoSteps is { } steps => Initializer.Chrono(steps, gateCount: 4, keeping: 1, taking: 0),
        RecurrentCell.Gru when ChronoSteps is { } steps => Initializer.Chrono(steps, gateCount: 3, keeping: 1, taking: null),
        RecurrentCell.Lstm => Initializer.Stacked(
            [Initializer.Constant(0), Initializer.Constant((float)ForgetBias), Initializer.Constant(0), Initializer.Constant(0)]),
        _ => Initializer.Constant(0),
    };

    private static bool IsPlain(WeightInitialization choice) => Enum.IsDefined(choice)
        && choice is not (WeightInitialization.PatchWhitening or WeightInitialization.UnitOutput);
}
