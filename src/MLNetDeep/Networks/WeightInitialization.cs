namespace MLNetDeep.Networks;

/// <summary>How a weight matrix starts: normal numbers with mean 0, whose spread keeps signals at one size through the layers.</summary>
public enum WeightInitialization
{
    /// <summary>Variance 2 / inputs (He, arXiv:1502.01852), for the ReLU family.</summary>
    Kaiming,

    /// <summary>Variance 2 / (inputs + outputs) (Glorot and Bengio 2010), for tanh, sigmoid and output layers.</summary>
    Glorot,

    /// <summary>Variance 1 / inputs (LeCun 1998), which SELU asks for.</summary>
    LeCun,
}
