namespace MLNetDeep.Networks;

/// <summary>A tensor as its layer declares it.</summary>
/// <param name="Name">Its name inside the layer, PyTorch's word: <c>weight</c>, <c>running_mean</c>.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Start">Mean and standard deviation of the numbers it starts with; no deviation means a constant.</param>
/// <param name="IsParameter">Whether training adjusts it.</param>
/// <param name="Decays">Whether weight decay applies: to matrices, not to biases or batch-norm scales.</param>
internal sealed record LayerTensor(
    string Name, int[] Shape, (double Mean, double Deviation) Start, bool IsParameter = true, bool Decays = false);
