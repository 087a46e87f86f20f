namespace MLNetDeep.Networks;

/// <summary>The element-wise functions between a network's layers; each is PyTorch's function of that name with its defaults.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x, or 0.01 x below 0.</summary>
    LeakyRelu,

    /// <summary>x, or e^x - 1 below 0 (arXiv:1511.07289).</summary>
    Elu,

    /// <summary>The self-normalising scaled ELU (arXiv:1706.02515).</summary>
    Selu,

    /// <summary>x times the normal distribution function of x, exact form (arXiv:1606.08415).</summary>
    Gelu,

    /// <summary>x times its logistic function, also called swish (arXiv:1710.05941).</summary>
    Silu,

    /// <summary>x tanh(ln(1 + e^x)) (arXiv:1908.08681).</summary>
    Mish,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The logistic function.</summary>
    Sigmoid,

    /// <summary>ln(1 + e^x).</summary>
    Softplus,
}
