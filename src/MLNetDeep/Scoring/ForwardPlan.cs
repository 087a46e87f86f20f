using MLNetDeep.Networks;

namespace MLNetDeep.Scoring;

/// <summary>
/// A trained network ready to score, in managed code alone. Thread-safe; after a thread's first call nothing is allocated. A row's
/// output is the same to the last bit whatever rows are scored with it.
/// </summary>
internal sealed class ForwardPlan
{
    /// <summary>Rows worked on at once; with layers of 256 a block and its outputs stay in the level-1 and level-2 caches.</summary>
    private const int BlockRows = 64;

    /// <summary>Scratch memory of the calling thread, shared by all plans: a plan never calls another.</summary>
    [ThreadStatic]
    private static float[]? Scratch;

    private readonly Kernel[] _kernels;
    private readonly int _rowScratch;

    private ForwardPlan(NetworkSpec network, Kernel[] kernels)
    {
        InputWidth = network.InputWidth;
        OutputWidth = network.OutputWidth;
        _kernels = kernels;
        _rowScratch = Kernel.Pad(InputWidth);
        foreach (Kernel kernel in kernels)
            _rowScratch = Math.Max(_rowScratch, Kernel.Pad(kernel.OutputWidth));
    }

    /// <summary>Floats in one input row.</summary>
    public int InputWidth { get; }

    /// <summary>Floats in one output row.</summary>
    public int OutputWidth { get; }

    /// <summary>Prepares a network for scoring; batch normalisation is folded into the linear layer before it.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="tensors">All its tensors, flat, in the order of <see cref="NetworkSpec.Tensors"/>.</param>
    /// <exception cref="ArgumentException">The number of floats is not what the network has.</exception>
    public static ForwardPlan Compile(NetworkSpec spec, ReadOnlySpan<float> tensors)
    {
        if (tensors.Length != spec.ElementCount)
            throw new ArgumentException($"The network has {spec.ElementCount} numbers, but {tensors.Length} were given.", nameof(tensors));
        var kernels = new List<Kernel>();
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            var weights = new LayerWeights(spec.GetTensors(i), tensors);
            Kernel? kernel = spec.Layers[i].CreateKernel(spec.GetInputShape(i), weights);
            if (kernel is AffineKernel affine && kernels.Count > 0 && kernels[^1] is LinearKernel linear)
                kernels[^1] = linear.Then(affine);
            else if (kernel is not null)
                kernels.Add(kernel);
        }

        return new ForwardPlan(spec, [.. kernels]);
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

        int half = Math.Min(rows, BlockRows) * _rowScratch;
        float[] scratch = Scratch is { } kept && kept.Length >= 2 * half ? kept : Scratch = new float[2 * half];
        for (int start = 0; start < rows; start += BlockRows)
        {
            int count = Math.Min(BlockRows, rows - start);
            RunBlock(
                input.Slice(start * InputWidth, count * InputWidth), count, output.Slice(start * OutputWidth, count * OutputWidth),
                scratch.AsSpan(0, half), scratch.AsSpan(half, half));
        }
    }

    private void RunBlock(ReadOnlySpan<float> input, int rows, Span<float> output, Span<float> current, Span<float> next)
    {
        CopyRows(input, InputWidth, InputWidth, current, Kernel.Pad(InputWidth), rows);
        foreach (Kernel kernel in _kernels)
        {
            if (kernel.InPlace)
            {
                kernel.Run(current, current, rows);
                continue;
            }

            kernel.Run(current, next, rows);
            Span<float> old = current;
            current = next;
            next = old;
        }

        CopyRows(current, OutputWidth, Kernel.Pad(OutputWidth), output, OutputWidth, rows);
    }

    private static void CopyRows(ReadOnlySpan<float> from, int width, int fromStride, Span<float> to, int toStride, int rows)
    {
        for (int row = 0; row < rows; row++)
            from.Slice(row * fromStride, width).CopyTo(to.Slice(row * toStride, width));
    }
}
