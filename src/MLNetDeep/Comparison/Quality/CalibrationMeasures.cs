namespace MLNetDeep.Comparison;

/// <summary>Measures how well probabilities come true.</summary>
internal static class CalibrationMeasures
{
    /// <summary>The summary; null when the scores are no probabilities, or every label is missing.</summary>
    public static CalibrationSummary? Measure(FoldScores scores)
    {
        if (!scores.AreProbabilities)
            return null;
        var (rows, brier) = scores.Width == 1 ? OfPositive(scores) : OfTopClass(scores);
        return rows.Length == 0 ? null : Summarize(rows, brier);
    }

    private static (Event[] Rows, double Brier) OfPositive(FoldScores scores)
    {
        var rows = new Event[scores.RowCount];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = new Event(scores.Scores[row], scores.Labels[row] > 0.5f);
        return (rows, Brier(rows));
    }

    private static (Event[] Rows, double Brier) OfTopClass(FoldScores scores)
    {
        var rows = new List<Event>();
        var sum = 0.0;
        for (var row = 0; row < scores.RowCount; row++)
        {
            var label = (int)scores.Labels[row];
            if (label < 0)
                continue;
            var values = scores.Scores.Slice(row * scores.Width, scores.Width);
            var top = 0;
            for (var i = 0; i < values.Length; i++)
            {
                top = values[i] > values[top] ? i : top;
                var distance = values[i] - (i == label ? 1.0 : 0);
                sum += distance * distance;
            }
            rows.Add(new Event(values[top], top == label));
        }
        return ([.. rows], sum / rows.Count);
    }

    private static CalibrationSummary Summarize(Event[] rows, double brier)
    {
        const int Count = CalibrationSummary.BinCount;
        var equalWidth = rows.GroupBy(row => Math.Min((int)(row.Probability * Count), Count - 1)).OrderBy(bin => bin.Key)
            .Select(bin => (Index: bin.Key, Rows: bin.ToArray())).ToArray();
        ReliabilityBin[] bins =
            [.. equalWidth.Select(bin => ToBin(bin.Rows, bin.Index / (double)Count, (bin.Index + 1) / (double)Count))];
        var sorted = rows.OrderBy(row => row.Probability).ToArray();
        ReliabilityBin[] equalCounts =
        [
            .. Enumerable.Range(0, Count).Select(i => sorted[Edge(i, rows.Length)..Edge(i + 1, rows.Length)])
                .Where(part => part.Length > 0).Select(part => ToBin(part, part[0].Probability, part[^1].Probability)),
        ];
        double n = rows.Length;
        var frequency = rows.Count(row => row.Came) / n;
        var reliability = bins.Sum(bin => bin.Count / n * Square(bin.MeanProbability - bin.Frequency));
        var resolution = bins.Sum(bin => bin.Count / n * Square(bin.Frequency - frequency));
        var uncertainty = frequency * (1 - frequency);
        return new CalibrationSummary
        {
            RowCount = rows.Length,
            Bias = rows.Average(row => row.Probability) - frequency,
            ExpectedError = ExpectedError(bins, n),
            ExpectedErrorOfEqualCounts = ExpectedError(equalCounts, n),
            MaximumError = bins.Max(Distance),
            // The mean size of a normal number is √(2/π) deviations; the deviation of a bin's sum of events is √Σ p (1 − p).
            ErrorByChance = equalWidth.Sum(bin =>
                Math.Sqrt(2 / Math.PI * bin.Rows.Sum(row => row.Probability * (1 - row.Probability)))) / n,
            BrierScore = brier,
            Reliability = reliability,
            Resolution = resolution,
            Uncertainty = uncertainty,
            WithinBins = Brier(rows) - (reliability - resolution + uncertainty),
            Bins = bins,
            BinsOfEqualCounts = equalCounts,
        };
    }

    private static int Edge(int bin, int rowCount) => (int)((long)bin * rowCount / CalibrationSummary.BinCount);

    private static ReliabilityBin ToBin(Event[] rows, double low, double high) => new(
        low, high, rows.Length, rows.Average(row => row.Probability), rows.Count(row => row.Came) / (double)rows.Length);

    private static double ExpectedError(ReliabilityBin[] bins, double rowCount) => bins.Sum(bin => bin.Count / rowCount * Distance(bin));

    private static double Distance(ReliabilityBin bin) => Math.Abs(bin.MeanProbability - bin.Frequency);

    private static double Brier(Event[] rows) => rows.Average(row => Square(row.Probability - (row.Came ? 1 : 0)));

    private static double Square(double value) => value * value;

    /// <summary>A probability, and whether what it is of came.</summary>
    private readonly record struct Event(double Probability, bool Came);
}
