using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetDeep.Scoring;

/// <summary>
/// y = x W^T + b. The weights are packed in panels of two vectors of columns, so that the inner loop reads them in order and keeps a
/// tile of outputs in registers. Each output is one chain of fused multiply-adds over the inputs in order, whatever the tile: a row's
/// score does not depend on the rows around it.
/// </summary>
internal sealed class LinearKernel : Kernel
{
    private const int TileRows = 4;
    private const int TilePanels = 4;

    private readonly float[] _weight; // [outputs, inputs], kept for folding
    private readonly float[] _bias;
    private readonly float[] _panels; // [panels, inputs, PanelWidth]
    private readonly float[] _paddedBias; // [panels, PanelWidth]

    /// <summary>Packs a layer.</summary>
    /// <param name="inputs">Width of its input.</param>
    /// <param name="outputs">Width of its output.</param>
    /// <param name="weight">Shape [outputs, inputs].</param>
    /// <param name="bias">Shape [outputs], or empty.</param>
    public LinearKernel(int inputs, int outputs, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
        : base(inputs, outputs)
    {
        _weight = weight.ToArray();
        _bias = bias.IsEmpty ? new float[outputs] : bias.ToArray();
        _panels = new float[checked(Pad(outputs) * inputs)];
        _paddedBias = new float[Pad(outputs)];
        _bias.CopyTo(_paddedBias, 0);
        for (int column = 0; column < outputs; column++)
        {
            int start = column / PanelWidth * PanelWidth * inputs + column % PanelWidth;
            for (int k = 0; k < inputs; k++)
                _panels[start + k * PanelWidth] = weight[column * inputs + k];
        }
    }

    public override long MultiplyAdds => (long)InputWidth * Pad(OutputWidth);

    /// <summary>The same layer followed by a scale and a shift of each output.</summary>
    public override Kernel? Then(Kernel next)
    {
        if (next is not AffineKernel affine)
            return null;
        (float[] weight, float[] bias) = (new float[_weight.Length], new float[_bias.Length]);
        for (int column = 0; column < OutputWidth; column++)
        {
            float scale = affine.Scale[column];
            bias[column] = _bias[column] * scale + affine.Shift[column];
            for (int k = 0; k < InputWidth; k++)
                weight[column * InputWidth + k] = _weight[column * InputWidth + k] * scale;
        }

        return new LinearKernel(InputWidth, OutputWidth, weight, bias);
    }

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows) =>
        Run(input, InputStride, output, OutputStride, rows);

    /// <summary>Runs the layer on rows that lie further apart.</summary>
    /// <param name="input">The first row at its start.</param>
    /// <param name="inputStride">Distance between rows of the input.</param>
    /// <param name="output">The first row at its start.</param>
    /// <param name="outputStride">Distance between rows of the output.</param>
    /// <param name="rows">Number of rows.</param>
    public void Run(ReadOnlySpan<float> input, int inputStride, Span<float> output, int outputStride, int rows)
    {
        int gaps = Math.Max(rows - 1, 0);
        bool fits = input.Length >= gaps * inputStride + Pad(InputWidth) && output.Length >= gaps * outputStride + Pad(OutputWidth);
        if (rows > 0 && !fits)
            throw new ArgumentException($"Blocks of {input.Length} and {output.Length} floats are too small for {rows} rows.");
        ref float x = ref MemoryMarshal.GetReference(input);
        ref float y = ref MemoryMarshal.GetReference(output);
        int row = 0;
        for (; row + TileRows <= rows; row += TileRows)
            RunTile(ref Unsafe.Add(ref x, row * inputStride), inputStride, ref Unsafe.Add(ref y, row * outputStride), outputStride);
        for (; row < rows; row++)
            RunRow(ref Unsafe.Add(ref x, row * inputStride), ref Unsafe.Add(ref y, row * outputStride));
    }

