using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// Tells a sequence, step by step, from a row of features, the context (arXiv:1406.1078): at each step a recurrent cell gets the context
/// and its own previous output, starting from a state of zeros, and a linear layer makes the output of its state. [features] becomes
/// [steps, outputs].
/// </summary>
/// <param name="Cell">How it goes from one step to the next.</param>
/// <param name="HiddenSize">Numbers in its state; at least 1.</param>
/// <param name="Steps">Steps of the longest sequence, the end included; at least 1.</param>
/// <param name="OutputCount">
/// Logits of a step, the first of the end, then one for each token, of which the largest is fed back by its learned vector; or 1, a number
/// that is fed back as it is.
/// </param>
/// <remarks>
/// Tensors have PyTorch's names and shapes: <c>embedding.weight</c>, whose first row stands for the start, <c>rnn.weight_ih_l0</c> and the
/// like over the previous output and then the context, <c>linear.weight</c> and <c>linear.bias</c>. When it scores, steps behind the end
/// hold minus infinity.
/// </remarks>
public sealed record SequenceDecoderSpec(RecurrentCell Cell, int HiddenSize, int Steps, int OutputCount) : LayerSpec
{
    /// <summary>Numbers of the vector of a token that is fed back.</summary>
    /// <value>Default 16. At least 1; without effect on numbers.</value>
    public int EmbeddingSize { get; init; } = 16;

    /// <summary>While training, the chance that a step is fed the true previous output instead of the layer's own.</summary>
    /// <value>Default 1: teacher forcing (Williams and Zipser 1989). From 0 to 1; arXiv:1506.03099 lets it fall. No gradient goes
    /// through what is fed back.</value>
    public double TeacherForcing { get; init; } = 1;

    /// <summary>How the weights of the state start, gate by gate.</summary>
    /// <value>Default <see cref="WeightInitialization.Orthogonal"/>.</value>
    public WeightInitialization RecurrentInitialization { get; init; } = WeightInitialization.Orthogonal;

    /// <summary>Whether outputs are tokens, not numbers.</summary>
    internal bool TellsTokens => OutputCount > 1;

    /// <summary>Numbers by which the previous output is fed back.</summary>
    internal int FedSize => TellsTokens ? EmbeddingSize : 1;

    /// <inheritdoc/>
    public override string Describe() => $"{Cell} decoder {HiddenSize}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Steps >= 1, "SequenceDecoderSpec.Steps", "at least 1", Steps);
        Require(OutputCount >= 1, "SequenceDecoderSpec.OutputCount", "at least 1", OutputCount);
        Require(EmbeddingSize >= 1, "SequenceDecoderSpec.EmbeddingSize", "at least 1", EmbeddingSize);
        Require(TeacherForcing is >= 0 and <= 1, "SequenceDecoderSpec.TeacherForcing", "from 0 to 1", TeacherForcing);
        Recurrent.GetOutputShape([Steps, checked(FedSize + FlatWidth(inputShape))]);
        return [Steps, OutputCount];
    }

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => null;

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape) => checked(
        Recurrent.GetMultiplyAdds([Steps, FedSize + inputShape[0]]) + (long)Steps * HiddenSize * OutputCount);

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        List<LayerTensor> tensors = [];
        if (TellsTokens)
            tensors.Add(new LayerTensor("embedding.weight", [OutputCount, EmbeddingSize], Initializer.Normal(0, 1)));
        foreach (LayerTensor tensor in Recurrent.GetTensors([Steps, FedSize + inputShape[0]]))
            tensors.Add(tensor with { Name = "rnn." + tensor.Name });
        Initializer start = Initializer.Of(WeightInitialization.Glorot, HiddenSize, OutputCount);
        tensors.Add(new LayerTensor("linear.weight", [OutputCount, HiddenSize], start, DecayFactor: 1));
        tensors.Add(new LayerTensor("linear.bias", [OutputCount], Initializer.Constant(0)));
        return tensors;
    }

    internal override LayerModule CreateModule(ModuleContext context) => new SequenceDecoderModule(this, context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new SequenceDecoderKernel(this, inputShape[0], weights);

    /// <summary>The cell as a layer of its own.</summary>
    internal RecurrentSpec Recurrent => new(Cell, HiddenSize) { RecurrentInitialization = RecurrentInitialization };
}
