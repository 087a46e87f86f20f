namespace MLNetDeep.Training;

/// <summary>What a fit leaves.</summary>
/// <param name="Tensors">All tensors of the best epoch, flat, in the order of the network description.</param>
/// <param name="History">The course of the fit.</param>
internal sealed record TrainingResult(float[] Tensors, TrainingHistory History);
