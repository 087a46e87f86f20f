using System.Numerics;

namespace MLNetDeep.Scoring;

/// <summary>
/// One layer in managed code, over a block of rows. Rows lie <see cref="Pad"/>(width) floats apart, so that every row is a whole
/// number of vectors; what the padding holds is never read as a value.
/// </summary>
internal abstract class Kernel(int inputWidth, int outputWidth)
{
    /// <summary>Columns a linear kernel makes at once: two vectors.</summary>
    public static readonly int PanelWidth = 2 * Vector<float>.Count;

    public int InputWidth { get; } = inputWidth;

    public int OutputWidth { get; } = outputWidth;

    /// <summary>Whether the kernel writes over its input instead of into a second block.</summary>
    public virtual bool InPlace => false;

    /// <summary>Distance between rows of this width.</summary>
    public static int Pad(int width) => (width + PanelWidth - 1) / PanelWidth * PanelWidth;

    /// <summary>Runs the layer.</summary>
    /// <param name="input">Shape [rows, Pad(InputWidth)].</param>
    /// <param name="output">Shape [rows, Pad(OutputWidth)]; the same memory as the input when <see cref="InPlace"/>.</param>
    /// <param name="rows">Rows in the block.</param>
    public abstract void Run(ReadOnlySpan<float> input, Span<float> output, int rows);
}
