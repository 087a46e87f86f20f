namespace MLNetDeep.Scoring;

/// <summary>Kernels one after the other; the first reads the input and leaves it alone, the last writes the output.</summary>
internal sealed class SequenceKernel : Kernel
{
    private readonly Kernel[] _kernels;
    private readonly int _stride; // of the blocks between them

    private SequenceKernel(Kernel[] kernels)
        : base(kernels[0].InputWidth, kernels[^1].OutputWidth)
    {
        _kernels = kernels;
        _stride = kernels.SkipLast(1).Max(kernel => kernel.OutputStride);
    }

    public override long MultiplyAdds => _kernels.Sum(kernel => kernel.MultiplyAdds);

    public override int InputStride => _kernels[0].InputStride;

    public override int OutputStride => _kernels[^1].OutputStride;

    /// <summary>One kernel out of several, where two can be one by <see cref="Kernel.Then"/>.</summary>
    public static Kernel Join(IReadOnlyList<Kernel> kernels)
    {
        var joined = new List<Kernel>();
        foreach (Kernel kernel in kernels)
        {
            if (joined.Count > 0 && joined[^1].Then(kernel) is { } both)
                joined[^1] = both;
            else
                joined.Add(kernel);
        }

        return joined.Count == 1 ? joined[0] : new SequenceKernel([.. joined]);
    }

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        using Scratch first = Scratch.Take(rows * _stride);
        using Scratch second = Scratch.Take(rows * _stride);
        Span<float> current = first.Values;
        Span<float> next = second.Values;
        _kernels[0].Run(input, current, rows);
        foreach (Kernel kernel in _kernels.AsSpan(1..^1))
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

        _kernels[^1].Run(current, output, rows);
    }
}
