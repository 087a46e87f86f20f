namespace MLNetDeep.Networks;

/// <summary>The places that a transposed convolution's window writes to.</summary>
/// <param name="Vertical">Along the height.</param>
/// <param name="Horizontal">Along the width.</param>
internal readonly record struct TransposedWindow(TransposedAxis Vertical, TransposedAxis Horizontal)
{
    private const string Owner = "ConvTransposeSpec";

    /// <summary>Places a window.</summary>
    /// <param name="grid">What it reads.</param>
    /// <param name="spec">The layer.</param>
    /// <exception cref="ArgumentException">A number is out of range, or nothing is left of the output.</exception>
    public static TransposedWindow Over(Grid grid, ConvTransposeSpec spec)
    {
        Padding padding = spec.Padding;
        LayerSpec.Require(padding.Kind is PaddingKind.Given or PaddingKind.Same, $"{Owner}.Padding", "numbers or same", padding);
        SlidingWindow.RequireSizes(Owner, "Kernel", spec.Kernel, 1, grid);
        SlidingWindow.RequireSizes(Owner, "Stride", spec.Stride, 1, grid);
        SlidingWindow.RequireSizes(Owner, "Padding", padding.Size, 0, grid);
        SlidingWindow.RequireSizes(Owner, "OutputPadding", spec.OutputPadding, 0, grid);
        SlidingWindow.RequireSizes(Owner, "Dilation", spec.Dilation, 1, grid);
        Extent limit = new(Math.Max(spec.Stride.Height, spec.Dilation.Height), Math.Max(spec.Stride.Width, spec.Dilation.Width));
        bool isBelow = spec.OutputPadding.Width < limit.Width && (grid.IsSignal || spec.OutputPadding.Height < limit.Height);
        LayerSpec.Require(isBelow, $"{Owner}.OutputPadding", $"below stride or dilation, {limit}", spec.OutputPadding);
        bool isFree = padding.Kind == PaddingKind.Given || spec.OutputPadding == 0;
        LayerSpec.Require(isFree, $"{Owner}.OutputPadding", "0 with padding of same size", spec.OutputPadding);
        TransposedAxis horizontal = TransposedAxis.Place(
            grid.Width, spec.Kernel.Width, spec.Stride.Width, spec.Dilation.Width, padding.Kind, padding.Size.Width,
            spec.OutputPadding.Width);
        TransposedAxis vertical = grid.IsSignal
            ? TransposedAxis.Place(1, 1, 1, 1, PaddingKind.Given, 0, 0)
            : TransposedAxis.Place(
                grid.Height, spec.Kernel.Height, spec.Stride.Height, spec.Dilation.Height, padding.Kind, padding.Size.Height,
                spec.OutputPadding.Height);
        if (vertical.OutputSize < 1 || horizontal.OutputSize < 1)
        {
            throw new ArgumentException(
                $"its padding {padding} leaves nothing of what a window of {spec.Kernel} makes of its input of shape "
                + $"{NetworkSpec.Format(grid.Shape)}.");
        }

        return new TransposedWindow(vertical, horizontal);
    }
}

/// <summary>One axis of a transposed convolution: input i writes to output i * stride + tap * dilation - before.</summary>
/// <param name="InputSize">Size of what it reads.</param>
/// <param name="Kernel">Taps of the window.</param>
/// <param name="Stride">How far the window moves over the output.</param>
/// <param name="Dilation">Distance of neighbouring taps.</param>
/// <param name="Before">Outputs cut off before the first.</param>
/// <param name="OutputSize">Size of what it writes.</param>
internal readonly record struct TransposedAxis(int InputSize, int Kernel, int Stride, int Dilation, int Before, int OutputSize)
{
    /// <summary>Outputs from the first to the last under the window.</summary>
    public int Reach => checked(Dilation * (Kernel - 1) + 1);

    /// <summary>Outputs behind the end of what an equal cut on both sides leaves; below 0, one more is cut off there.</summary>
    public int Extra => OutputSize - ((InputSize - 1) * Stride + Reach - 2 * Before);

    public static TransposedAxis Place(int input, int kernel, int stride, int dilation, PaddingKind kind, int given, int extra)
    {
        int reach = checked(dilation * (kernel - 1) + 1);
        return kind == PaddingKind.Same
            ? new TransposedAxis(input, kernel, stride, dilation, Math.Max(0, reach - stride) / 2, checked(input * stride))
            : new TransposedAxis(
                input, kernel, stride, dilation, given, checked((input - 1) * stride + reach - 2 * given + extra));
    }

    /// <summary>For each output the taps that write to it, each with its input.</summary>
    public (int Tap, int Input)[][] Sources()
    {
        var sources = new (int, int)[OutputSize][];
        for (int place = 0; place < OutputSize; place++)
        {
            var found = new List<(int, int)>();
            for (int tap = 0; tap < Kernel; tap++)
            {
                int at = place + Before - tap * Dilation;
                if (at >= 0 && at % Stride == 0 && at / Stride < InputSize)
                    found.Add((tap, at / Stride));
            }

            sources[place] = [.. found];
        }

        return sources;
    }
}
