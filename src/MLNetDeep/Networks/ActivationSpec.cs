using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>Applies a function to every element.</summary>
/// <param name="Function">Which function.</param>
/// <param name="Parameter">
/// The number that shapes the function: the slope below 0 of <see cref="Activation.LeakyRelu"/> (default 0.01) or the factor below 0
/// of <see cref="Activation.Elu"/> (default 1), finite; <see langword="null"/> for the default, and for all other functions.
/// </param>
public sealed record ActivationSpec(
    Activation Function,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Parameter = null) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() =>
        Parameter is { } number ? FormattableString.Invariant($"{Function} {number}") : Function.ToString();

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Check("ActivationSpec", Function, Parameter);
        return inputShape;
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) => [];

    internal override LayerModule CreateModule(ModuleContext context) => new ActivationModule(Function, Parameter);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer? CreateManagedLayer(ManagedContext context) =>
        Function == Activation.Identity ? null : ActivationLayers.Create(context, Function, Parameter);

    internal override Kernel? CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        Function == Activation.Identity
            ? null
            : OverLastDimension(inputShape, ActivationKernels.Create(Function, Parameter, inputShape[^1]));

    /// <summary>Refuses an unknown function, and a parameter where the function takes none.</summary>
    internal static void Check(string owner, Activation function, double? parameter)
    {
        Require(Enum.IsDefined(function), $"{owner}.Function", "a known activation", function);
        Require(parameter is null || function is Activation.LeakyRelu or Activation.Elu, $"{owner}.Parameter",
            $"absent for {function}", parameter ?? 0);
        Require(parameter is null || double.IsFinite(parameter.Value), $"{owner}.Parameter", "finite", parameter ?? 0);
    }
}
