using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>The first layer of a recurrent network: the mean and the deviation of each feature over the steps of the training rows.</summary>
internal sealed class SequenceEncoding(SequenceInputSpec spec, IReadOnlyDictionary<string, float[]> tensors)
    : InputEncoding(spec, spec.InputWidth, tensors)
{
    /// <summary>Encoded rows are no longer than raw ones.</summary>
    public override bool IsLazy => true;

    /// <summary>Fits the layer.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="rawRows">Raw rows; NaN is a missing value, minus infinity a step that the row does not have.</param>
    /// <param name="rows">The training rows; no other row is looked at.</param>
    /// <param name="fewestTokens">How often a token must be there to be known.</param>
    public static SequenceEncoding Fit(SequenceInputSpec spec, RawRows rawRows, ReadOnlySpan<int> rows, int fewestTokens)
    {
        if (spec.AreTokens)
            return FitTokens(spec, rawRows, rows, fewestTokens);
        var moments = new RunningMoments[spec.StepWidth];
        foreach (int row in rows)
        {
            ReadOnlySpan<float> values = rawRows.CellsOf(row);
            for (int i = 0; i < values.Length; i++)
                if (float.IsFinite(values[i]))
                    moments[i % spec.StepWidth].Add(values[i]);
        }

        return new SequenceEncoding(spec, new Dictionary<string, float[]>
        {
            ["mean"] = [.. moments.Select(moment => (float)moment.Mean)],
            ["scale"] = [.. moments.Select(moment => moment.Deviation > 0 ? (float)Math.Min(1 / moment.Deviation, float.MaxValue) : 0)],
        });
    }

    private static SequenceEncoding FitTokens(SequenceInputSpec spec, RawRows rawRows, ReadOnlySpan<int> rows, int fewest)
    {
        int[] counts = new int[spec.TokenCount];
        foreach (int row in rows)
            foreach (float token in rawRows.CellsOf(row))
                if (token >= 1)
                    counts[(int)token - 1]++;
        float[] index = new float[spec.TokenCount];
        int known = 0;
        for (int token = 0; token < index.Length; token++)
            index[token] = counts[token] >= fewest ? ++known : 0;
        return new SequenceEncoding(spec with { KnownTokenCount = known }, new Dictionary<string, float[]> { ["index"] = index });
    }

    /// <summary>Mean and deviation of numbers that come one by one (Welford 1962).</summary>
    private struct RunningMoments
    {
        private long _count;
        private double _squares;

        public double Mean { get; private set; }

        public readonly double Deviation => _count == 0 ? 0 : Math.Sqrt(_squares / _count);

        public void Add(double value)
        {
            _count++;
            double before = value - Mean;
            Mean += before / _count;
            _squares += before * (value - Mean);
        }
    }
}
