namespace MLNetDeep.Scoring;

/// <summary>Shares the rows of a block between threads when they are much work.</summary>
/// <remarks>
/// The threads are those of the process's pool, at most one for each processor, and the calling one works too: where ML.NET reads with
/// several cursors at once and the pool is busy, a block is scored by its own thread as before. A row's scores do not depend on the rows
/// around it, so the result is the same to the last bit.
/// </remarks>
internal static class ParallelScoring
{
    /// <summary>Multiply-adds that make handing work to a thread worth while: about a tenth of a millisecond.</summary>
    public const long LeastShare = 2_000_000;

    private const int SharesAProcessor = 4;

    /// <summary>Scores rows as <see cref="DeepModel.Score"/> does.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Shape [<paramref name="rowCount"/>, features].</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="scores">Shape [<paramref name="rowCount"/>, outputs].</param>
    public static void Score(DeepModel model, ReadOnlyMemory<float> features, int rowCount, Memory<float> scores)
    {
        var share = ShareOf(rowCount, model.MultiplyAdds, Environment.ProcessorCount);
        if (share >= rowCount)
        {
            model.Score(features.Span, rowCount, scores.Span);
            return;
        }
        Share(rowCount, share, Rows(model, features, features.Length / rowCount, scores, scores.Length / rowCount));
    }

    /// <summary>Has stretches of rows worked on by several threads.</summary>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="share">Length of a stretch; the last one may be shorter.</param>
    /// <param name="work">Works on a stretch, given its first row and its length.</param>
    public static void Share(int rowCount, int share, Action<int, int> work)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, (rowCount + share - 1) / share, options, number =>
        {
            var first = number * share;
            work(first, Math.Min(share, rowCount - first));
        });
    }

    /// <summary>How many rows one thread takes at a time; all of them when sharing is not worth while.</summary>
    public static int ShareOf(int rowCount, long multiplyAdds, int processorCount)
    {
        var shares = Math.Min(rowCount * multiplyAdds / LeastShare, (long)SharesAProcessor * processorCount);
        return processorCount == 1 || shares < 2 ? rowCount : (int)((rowCount + shares - 1) / shares);
    }

    // A method of its own: whoever scores few rows does not pay for the closure.
    private static Action<int, int> Rows(
        DeepModel model, ReadOnlyMemory<float> features, int inputs, Memory<float> scores, int outputs) => (first, count) =>
        model.Score(features.Slice(first * inputs, count * inputs).Span, count, scores.Slice(first * outputs, count * outputs).Span);
}
