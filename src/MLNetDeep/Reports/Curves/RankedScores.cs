namespace MLNetDeep.Reports;

/// <summary>Scores of two classes in falling order: what curves over all thresholds are made of.</summary>
internal sealed class RankedScores
{
    private readonly List<(int TruePositives, int FalsePositives)> _steps = [];

    /// <param name="scores">The scores; rows whose score is no number are passed over.</param>
    /// <param name="arePositive">Whether each row is of the class looked for.</param>
    public RankedScores(ReadOnlySpan<float> scores, ReadOnlySpan<bool> arePositive)
    {
        var keys = new List<float>(scores.Length);
        var values = new List<bool>(scores.Length);
        for (var row = 0; row < scores.Length; row++)
        {
            if (float.IsNaN(scores[row]))
                continue;
            keys.Add(-scores[row]);
            values.Add(arePositive[row]);
        }
        var sorted = keys.ToArray();
        var truth = values.ToArray();
        Array.Sort(sorted, truth);
        var (positives, negatives) = (0, 0);
        for (var i = 0; i < sorted.Length; i++)
        {
            positives += truth[i] ? 1 : 0;
            negatives += truth[i] ? 0 : 1;
            // Rows of one score pass a threshold together.
            if (i == sorted.Length - 1 || sorted[i] != sorted[i + 1])
                _steps.Add((positives, negatives));
        }
        (PositiveCount, NegativeCount) = (positives, negatives);
    }

    /// <summary>Rows of the class looked for.</summary>
    public int PositiveCount { get; }

    /// <summary>The other rows.</summary>
    public int NegativeCount { get; }

    /// <summary>Whether there are rows of both kinds; without, no curve is defined.</summary>
    public bool HasBoth => PositiveCount > 0 && NegativeCount > 0;

    /// <summary>Share of rows of the class looked for: the precision of guessing.</summary>
    public double BaseRate => (double)PositiveCount / (PositiveCount + NegativeCount);

    /// <summary>False positive rate and true positive rate at each threshold, from (0, 0) to (1, 1).</summary>
    public IReadOnlyList<(double X, double Y)> Roc =>
        [(0, 0), .. _steps.Select(step => ((double)step.FalsePositives / NegativeCount, (double)step.TruePositives / PositiveCount))];

    /// <summary>Area under <see cref="Roc"/>; NaN without rows of both kinds.</summary>
    public double RocArea
    {
        get
        {
            if (!HasBoth)
                return double.NaN;
            var roc = Roc;
            return roc.Zip(roc.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();
        }
    }

    /// <summary>Recall and precision at each threshold, by rising recall.</summary>
    public IReadOnlyList<(double X, double Y)> PrecisionRecall =>
    [
        .. _steps.Select(step => ((double)step.TruePositives / PositiveCount,
            (double)step.TruePositives / (step.TruePositives + step.FalsePositives))),
    ];

    /// <summary>Mean of the precision over the recall, without interpolation; NaN without rows of both kinds.</summary>
    public double AveragePrecision
    {
        get
        {
            if (!HasBoth)
                return double.NaN;
            var (sum, recall) = (0.0, 0.0);
            foreach (var (x, y) in PrecisionRecall)
            {
                sum += (x - recall) * y;
                recall = x;
            }
            return sum;
        }
    }
}
