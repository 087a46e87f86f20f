using MLNetDeep.Comparison;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>What a task adds to the loop: how far an output is from its target, and how good predictions are.</summary>
internal interface ITrainingHead
{
    /// <summary>Numbers the network puts out for a row.</summary>
    int OutputWidth { get; }

    /// <summary>What <see cref="Measure"/> measures, in its order; the first is the loss.</summary>
    IReadOnlyList<Metric> Metrics => [LossMetric];

    /// <summary>The mean loss of a batch, weighted when weights are given.</summary>
    /// <param name="output">Shape [rows, OutputWidth], float32.</param>
    /// <param name="target">Shape [rows, targets], float32; class indices are floats.</param>
    /// <param name="weight">Shape [rows], float32, above 0; null when all rows count alike.</param>
    /// <param name="labelSmoothing">
    /// The share ε that a class label gives away to all K classes alike, itself included: (1 − ε)·y + ε / K. From 0, which is what rows
    /// are measured with, to 1. Tasks without classes take no notice.
    /// </param>
    /// <returns>A scalar; the caller's dispose scope owns it.</returns>
    torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight, double labelSmoothing);

    /// <summary>Whether <see cref="Derive"/> does in managed code what <see cref="Loss"/> does in libtorch.</summary>
    bool LearnsManaged => false;

    /// <summary>The loss of one row, and its derivatives by the outputs.</summary>
    /// <param name="output">Shape [OutputWidth].</param>
    /// <param name="target">Shape [targets].</param>
    /// <param name="labelSmoothing">As <see cref="Loss"/> takes it.</param>
    /// <param name="slopes">Takes the derivatives, shape [OutputWidth].</param>
    /// <returns>The loss: <see cref="Loss"/> is the mean of its rows'.</returns>
    double Derive(ReadOnlySpan<float> output, ReadOnlySpan<float> target, double labelSmoothing, Span<float> slopes) =>
        throw new NotSupportedException("The loss has no managed code.");

    /// <summary>Measures predictions in managed code.</summary>
    /// <param name="outputs">
    /// What the network puts out, shape [rows, members, OutputWidth]; several members are judged by their averaged scores.
    /// </param>
    /// <param name="targets">Shape [rows, targets], as <see cref="Loss"/> takes them; at least one row.</param>
    /// <param name="weights">Shape [rows], at least 0; empty when all rows count alike.</param>
    /// <returns>
    /// One value for each of <see cref="Metrics"/>; NaN for one that these rows leave undefined, such as the AUC of a single class.
    /// </returns>
    double[] Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights) => [double.NaN];

    /// <summary>The loss, as a metric.</summary>
    static readonly Metric LossMetric = new("Loss", HigherIsBetter: false);
}
