namespace MLNetDeep.Tasks;

/// <summary>How one regression target lies in the training rows.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation; 1 for a constant target.</param>
/// <param name="Minimum">Its smallest value.</param>
/// <param name="Maximum">Its largest value.</param>
internal sealed record TargetScale(float Mean, float Deviation, float Minimum, float Maximum)
{
    /// <summary>Whether all numbers are finite and in order.</summary>
    public bool IsUsable =>
        float.IsFinite(Mean) && float.IsFinite(Deviation) && Deviation > 0
        && float.IsFinite(Minimum) && float.IsFinite(Maximum) && Minimum <= Maximum;

    /// <summary>A number in the label's unit, as the network learns it.</summary>
    public float Encode(float value) => (value - Mean) / Deviation;

    /// <summary>What the network learned, in the label's unit.</summary>
    public float Decode(float value) => (value * Deviation) + Mean;

    /// <summary>The scale of counts: divided by their mean, not centred.</summary>
    public TargetScale ForCounts() => this with { Mean = 0, Deviation = Mean > 0 ? Mean : 1 };

    /// <summary>The scale of targets that are learned in the label's unit.</summary>
    public TargetScale AsItIs() => this with { Mean = 0, Deviation = 1 };

    /// <summary>Measures one target.</summary>
    /// <param name="targets">Shape [rows, <paramref name="width"/>].</param>
    /// <param name="rows">The rows to look at; at least one.</param>
    /// <param name="width">Number of targets of a row.</param>
    /// <param name="target">Which of them.</param>
    public static TargetScale Measure(ReadOnlySpan<float> targets, ReadOnlySpan<int> rows, int width, int target)
    {
        double sum = 0, squares = 0;
        float minimum = float.MaxValue, maximum = float.MinValue;
        foreach (var row in rows)
        {
            var value = targets[(row * width) + target];
            sum += value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }
        var mean = sum / rows.Length;
        foreach (var row in rows)
            squares += Math.Pow(targets[(row * width) + target] - mean, 2);
        var deviation = (float)Math.Sqrt(squares / rows.Length);
        return new TargetScale((float)mean, deviation > 0 ? deviation : 1, minimum, maximum);
    }
}
