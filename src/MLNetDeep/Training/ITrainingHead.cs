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
}
