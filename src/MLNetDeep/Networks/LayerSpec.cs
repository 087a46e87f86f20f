using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>The immutable description of one layer: what it does to a shape and which tensors it owns.</summary>
/// <remarks>
/// A new layer is a new record beside these and one line here, which names its kind in the JSON. The description never touches
/// libtorch, so that a process that only predicts works without it.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(InputNormalizationSpec), "input-normalization")]
[JsonDerivedType(typeof(ChannelNormalizationSpec), "channel-normalization")]
[JsonDerivedType(typeof(LinearSpec), "linear")]
[JsonDerivedType(typeof(ConvSpec), "conv")]
[JsonDerivedType(typeof(ConvTransposeSpec), "conv-transpose")]
[JsonDerivedType(typeof(MaxPoolSpec), "max-pool")]
[JsonDerivedType(typeof(AvgPoolSpec), "average-pool")]
[JsonDerivedType(typeof(AdaptivePoolSpec), "adaptive-pool")]
[JsonDerivedType(typeof(GlobalPoolSpec), "global-pool")]
[JsonDerivedType(typeof(SqueezeExciteSpec), "squeeze-excite")]
[JsonDerivedType(typeof(FlattenSpec), "flatten")]
[JsonDerivedType(typeof(SequenceInputSpec), "sequence-input")]
[JsonDerivedType(typeof(TokenEmbeddingSpec), "token-embedding")]
[JsonDerivedType(typeof(PositionEmbeddingSpec), "position-embedding")]
[JsonDerivedType(typeof(RecurrentSpec), "recurrent")]
[JsonDerivedType(typeof(SequenceDecoderSpec), "sequence-decoder")]
[JsonDerivedType(typeof(StepPoolSpec), "step-pool")]
[JsonDerivedType(typeof(StepMaskSpec), "step-mask")]
[JsonDerivedType(typeof(ActivationSpec), "activation")]
[JsonDerivedType(typeof(ParametricActivationSpec), "parametric-activation")]
[JsonDerivedType(typeof(ParametricReluSpec), "parametric-relu")]
[JsonDerivedType(typeof(MaxoutSpec), "maxout")]
[JsonDerivedType(typeof(DropoutSpec), "dropout")]
[JsonDerivedType(typeof(SpatialDropoutSpec), "spatial-dropout")]
[JsonDerivedType(typeof(StochasticDepthSpec), "stochastic-depth")]
[JsonDerivedType(typeof(BatchNormSpec), "batch-norm-1d")]
[JsonDerivedType(typeof(LayerNormSpec), "layer-norm")]
[JsonDerivedType(typeof(GroupNormSpec), "group-norm")]
[JsonDerivedType(typeof(LocalResponseNormSpec), "local-response-norm")]
[JsonDerivedType(typeof(ScaleSpec), "scale")]
[JsonDerivedType(typeof(SelectSpec), "select")]
[JsonDerivedType(typeof(ParallelSpec), "parallel")]
[JsonDerivedType(typeof(ReshapeSpec), "reshape")]
[JsonDerivedType(typeof(PermuteSpec), "permute")]
[JsonDerivedType(typeof(MovingAverageSpec), "moving-average")]
[JsonDerivedType(typeof(InterpolateSpec), "interpolate")]
[JsonDerivedType(typeof(WindowNormSpec), "window-norm")]
[JsonDerivedType(typeof(DoublyResidualSpec), "doubly-residual")]
[JsonDerivedType(typeof(PeriodicEmbeddingSpec), "periodic-embedding")]
[JsonDerivedType(typeof(PiecewiseLinearEmbeddingSpec), "piecewise-linear-embedding")]
[JsonDerivedType(typeof(CategoryEmbeddingSpec), "category-embedding")]
[JsonDerivedType(typeof(EnsembleViewSpec), "ensemble-view")]
[JsonDerivedType(typeof(EnsembleLinearSpec), "ensemble-linear")]
[JsonDerivedType(typeof(MemberScaleSpec), "member-scale")]
[JsonDerivedType(typeof(MemberLinearSpec), "member-linear")]
public abstract record LayerSpec
{
    private protected LayerSpec()
    {
    }

    /// <summary>The layer in a few words for the summary table, such as <c>Linear 64</c>.</summary>
    /// <returns>The words.</returns>
    public abstract string Describe();

