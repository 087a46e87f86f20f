using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// The first layer of a recurrent network: gives a feature vector the shape [steps, features] and brings each feature to mean 0 and
/// deviation 1 over the steps of the training rows; a missing value becomes the mean. Tokens are numbered anew, those that the training
/// rows have often enough from 1, all others 0. Steps that a row does not have hold minus infinity, before this layer and behind it.
/// </summary>
/// <param name="Steps">Steps of the longest row; at least 1.</param>
/// <param name="StepWidth">Numbers of a step, which stand together in the vector; at least 1, and 1 for tokens.</param>
/// <param name="TokenCount">How many tokens there are when a step is one, numbered from 1; 0 when steps hold numbers.</param>
public sealed record SequenceInputSpec(int Steps, int StepWidth, int TokenCount = 0) : LayerSpec
{
    /// <summary>Whether rows may end before the last step.</summary>
    public bool IsVariable { get; init; }

    /// <summary>Whether of a row that is too long the end is kept, instead of the start.</summary>
    public bool KeepsEnd { get; init; }

    /// <summary>How many tokens are known; at most all.</summary>
    /// <value>Default 0, when steps hold numbers.</value>
    public int KnownTokenCount { get; init; }

    /// <summary>Whether unknown tokens are left out, as if they had not been there; only where rows may end before the last step.</summary>
    public bool DropsUnknown { get; init; }

    internal override bool MustBeFirst => true;

    /// <summary>Numbers in a raw row.</summary>
    internal int InputWidth => checked(Steps * StepWidth);

    /// <summary>Whether a step is a token.</summary>
    internal bool AreTokens => TokenCount > 0;

    /// <inheritdoc/>
    public override string Describe() => AreTokens
        ? FormattableString.Invariant($"{(IsVariable ? "Up to " : "")}{Steps} of {TokenCount} tokens")
        : FormattableString.Invariant($"{(IsVariable ? "Up to " : "")}{Steps} steps of {StepWidth}");

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Steps >= 1, "SequenceInputSpec.Steps", "at least 1", Steps);
        Require(StepWidth >= 1, "SequenceInputSpec.StepWidth", "at least 1", StepWidth);
        Require(TokenCount is >= 0 and <= CategorySpec.MaximumValueCount, "SequenceInputSpec.TokenCount", "at least 0", TokenCount);
        Require(!AreTokens || StepWidth == 1, "SequenceInputSpec.StepWidth", "1 for tokens", StepWidth);
        Require(
            KnownTokenCount >= 0 && KnownTokenCount <= TokenCount, "SequenceInputSpec.KnownTokenCount", "at most all tokens", KnownTokenCount);
        Require(!DropsUnknown || IsVariable, "SequenceInputSpec.DropsUnknown", "false for rows of one length", DropsUnknown);
        int width = FlatWidth(inputShape);
        Require(InputWidth == width, "SequenceInputSpec.Steps", $"of the {width} numbers of a row", Steps);
        return [Steps, StepWidth];
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => AreTokens
        ? [new LayerTensor("index", [TokenCount], Initializer.Constant(0), IsParameter: false)]
        :
        [
            new LayerTensor("mean", [StepWidth], Initializer.Constant(0), IsParameter: false),
            new LayerTensor("scale", [StepWidth], Initializer.Constant(1), IsParameter: false),
        ];

    /// <summary>Null: rows are encoded before they reach libtorch.</summary>
    internal override LayerModule? CreateModule(ModuleContext context) => null;

    internal override StepLayer CreateStep(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        new KernelStep((this with { Steps = 1 }).CreateKernel([StepWidth], weights));

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) => AreTokens
        ? new TokenInputKernel(this, weights["index"])
        : new SequenceInputKernel(this, weights);
}
