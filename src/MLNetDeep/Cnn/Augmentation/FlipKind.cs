namespace MLNetDeep;

/// <summary>How often images are mirrored while a network learns from them.</summary>
public enum FlipKind
{
    /// <summary>Never: what digits, letters and other things with a left and a right want.</summary>
    None,

    /// <summary>Each time with probability one half.</summary>
    Random,

    /// <summary>
    /// In every second epoch, starting at random for each image, so that both sides are seen equally often (arXiv:2404.00498, section
    /// 3.6). Horizontal and vertical together go through all four combinations in four epochs. Rows that do not fit into memory are
    /// mirrored as by <see cref="Random"/>, since nothing tells which they were in the epoch before.
    /// </summary>
    Alternating,
}
