namespace MLNetDeep;

/// <summary>What comes in at the edges of a moved image or signal.</summary>
public enum EdgeMode
{
    /// <summary>The image mirrored at its outermost pixels, which are not repeated: NumPy's and PyTorch's <c>reflect</c>.</summary>
    Reflect,

    /// <summary>The outermost pixels, again and again: NumPy's <c>edge</c>, PyTorch's <c>replicate</c>.</summary>
    Replicate,

    /// <summary>Zeros, and thus each channel's mean over the training rows, since values are normalised by then.</summary>
    Zeros,
}
