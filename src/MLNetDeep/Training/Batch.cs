using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>Some rows of the data as tensors; the current dispose scope owns them.</summary>
/// <param name="Features">Shape [rows, features].</param>
/// <param name="Targets">Shape [rows, targets].</param>
/// <param name="Weights">Shape [rows], or null.</param>
/// <param name="TotalWeight">Sum of the weights; the number of rows when there are none.</param>
internal readonly record struct Batch(torch.Tensor Features, torch.Tensor Targets, torch.Tensor? Weights, double TotalWeight)
{
    /// <summary>Numbers of the rows, the same in every epoch; empty where they are not known.</summary>
    public ReadOnlyMemory<long> RowNumbers { get; init; }

    /// <summary>The epoch whose order the rows are in, from 1; 0 for rows as they lie.</summary>
    public int Epoch { get; init; }
}
