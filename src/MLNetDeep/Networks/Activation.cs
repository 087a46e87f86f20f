namespace MLNetDeep.Networks;

/// <summary>The element-wise functions between a network's layers; each is PyTorch's function of that name with its defaults.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x, or 0.01 x below 0; the slope can be chosen.</summary>
    LeakyRelu,

    /// <summary>x, or e^x - 1 below 0 (arXiv:1511.07289); the factor of the lower part can be chosen.</summary>
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

    /// <summary>x itself.</summary>
    Identity,

    /// <summary>GELU by its tanh approximation (arXiv:1606.08415), PyTorch's <c>approximate="tanh"</c>.</summary>
    GeluTanh,

    /// <summary>x / 6 + 1/2, held between 0 and 1.</summary>
    HardSigmoid,

    /// <summary>x, held between -1 and 1.</summary>
    HardTanh,

    /// <summary>x times its hard sigmoid (arXiv:1905.02244).</summary>
    HardSwish,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,

    /// <summary>1 above 0, else 0: the classical threshold unit. Its gradient is 0, so nothing before it learns by
    /// backpropagation.</summary>
    Step,
}
