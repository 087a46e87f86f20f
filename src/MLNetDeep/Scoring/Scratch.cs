namespace MLNetDeep.Scoring;

/// <summary>
/// A block of the calling thread's scratch memory. Blocks are taken and given back like a stack, so kernels inside kernels take what
/// they need; after a thread's first run nothing is allocated.
/// </summary>
internal readonly ref struct Scratch : IDisposable
{
    [ThreadStatic]
    private static float[]? Memory;

    [ThreadStatic]
    private static int Used;

    private readonly int _start;

    private Scratch(int start, Span<float> values)
    {
        _start = start;
        Values = values;
    }

    /// <summary>The block; what it holds at first is arbitrary.</summary>
    public Span<float> Values { get; }

    /// <summary>Takes a block; the blocks taken after it must be given back before it.</summary>
    /// <param name="count">Its length.</param>
    public static Scratch Take(int count)
    {
        int start = Used;
        int end = start + count;
        // Blocks in the old array stay valid: their spans keep it alive.
        float[] memory = Memory is { } kept && kept.Length >= end ? kept : Memory = new float[Math.Max(end, 2 * (Memory?.Length ?? 0))];
        Used = end;
        return new Scratch(start, memory.AsSpan(start, count));
    }

    /// <summary>Gives the block back.</summary>
    public void Dispose() => Used = _start;
}
