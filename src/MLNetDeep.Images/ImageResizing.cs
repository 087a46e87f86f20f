namespace MLNetDeep.Images;

/// <summary>What happens to an image whose size is not the one asked for; the first three are named as in ML.NET's ResizeImages.</summary>
public enum ImageResizing
{
    /// <summary>It is scaled until it covers the size, and what stands over is cut off on both sides alike.</summary>
    IsoCrop,

    /// <summary>It is scaled until it fits into the size, and the rest is filled with black on both sides alike.</summary>
    IsoPad,

    /// <summary>It is stretched to the size; circles may become ellipses.</summary>
    Fill,

    /// <summary>It is refused.</summary>
    None,
}
