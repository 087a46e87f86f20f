namespace Microsoft.ML.Trainers;

/// <summary>When an L-BFGS minimisation is good enough.</summary>
internal static class LbfgsStopping
{
    /// <summary>Stops when the mean relative improvement of the last five steps falls below the tolerance.</summary>
    public static Func<LbfgsSearch, bool> MeanRelativeImprovement(float tolerance, int maximumIterations)
    {
        const int Window = 5;
        var past = new Queue<float>(Window);
        return search =>
        {
            past.Enqueue(search.Value);
            if (past.Count <= Window)
                return false;
            var improvement = (past.Dequeue() - search.Value) / Window / Math.Abs(search.Value);
            return improvement < tolerance || search.Iteration >= maximumIterations;
        };
    }

    /// <summary>Stops when an exponentially fading mean of the improvement falls below the tolerance.</summary>
    public static Func<LbfgsSearch, bool> MeanImprovement(float tolerance, int maximumIterations)
    {
        const float Memory = 0.25f;
        var sum = 0f;
        return search =>
        {
            sum = search.LastValue - search.Value + Memory * sum;
            var mean = sum * (1 - Memory) / (1 - MathF.Pow(Memory, search.Iteration));
            return mean < tolerance || search.Iteration >= maximumIterations;
        };
    }
}
