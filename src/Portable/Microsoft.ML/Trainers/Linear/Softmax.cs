namespace Microsoft.ML.Trainers;

internal static class Softmax
{
    /// <summary>log(Σ exp(x)), without overflow.</summary>
    public static float LogSumExp(ReadOnlySpan<float> values)
    {
        var max = float.NegativeInfinity;
        foreach (var value in values)
            max = Math.Max(max, value);
        if (!float.IsFinite(max))
            return max;
        double sum = 0;
        foreach (var value in values)
            sum += Math.Exp(value - max);
        return (float)(max + Math.Log(sum));
    }
}
