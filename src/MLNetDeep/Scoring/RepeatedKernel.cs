namespace MLNetDeep.Scoring;

/// <summary>A kernel that works on the last dimension alone, for each index of the others: more rows are all it sees.</summary>
internal sealed class RepeatedKernel(Kernel inner, int count) : Kernel(inner.InputWidth, inner.OutputWidth)
{
    public override int InputStride => count * inner.InputStride;

    public override int OutputStride => count * inner.OutputStride;

    public override long MultiplyAdds => count * inner.MultiplyAdds;

    public override bool InPlace => inner.InPlace;

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows) => inner.Run(input, output, rows * count);

    public override Kernel? Then(Kernel next) =>
        next is RepeatedKernel other && inner.Then(other.Inner) is { } joined ? new RepeatedKernel(joined, count) : null;

    public Kernel Inner => inner;
}
