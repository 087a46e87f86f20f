namespace MLNetDeep.Networks;

/// <summary>How a layer's biases start.</summary>
public enum BiasInitialization
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>Uniform between -1 / sqrt(inputs) and 1 / sqrt(inputs), what PyTorch's layers start with.</summary>
    FanInUniform,

    /// <summary>Normal with variance 1, as RealMLP-TD-S has it (arXiv:2407.04491).</summary>
    StandardNormal,

    /// <summary>
    /// For each unit minus its output at a random mix of five training rows, so that the unit bends within the data: <c>he+5</c> in
    /// RealMLP (arXiv:2407.04491).
    /// </summary>
    AtData,
}