    /// <summary>The shape of one row after the layer.</summary>
    /// <param name="inputShape">Shape of one row before it, without the batch dimension.</param>
    /// <returns>Shape of one row after it.</returns>
    /// <exception cref="ArgumentException">The layer does not take this shape, or one of its own numbers is out of range.</exception>
    public abstract IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape);

    /// <summary>Whether the layer, or one inside it, normalises by the statistics of a training batch.</summary>
    internal virtual bool UsesBatchStatistics => false;

    /// <summary>Whether the layer, or one inside it, sets tensors by the training rows that reach it
    /// (<see cref="Pass.Initialization"/>).</summary>
    internal virtual bool IsDataDriven => false;

    /// <summary>Whether the layer can only be a network's first.</summary>
    internal virtual bool MustBeFirst => false;

    /// <summary>The layers inside this one, by the names under which their tensors lie.</summary>
    internal virtual IReadOnlyList<LayerStack> GetStacks(IReadOnlyList<int> inputShape) => [];

    /// <summary>The products that one row takes in matrix products and convolutions.</summary>
    internal virtual long GetMultiplyAdds(IReadOnlyList<int> inputShape) => GetStacks(inputShape).Sum(stack => stack.GetMultiplyAdds());

    /// <summary>What a number of the layer's output sees of the network's input.</summary>
    /// <param name="field">What a number of its input sees; null where no window has moved yet, and behind the last pixels.</param>
    /// <param name="inputShape">Shape of one row before the layer.</param>
    internal virtual ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape) => field;

    /// <summary>The tensors the layer owns, in the order they are stored.</summary>
    internal abstract IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape);

    /// <summary>The layer in libtorch, for training; null when it does nothing there.</summary>
    internal abstract LayerModule? CreateModule(ModuleContext context);

    /// <summary>The layer in managed code; null when it does nothing to a row that is scored.</summary>
    internal abstract Kernel? CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights);

    /// <summary>Whether the layer, and all inside it, can learn in managed code (<see cref="CreateManagedLayer"/>).</summary>
    internal virtual bool LearnsManaged => false;

    /// <summary>The layer in managed code, for training; null when it does nothing there, or cannot.</summary>
    internal virtual ManagedLayer? CreateManagedLayer(ManagedContext context) => null;

    /// <summary>Whether the layer does the same to every step of a sequence, whatever the others hold.</summary>
    internal virtual bool IsStepwise => false;

    /// <summary>The layer fed step by step; null when it does nothing to a row that is scored.</summary>
    /// <exception cref="NotSupportedException">It needs more than the steps so far.</exception>
    internal virtual StepLayer? CreateStep(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        if (inputShape.Count > 1 && !IsStepwise)
            throw new NotSupportedException($"A sequence cannot be scored step by step by a network with {Describe()}.");
        IReadOnlyList<int> stepShape = inputShape.Count > 1 ? [1, inputShape[^1]] : inputShape;
        return CreateKernel(stepShape, weights) is { } kernel ? new KernelStep(kernel) : null;
    }

    /// <summary>The width of a row, for layers that take flat rows only.</summary>
    private protected static int FlatWidth(IReadOnlyList<int> inputShape) =>
        inputShape.Count == 1
            ? inputShape[0]
            : throw new ArgumentException($"takes rows of shape [features], but its input has shape {NetworkSpec.Format(inputShape)}.");

    /// <summary>The width of a row's last dimension, for layers that do the same for every member, pixel or step.</summary>
    private protected static int RowWidth(IReadOnlyList<int> inputShape) => inputShape[^1];

    /// <summary>How many numbers a row of this shape has.</summary>
    private protected static long Count(IReadOnlyList<int> shape) => shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>A shape with another last dimension.</summary>
    private protected static IReadOnlyList<int> WithLast(IReadOnlyList<int> shape, int width) => [.. shape.SkipLast(1), width];

    /// <summary>A kernel for the last dimension, run for all others.</summary>
    private protected static Kernel OverLastDimension(IReadOnlyList<int> inputShape, Kernel kernel)
    {
        int count = inputShape.SkipLast(1).Aggregate(1, (product, size) => checked(product * size));
        return count == 1 ? kernel : new RepeatedKernel(kernel, count);
    }

    private protected static void RequireMembers(IReadOnlyList<int> inputShape)
    {
        if (inputShape.Count != 2)
        {
            throw new ArgumentException(
                $"takes rows of shape [members, features], as EnsembleViewSpec makes them, but its input has shape "
                + $"{NetworkSpec.Format(inputShape)}.");
        }
    }

    private protected static void RequireSteps(IReadOnlyList<int> inputShape)
    {
        if (inputShape.Count != 2)
        {
            throw new ArgumentException(
                $"takes rows of shape [steps, features], but its input has shape {NetworkSpec.Format(inputShape)}.");
        }
    }

    private protected static void RequireFactor(double factor, string member) =>
        Require(double.IsFinite(factor) && factor >= 0, member, "finite and at least 0", factor);

    internal static void Require(bool holds, string member, string rule, object value)
    {
        if (!holds)
            throw new ArgumentException(FormattableString.Invariant($"{member} must be {rule}, but was {value}."));
    }
}
