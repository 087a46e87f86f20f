namespace MLNetDeep.Networks;

/// <summary>
/// How a weight matrix starts. Mean 0 throughout; the spread keeps signals at one size through the layers. <i>Inputs</i> and
/// <i>outputs</i> are the widths of the layer.
/// </summary>
public enum WeightInitialization
{
    /// <summary>Normal with variance 2 / inputs (He, arXiv:1502.01852), for the ReLU family.</summary>
    Kaiming,

    /// <summary>Normal with variance 2 / (inputs + outputs) (Glorot and Bengio 2010), for tanh, sigmoid and output layers.</summary>
    Glorot,

    /// <summary>Normal with variance 1 / inputs (LeCun 1998), which SELU asks for.</summary>
    LeCun,

    /// <summary>Uniform with variance 2 / inputs (He, arXiv:1502.01852).</summary>
    KaimingUniform,

    /// <summary>Uniform with variance 2 / (inputs + outputs) (Glorot and Bengio 2010), the default of Keras.</summary>
    GlorotUniform,

    /// <summary>Uniform with variance 1 / inputs (LeCun 1998).</summary>
    LeCunUniform,

    /// <summary>Uniform between -1 / sqrt(inputs) and 1 / sqrt(inputs), what PyTorch's layers start with.</summary>
    FanInUniform,

    /// <summary>Orthonormal rows, or columns where the layer widens (arXiv:1312.6120).</summary>
    Orthogonal,

    /// <summary>Zeros, for an output layer that starts with no opinion.</summary>
    Zeros,

    /// <summary>Normal with variance 1, for <see cref="LinearSpec.NtkParametrization"/>.</summary>
    StandardNormal,

    /// <summary>
    /// Normal, then divided for each output by the deviation of that output over a sample of the training rows, so that all have
    /// variance 1: <c>std</c> in RealMLP (arXiv:2407.04491).
    /// </summary>
    UnitOutput,

    /// <summary>
    /// The first outputs copy the inputs, through the middle of a convolution's window; outputs beyond the inputs start as with
    /// <see cref="FanInUniform"/> (airbench, arXiv:2404.00498; PyTorch's dirac_ leaves those 0).
    /// </summary>
    Dirac,

    /// <summary>
    /// Convolutions of one group alone: outputs that are uncorrelated and of variance 1 over the patches of a sample of the training rows,
    /// and their negatives, the most spread first (arXiv:2404.00498, section 3.1, with epsilon 5e-4). At most twice as many outputs as the
    /// window has numbers. Usually left as they are, with <see cref="ConvSpec.WeightLearningRateFactor"/> 0.
    /// </summary>
    PatchWhitening,
}
