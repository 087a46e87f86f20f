using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>Some rows of the data as tensors; the current dispose scope owns them.</summary>
/// <param name="Features">Shape [rows, features].</param>
/// <param name="Targets">Shape [rows, targets].</param>
/// <param name="Weights">Shape [rows], or null.</param>
/// <param name="TotalWeight">Sum of the weights; the number of rows when there are none.</param>
internal readonly record struct Batch(torch.Tensor Features, torch.Tensor Targets, torch.Tensor? Weights, double TotalWeight);
