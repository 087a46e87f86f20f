namespace MLNetDeep.Networks;

/// <summary>A tensor as its layer declares it.</summary>
/// <param name="Name">Its name inside the layer, PyTorch's word: <c>weight</c>, <c>running_mean</c>.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Start">The numbers it starts with.</param>
/// <param name="IsParameter">Whether training adjusts it.</param>
/// <param name="DecayFactor">What weight decay is multiplied by: 1 for matrices, 0 for biases and batch-norm scales.</param>
/// <param name="LearningRateFactor">What the step size is multiplied by.</param>
internal sealed record LayerTensor(
    string Name, int[] Shape, Initializer Start, bool IsParameter = true, float DecayFactor = 0, float LearningRateFactor = 1);
