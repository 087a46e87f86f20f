namespace MLNetDeep.Networks;

/// <summary>A window that slides over a grid, as convolutions and pools have it.</summary>
/// <param name="Vertical">Along the height.</param>
/// <param name="Horizontal">Along the width.</param>
internal readonly record struct SlidingWindow(WindowAxis Vertical, WindowAxis Horizontal)
{
    private const int Most = 1 << 20; // no grid is larger, and the places of windows stay numbers

    /// <summary>Places a window.</summary>
    /// <param name="owner">The layer, for messages.</param>
    /// <param name="grid">What it slides over.</param>
    /// <param name="kernel">Its size.</param>
    /// <param name="stride">How far it moves.</param>
    /// <param name="padding">Zeros around the grid.</param>
    /// <param name="dilation">Distance of neighbouring pixels under the window.</param>
    /// <param name="roundsUp">Whether a window that stands over the edge counts.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the window is larger than the grid.</exception>
    public static SlidingWindow Over(
        string owner, Grid grid, Extent kernel, Extent stride, Padding padding, Extent dilation, bool roundsUp = false)
    {
        LayerSpec.Require(Enum.IsDefined(padding.Kind), $"{owner}.Padding", "one of the kinds", padding.Kind);
        RequireSizes(owner, "Kernel", kernel, 1, grid);
        RequireSizes(owner, "Stride", stride, 1, grid);
        RequireSizes(owner, "Padding", padding.Size, 0, grid);
        RequireSizes(owner, "Dilation", dilation, 1, grid);
        WindowAxis horizontal = WindowAxis.Place(grid.Width, kernel.Width, stride.Width, dilation.Width, padding.Kind, padding.Size.Width, roundsUp);
        WindowAxis vertical = grid.IsSignal
            ? WindowAxis.Place(1, 1, 1, 1, PaddingKind.Given, 0, roundsUp)
            : WindowAxis.Place(grid.Height, kernel.Height, stride.Height, dilation.Height, padding.Kind, padding.Size.Height, roundsUp);
        if (vertical.OutputSize < 1 || horizontal.OutputSize < 1)
        {
            string reach = grid.IsSignal ? $"{horizontal.Reach}" : $"{vertical.Reach} x {horizontal.Reach}";
            throw new ArgumentException(
                $"its window of {reach} is larger than its input of shape {NetworkSpec.Format(grid.Shape)} with padding {padding}.");
        }

        return new SlidingWindow(vertical, horizontal);
    }

    /// <summary>Places a pool's window, each of whose places must hold something of the input.</summary>
    /// <param name="owner">The layer, for messages.</param>
    /// <param name="grid">What it slides over.</param>
    /// <param name="kernel">Its size.</param>
    /// <param name="stride">How far it moves; null for as far as it is large.</param>
    /// <param name="padding">What is added around the grid.</param>
    /// <param name="roundsUp">Whether a window that stands over the edge counts.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the window is larger than the grid.</exception>
    public static SlidingWindow OfPool(string owner, Grid grid, Extent kernel, Extent? stride, Padding padding, bool roundsUp)
    {
        SlidingWindow window = Over(owner, grid, kernel, stride ?? kernel, padding, 1, roundsUp);
        bool isNarrow = 2 * padding.Size.Width <= kernel.Width && (grid.IsSignal || 2 * padding.Size.Height <= kernel.Height);
        isNarrow |= padding.Kind != PaddingKind.Given;
        LayerSpec.Require(isNarrow, $"{owner}.Padding", $"at most half the window of {kernel}", padding);
        return window;
    }

    /// <exception cref="ArgumentException">A size is too small or too large, or a signal has two.</exception>
    public static void RequireSizes(string owner, string member, Extent size, int least, Grid grid)
    {
        LayerSpec.Require(size.Height >= least && size.Width >= least, $"{owner}.{member}", $"at least {least}", size);
        LayerSpec.Require(size.Height <= Most && size.Width <= Most, $"{owner}.{member}", $"at most {Most}", size);
        bool isFlat = !grid.IsSignal || size.Height == size.Width || size.Height == least;
        LayerSpec.Require(isFlat, $"{owner}.{member}", "one number for a signal", size);
    }
}

/// <summary>One axis of a window that slides.</summary>
/// <param name="InputSize">Size of what it slides over.</param>
/// <param name="Kernel">Pixels under the window.</param>
/// <param name="Stride">How far it moves.</param>
/// <param name="Dilation">Distance of neighbouring pixels under the window.</param>
/// <param name="Before">Padding before the first pixel.</param>
/// <param name="After">Padding behind the last one.</param>
/// <param name="OutputSize">Places of the window; below 1 when it does not fit.</param>
internal readonly record struct WindowAxis(int InputSize, int Kernel, int Stride, int Dilation, int Before, int After, int OutputSize)
{
    /// <summary>Pixels from the first to the last under the window.</summary>
    public int Reach => checked(Dilation * (Kernel - 1) + 1);

    /// <exception cref="OverflowException">The sizes are beyond any grid.</exception>
    public static WindowAxis Place(int input, int kernel, int stride, int dilation, PaddingKind kind, int given, bool roundsUp)
    {
        int reach = checked(dilation * (kernel - 1) + 1);
        int same = checked(Math.Max(0, ((input + stride - 1) / stride - 1) * stride + reach - input));
        (int before, int after) = kind switch
        {
            PaddingKind.Same => (same / 2, same - same / 2),
            PaddingKind.Full => (reach - 1, reach - 1),
            _ => (given, given),
        };
        int room = checked(input + before + after - reach);
        int output = room < 0 ? 0 : room / stride + 1;
        // A window that stands over the edge counts if it begins inside the input or the padding before it (PyTorch's rule).
        if (roundsUp && room >= 0 && room % stride != 0 && (long)output * stride < (long)input + before)
            output++;
        return new WindowAxis(input, kernel, stride, dilation, before, after, output);
    }
}
