namespace MLNetDeep.Networks;

/// <summary>A size along both axes of an image; of a signal the width alone counts. A plain number is the same along both.</summary>
/// <param name="Height">Along the height.</param>
/// <param name="Width">Along the width.</param>
public readonly record struct Extent(int Height, int Width)
{
    /// <summary>The same size along both axes.</summary>
    /// <param name="size">The size.</param>
    public static implicit operator Extent(int size) => new(size, size);

    /// <summary>A height and a width.</summary>
    /// <param name="size">The sizes.</param>
    public static implicit operator Extent((int Height, int Width) size) => new(size.Height, size.Width);

    /// <inheritdoc/>
    public override string ToString() => Height == Width
        ? FormattableString.Invariant($"{Width}")
        : FormattableString.Invariant($"{Height}x{Width}");
}
