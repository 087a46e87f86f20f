namespace MLNetDeep.Forecasting;

/// <summary>The steps of one series without a gap; what is missing is NaN.</summary>
/// <param name="name">The series; empty when there is one alone.</param>
/// <param name="count">Steps.</param>
/// <param name="start">The time of the first one; 0 without times.</param>
internal sealed class SeriesSteps(string name, int count, long start)
{
    public string Name => name;

    public int Count { get; } = count;

    public long Start => start;

    /// <summary>Shape [steps, targets and past covariates], as observed.</summary>
    public required float[] Observed { get; init; }

    /// <summary>Shape [steps, future covariates], as given.</summary>
    public required float[] Future { get; init; }

    /// <summary>The static keys.</summary>
    public required uint[] Statics { get; init; }

    /// <summary>Shape [steps, known in advance], as a <see cref="KnownEncoder"/> writes it.</summary>
    public float[] Known { get; private set; } = [];

    /// <summary>The categories as the network sees them.</summary>
    public uint[] Categories { get; set; } = [];

    /// <summary>The scale of each target.</summary>
    public ValueScale[] Scales { get; set; } = [];

    /// <summary>Steps up to the last one with a target; rows after it only say what is known in advance.</summary>
    public int ObservedCount { get; private set; } = count;

    /// <summary>Puts what is known in advance together.</summary>
    public void Complete(KnownEncoder encoder)
    {
        var width = encoder.Width;
        Known = new float[Count * width];
        for (var step = 0; step < Count && width > 0; step++)
        {
            var ticks = encoder.Clock?.Step.Add(start, step) ?? 0;
            encoder.Encode(Future.AsSpan(step * encoder.FutureCount, encoder.FutureCount), step, ticks, Known.AsSpan(step * width, width));
        }
    }

    /// <summary>Ends the history at the last step with a target.</summary>
    public void EndAtLastTarget(int observedWidth, int targetCount)
    {
        while (ObservedCount > 0 && Observed.AsSpan((ObservedCount - 1) * observedWidth, targetCount).IndexOfAnyExcept(float.NaN) < 0)
            ObservedCount--;
    }
}
