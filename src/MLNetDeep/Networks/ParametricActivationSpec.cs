using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>
/// A function whose strength each unit learns, x + (f(x) - x) a, from the function itself (a = 1) to none (a = 0); RealMLP's
/// parametric activation (arXiv:2407.04491).
/// </summary>
/// <param name="Function">Which function f.</param>
/// <param name="Parameter">What shapes the function, as in <see cref="ActivationSpec"/>.</param>
/// <param name="LearningRateFactor">What the step size of a is multiplied by; finite and at least 0, RealMLP's 0.1.</param>
public sealed record ParametricActivationSpec(
    Activation Function,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Parameter = null,
    double LearningRateFactor = 0.1) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"Parametric {new ActivationSpec(Function, Parameter).Describe()}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        ActivationSpec.Check("ParametricActivationSpec", Function, Parameter);
        RequireFactor(LearningRateFactor, "ParametricActivationSpec.LearningRateFactor");
        return inputShape;
    }

    internal override bool IsStepwise => true;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape) =>
        [new LayerTensor("weight", [inputShape[^1]], Initializer.Constant(1), LearningRateFactor: (float)LearningRateFactor)];

    internal override LayerModule CreateModule(ModuleContext context) =>
        new ParametricActivationModule(new ActivationModule(Function, Parameter), context["weight"]);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) =>
        ActivationLayers.CreateParametric(context, Function, Parameter);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        OverLastDimension(inputShape, ActivationKernels.CreateParametric(Function, Parameter, weights["weight"]));
}
