using MLNetDeep.Comparison;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>What a task adds to the loop: how far an output is from its target.</summary>
internal interface ITrainingHead
{
    /// <summary>Numbers the network puts out for a row.</summary>
    int OutputWidth { get; }

    /// <summary>The mean loss of a batch, weighted when weights are given.</summary>
    /// <param name="output">Shape [rows, OutputWidth], float32.</param>
    /// <param name="target">Shape [rows, targets], float32; class indices are floats.</param>
    /// <param name="weight">Shape [rows], float32, above 0; null when all rows count alike.</param>
    /// <returns>A scalar; the caller's dispose scope owns it.</returns>
    torch.Tensor Loss(torch.Tensor output, torch.Tensor target, torch.Tensor? weight);

    /// <summary>What is measured on the validation rows; the first is the loss.</summary>
    IReadOnlyList<Metric> Metrics => [LossMetric];

    /// <summary>Measures the metrics, in managed code.</summary>
    /// <param name="outputs">The network's raw outputs, shape [rows, OutputWidth].</param>
    /// <param name="targets">Shape [rows, targets].</param>
    /// <param name="weights">Shape [rows]; empty when all rows count alike.</param>
    /// <returns>One value for each of <see cref="Metrics"/>; the loop puts its own in the loss's place.</returns>
    double[] Measure(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights) => [double.NaN];

    /// <summary>The loss, as a metric.</summary>
    static readonly Metric LossMetric = new("Loss", HigherIsBetter: false);
}
