namespace MLNetDeep.Networks;

/// <summary>How much of the network's input a number of a layer's output sees through windows, and how far apart neighbours look.</summary>
/// <remarks>What gates and normalisations learn from the whole image does not count.</remarks>
/// <param name="Height">Pixels along the height.</param>
/// <param name="Width">Pixels along the width.</param>
/// <param name="VerticalStep">Pixels of the input between neighbours along the height.</param>
/// <param name="HorizontalStep">Pixels of the input between neighbours along the width.</param>
/// <param name="IsSignal">Whether there is no height.</param>
internal readonly record struct ReceptiveField(double Height, double Width, double VerticalStep, double HorizontalStep, bool IsSignal)
{
    /// <summary>A field; where there is none yet, that of the network's input.</summary>
    public static ReceptiveField Of(ReceptiveField? field, Grid grid) => field ?? new ReceptiveField(1, 1, 1, 1, grid.IsSignal);

    /// <summary>The field behind a window.</summary>
    public ReceptiveField Through(SlidingWindow window) => Through(
        window.Vertical.Reach, window.Horizontal.Reach, window.Vertical.Stride, window.Horizontal.Stride);

    /// <summary>The field behind a window.</summary>
    /// <param name="height">Its height.</param>
    /// <param name="width">Its width.</param>
    /// <param name="verticalStride">How far it moves along the height.</param>
    /// <param name="horizontalStride">How far it moves along the width.</param>
    public ReceptiveField Through(int height, int width, double verticalStride, double horizontalStride) => this with
    {
        Height = Height + (height - 1) * VerticalStep,
        Width = Width + (width - 1) * HorizontalStep,
        VerticalStep = VerticalStep * verticalStride,
        HorizontalStep = HorizontalStep * horizontalStride,
    };

    /// <summary>The larger of two along each axis.</summary>
    public static ReceptiveField? Larger(ReceptiveField? first, ReceptiveField? second) => (first, second) switch
    {
        ({ } a, { } b) => new ReceptiveField(
            Math.Max(a.Height, b.Height), Math.Max(a.Width, b.Width), Math.Max(a.VerticalStep, b.VerticalStep),
            Math.Max(a.HorizontalStep, b.HorizontalStep), a.IsSignal),
        _ => first ?? second,
    };

    /// <inheritdoc/>
    public override string ToString() => IsSignal
        ? FormattableString.Invariant($"{Math.Ceiling(Width)}")
        : FormattableString.Invariant($"{Math.Ceiling(Height)}x{Math.Ceiling(Width)}");
}
