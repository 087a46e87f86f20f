namespace MLNetDeep.Networks;

/// <summary>How zeros around the input are counted.</summary>
public enum PaddingKind
{
    /// <summary>As many on each side as <see cref="Padding.Size"/> says.</summary>
    Given,

    /// <summary>As many as make the output's size the input's, divided by the stride and rounded up (Keras' and PyTorch's
    /// <c>same</c>); an odd one lies behind.</summary>
    Same,

    /// <summary>So that every window that touches the input counts.</summary>
    Full,
}

/// <summary>The zeros around a layer's input. A plain number is that many on each side.</summary>
/// <param name="Kind">How they are counted.</param>
/// <param name="Size">How many on each side, where they are given.</param>
public readonly record struct Padding(PaddingKind Kind, Extent Size)
{
    /// <summary>None.</summary>
    public static Padding Valid => default;

    /// <summary>As many as make the output's size the input's, divided by the stride and rounded up.</summary>
    public static Padding Same => new(PaddingKind.Same, 0);

    /// <summary>So that every window that touches the input counts.</summary>
    public static Padding Full => new(PaddingKind.Full, 0);

    /// <summary>The same number on all sides.</summary>
    /// <param name="size">The number.</param>
    public static implicit operator Padding(int size) => new(PaddingKind.Given, size);

    /// <summary>A number above and below, and one left and right.</summary>
    /// <param name="size">The numbers.</param>
    public static implicit operator Padding((int Height, int Width) size) => new(PaddingKind.Given, size);

    /// <inheritdoc/>
    public override string ToString() => Kind == PaddingKind.Given ? Size.ToString() : Kind.ToString().ToLowerInvariant();
}