    /// <summary>Four rows, panel by panel: eight sums in registers.</summary>
    private void RunTile(ref float x, int inputStride, ref float y, int outputStride)
    {
        int lane = Vector<float>.Count;
        ref float x1 = ref Unsafe.Add(ref x, inputStride);
        ref float x2 = ref Unsafe.Add(ref x, 2 * inputStride);
        ref float x3 = ref Unsafe.Add(ref x, 3 * inputStride);
        ref float panel = ref MemoryMarshal.GetArrayDataReference(_panels);
        for (int column = 0; column < _paddedBias.Length; column += PanelWidth)
        {
            var a0 = Vector.LoadUnsafe(ref _paddedBias[column]);
            var b0 = Vector.LoadUnsafe(ref _paddedBias[column + lane]);
            (Vector<float> a1, Vector<float> a2, Vector<float> a3) = (a0, a0, a0);
            (Vector<float> b1, Vector<float> b2, Vector<float> b3) = (b0, b0, b0);
            for (int k = 0; k < InputWidth; k++)
            {
                var wa = Vector.LoadUnsafe(ref panel);
                var wb = Vector.LoadUnsafe(ref panel, (nuint)lane);
                panel = ref Unsafe.Add(ref panel, 2 * lane);
                var v = new Vector<float>(Unsafe.Add(ref x, k));
                a0 = Vector.FusedMultiplyAdd(v, wa, a0);
                b0 = Vector.FusedMultiplyAdd(v, wb, b0);
                v = new Vector<float>(Unsafe.Add(ref x1, k));
                a1 = Vector.FusedMultiplyAdd(v, wa, a1);
                b1 = Vector.FusedMultiplyAdd(v, wb, b1);
                v = new Vector<float>(Unsafe.Add(ref x2, k));
                a2 = Vector.FusedMultiplyAdd(v, wa, a2);
                b2 = Vector.FusedMultiplyAdd(v, wb, b2);
                v = new Vector<float>(Unsafe.Add(ref x3, k));
                a3 = Vector.FusedMultiplyAdd(v, wa, a3);
                b3 = Vector.FusedMultiplyAdd(v, wb, b3);
            }

            ref float target = ref Unsafe.Add(ref y, column);
            Store(a0, b0, ref target);
            Store(a1, b1, ref Unsafe.Add(ref target, outputStride));
            Store(a2, b2, ref Unsafe.Add(ref target, 2 * outputStride));
            Store(a3, b3, ref Unsafe.Add(ref target, 3 * outputStride));
        }
    }

    /// <summary>One row: four panels at once hide the latency of the multiply-adds.</summary>
    private void RunRow(ref float x, ref float y)
    {
        int lane = Vector<float>.Count;
        int column = 0;
        int panelStep = InputWidth * PanelWidth;
        for (; column + TilePanels * PanelWidth <= _paddedBias.Length; column += TilePanels * PanelWidth)
        {
            ref float p0 = ref _panels[column * InputWidth];
            ref float p1 = ref Unsafe.Add(ref p0, panelStep);
            ref float p2 = ref Unsafe.Add(ref p1, panelStep);
            ref float p3 = ref Unsafe.Add(ref p2, panelStep);
            ref float bias = ref _paddedBias[column];
            var a0 = Vector.LoadUnsafe(ref bias);
            var b0 = Vector.LoadUnsafe(ref bias, (nuint)lane);
            var a1 = Vector.LoadUnsafe(ref bias, (nuint)(2 * lane));
            var b1 = Vector.LoadUnsafe(ref bias, (nuint)(3 * lane));
            var a2 = Vector.LoadUnsafe(ref bias, (nuint)(4 * lane));
            var b2 = Vector.LoadUnsafe(ref bias, (nuint)(5 * lane));
            var a3 = Vector.LoadUnsafe(ref bias, (nuint)(6 * lane));
            var b3 = Vector.LoadUnsafe(ref bias, (nuint)(7 * lane));
            for (int k = 0, at = 0; k < InputWidth; k++, at += 2 * lane)
            {
                var v = new Vector<float>(Unsafe.Add(ref x, k));
                a0 = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref p0, (nuint)at), a0);
                b0 = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref p0, (nuint)(at + lane)), b0);
                a1 = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref p1, (nuint)at), a1);
                b1 = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref p1, (nuint)(at + lane)), b1);
                a2 = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref p2, (nuint)at), a2);
                b2 = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref p2, (nuint)(at + lane)), b2);
                a3 = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref p3, (nuint)at), a3);
                b3 = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref p3, (nuint)(at + lane)), b3);
            }

            ref float target = ref Unsafe.Add(ref y, column);
            Store(a0, b0, ref target);
            Store(a1, b1, ref Unsafe.Add(ref target, 2 * lane));
            Store(a2, b2, ref Unsafe.Add(ref target, 4 * lane));
            Store(a3, b3, ref Unsafe.Add(ref target, 6 * lane));
        }

        for (; column < _paddedBias.Length; column += PanelWidth)
        {
            ref float panel = ref _panels[column * InputWidth];
            var a = Vector.LoadUnsafe(ref _paddedBias[column]);
            var b = Vector.LoadUnsafe(ref _paddedBias[column + lane]);
            for (int k = 0, at = 0; k < InputWidth; k++, at += 2 * lane)
            {
                var v = new Vector<float>(Unsafe.Add(ref x, k));
                a = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref panel, (nuint)at), a);
                b = Vector.FusedMultiplyAdd(v, Vector.LoadUnsafe(ref panel, (nuint)(at + lane)), b);
            }

            Store(a, b, ref Unsafe.Add(ref y, column));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> first, Vector<float> second, ref float target)
    {
        first.StoreUnsafe(ref target);
        second.StoreUnsafe(ref target, (nuint)Vector<float>.Count);
    }
}
