using System.Numerics;
using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>
/// One layer in managed code, over a block of rows. A row of shape [.., width] lies as stretches of <see cref="Pad"/>(width) floats,
/// one for each index of the other dimensions, so that every stretch is a whole number of vectors; what the padding holds is never
/// read as a value.
/// </summary>
/// <param name="inputWidth">Last dimension of the input.</param>
/// <param name="outputWidth">Last dimension of the output.</param>
internal abstract class Kernel(int inputWidth, int outputWidth)
{
    /// <summary>Columns a linear kernel makes at once: two vectors.</summary>
    public static readonly int PanelWidth = 2 * Vector<float>.Count;

    public int InputWidth { get; } = inputWidth;

    public int OutputWidth { get; } = outputWidth;

    /// <summary>Distance between rows of the input.</summary>
    public virtual int InputStride => Pad(InputWidth);

    /// <summary>Distance between rows of the output.</summary>
    public virtual int OutputStride => Pad(OutputWidth);

    /// <summary>About how many multiply-adds a row takes, to choose how work is shared between threads.</summary>
    public virtual long MultiplyAdds => OutputStride;

    /// <summary>Whether the kernel may write over its input instead of into a second block.</summary>
    public virtual bool InPlace => false;

    /// <summary>Length of a stretch of this width.</summary>
    public static int Pad(int width) => (width + PanelWidth - 1) / PanelWidth * PanelWidth;

    /// <summary>Distance between rows of this shape.</summary>
    public static int Stride(IReadOnlyList<int> shape) =>
        shape.SkipLast(1).Aggregate(Pad(shape[^1]), (product, size) => checked(product * size));

    /// <summary>Distance between rows of an image or a signal.</summary>
    public static int Stride(Grid grid) => checked(grid.PixelCount * Pad(grid.Channels));

    /// <summary>Runs the layer.</summary>
    /// <param name="input">Shape [rows, InputStride].</param>
    /// <param name="output">Shape [rows, OutputStride]; may be the same memory as the input when <see cref="InPlace"/>.</param>
    /// <param name="rows">Rows in the block.</param>
    public abstract void Run(ReadOnlySpan<float> input, Span<float> output, int rows);

    /// <summary>This kernel and the next as one; null when they cannot be.</summary>
    public virtual Kernel? Then(Kernel next) => null;
}
