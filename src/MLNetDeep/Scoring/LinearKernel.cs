namespace MLNetDeep.Scoring;

/// <summary>y = x W^T + b, or max(y, 0). Each output is one chain of fused multiply-adds over the inputs in order, whatever the tile: a
/// row's score does not depend on the rows around it.</summary>
internal sealed class LinearKernel : Kernel
{
    private const int MostPlaces = 96; // whole tiles of six and of eight

    private readonly float[] _weight; // [outputs, inputs], kept for folding
    private readonly float[] _bias;
    private readonly WeightPanels _panels;
    private readonly bool _isRectified;

    /// <summary>Packs a layer.</summary>
    /// <param name="inputs">Width of its input.</param>
    /// <param name="outputs">Width of its output.</param>
    /// <param name="weight">Shape [outputs, inputs].</param>
    /// <param name="bias">Shape [outputs], or empty.</param>
    /// <param name="isRectified">Whether outputs below 0 become 0.</param>
    public LinearKernel(int inputs, int outputs, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, bool isRectified = false)
        : base(inputs, outputs)
    {
        _weight = weight.ToArray();
        _bias = bias.IsEmpty ? new float[outputs] : bias.ToArray();
        _isRectified = isRectified;
        _panels = new WeightPanels(_bias, inputs, isRectified);
        _panels.Load(weight, firstOutput: 0, outputs, outputStride: inputs, depthStride: 1);
    }

    public override long MultiplyAdds => (long)InputWidth * Pad(OutputWidth);

    /// <summary>The same layer followed by a scale and a shift of each output, or by a ReLU.</summary>
    public override Kernel? Then(Kernel next)
    {
        if (_isRectified)
            return null;
        if (ActivationKernels.IsRelu(next))
            return new LinearKernel(InputWidth, OutputWidth, _weight, _bias, isRectified: true);
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
        if (rows == 1)
        {
            _panels.RunOne(input, [0], InputWidth, output);
            return;
        }

        Span<int> places = stackalloc int[Math.Min(rows, MostPlaces)];
        for (int i = 0; i < places.Length; i++)
            places[i] = i * inputStride;
        for (int row = 0; row < rows; row += MostPlaces)
        {
            int count = Math.Min(MostPlaces, rows - row);
            _panels.Run(input[(row * inputStride)..], places[..count], [0], InputWidth, output[(row * outputStride)..], outputStride);
        }
    }
}
