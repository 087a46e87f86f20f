using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>
/// A trained network ready to score, in managed code alone. Thread-safe; after a thread's first call nothing is allocated. A row's
/// output is the same to the last bit whatever rows are scored with it.
/// </summary>
internal sealed class ForwardPlan
{
    /// <summary>Most rows worked on at once; with layers of 256 a block and its outputs stay in the level-1 and level-2 caches.</summary>
    private const int MostBlockRows = 64;

    /// <summary>Floats in the largest block when rows are long.</summary>
    private const int BlockFloats = 64 * 512;

    private readonly Kernel? _kernel;
    private readonly int _blockRows;
    private readonly int _inputStride;
    private readonly int _inputStretch; // last dimension
    private readonly int _outputStride;
    private readonly int _outputStretch;

    private ForwardPlan(NetworkSpec network, Kernel? kernel)
    {
        InputWidth = network.InputWidth;
        OutputWidth = network.OutputWidth;
        _kernel = kernel;
        _inputStretch = network.InputShape[^1];
        _inputStride = Kernel.Stride(network.InputShape);
        _outputStretch = network.OutputShape[^1];
        _outputStride = Kernel.Stride(network.OutputShape);
        int longest = Enumerable.Range(0, network.Layers.Count).Max(i => Kernel.Stride(network.GetOutputShape(i)));
        _blockRows = Math.Clamp(BlockFloats / Math.Max(longest, _inputStride), 4, MostBlockRows);
    }

    /// <summary>Floats in one input row.</summary>
    public int InputWidth { get; }

    /// <summary>Floats in one output row.</summary>
    public int OutputWidth { get; }

    /// <summary>About how many multiply-adds a row takes.</summary>
    public long MultiplyAdds => _kernel?.MultiplyAdds ?? InputWidth;

    /// <summary>Prepares a network for scoring; batch normalisation is folded into the linear layer before it.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="tensors">All its tensors, flat, in the order of <see cref="NetworkSpec.Tensors"/>.</param>
    /// <exception cref="ArgumentException">The number of floats is not what the network has.</exception>
    public static ForwardPlan Compile(NetworkSpec spec, ReadOnlySpan<float> tensors)
    {
        if (tensors.Length != spec.ElementCount)
            throw new ArgumentException($"The network has {spec.ElementCount} numbers, but {tensors.Length} were given.", nameof(tensors));
        var kernels = new List<Kernel>();
        int viewed = 0; // kernels before the views
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            var weights = new LayerWeights(spec.GetTensors(i), tensors);
            if (spec.Layers[i].CreateKernel(spec.GetInputShape(i), weights) is { } kernel)
                kernels.Add(kernel);
            if (spec.Layers[i].MustBeFirst)
                viewed = kernels.Count;
        }

        if (spec.Views.Count > 0)
        {
            Kernel? layers = viewed == kernels.Count ? null : SequenceKernel.Join(kernels[viewed..]);
            kernels = [.. kernels[..viewed], new ViewsKernel(spec, layers)];
        }

        return new ForwardPlan(spec, kernels.Count == 0 ? null : SequenceKernel.Join(kernels));
    }

    /// <summary>Scores rows.</summary>
    /// <param name="input">Shape [rows, InputWidth].</param>
    /// <param name="rows">Number of rows; may be 0.</param>
    /// <param name="output">Shape [rows, OutputWidth].</param>
    /// <exception cref="ArgumentException">A span has not the length that the rows ask for.</exception>
    public void Run(ReadOnlySpan<float> input, int rows, Span<float> output)
    {
        if (rows < 0 || input.Length != (long)rows * InputWidth || output.Length != (long)rows * OutputWidth)
        {
            throw new ArgumentException(
                $"{rows} rows are {InputWidth} floats in and {OutputWidth} floats out each, "
                + $"but the spans hold {input.Length} and {output.Length}.");
        }

        int block = Math.Min(rows, _blockRows);
        using Scratch inputs = Scratch.Take(block * _inputStride);
        using Scratch outputs = Scratch.Take(_kernel is null ? 0 : block * _outputStride);
        for (int start = 0; start < rows; start += block)
        {
            int count = Math.Min(block, rows - start);
            CopyStretches(input.Slice(start * InputWidth, count * InputWidth), inputs.Values, _inputStretch, isPadding: true);
            RowLengths.Clear();
            _kernel?.Run(inputs.Values, outputs.Values, count);
            Span<float> result = _kernel is null ? inputs.Values : outputs.Values;
            CopyStretches(result, output.Slice(start * OutputWidth, count * OutputWidth), _outputStretch, isPadding: false);
        }
    }

    /// <summary>Copies stretches of one width into padded ones, or out of them; the side without padding says how many.</summary>
    private static void CopyStretches(ReadOnlySpan<float> from, Span<float> to, int width, bool isPadding)
    {
        (int fromStride, int toStride) = isPadding ? (width, Kernel.Pad(width)) : (Kernel.Pad(width), width);
        int count = (isPadding ? from.Length : to.Length) / width;
        for (int i = 0; i < count; i++)
            from.Slice(i * fromStride, width).CopyTo(to[(i * toStride)..]);
    }
}
