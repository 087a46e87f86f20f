namespace MLNetDeep.Diagnosis.Checks;

/// <summary>How well one column alone predicts the label: means over bins of one part of the rows, measured on another part.</summary>
internal abstract class SingleColumnPredictor
{
    /// <summary>Fewer validation rows measure too roughly; then one half of the training rows learns and the other measures.</summary>
    private const int LeastValidationRows = 200;

    private readonly int[] _learning;   // positions among the training rows looked at
    private readonly int[] _measuring;  // positions among those rows, or among the validation rows looked at
    private readonly bool _onValidation;

    private SingleColumnPredictor(FitEvidence evidence)
    {
        int training = evidence.Sample.TrainingRows.Length, validation = evidence.Sample.ValidationRows.Length;
        _onValidation = validation >= LeastValidationRows;
        _learning = [.. Enumerable.Range(0, training).Where(i => _onValidation || i % 2 == 0)];
        _measuring = _onValidation ? [.. Enumerable.Range(0, validation)] : [.. Enumerable.Range(0, training).Where(i => i % 2 == 1)];
        var learned = evidence.LabelsOf(evidence.Sample.TrainingRows);
        LearningLabels = [.. _learning.Select(i => learned[i])];
        var measured = _onValidation ? evidence.LabelsOf(evidence.Sample.ValidationRows) : learned;
        MeasuringLabels = [.. _measuring.Select(i => measured[i])];
    }

    public abstract string MetricName { get; }

    public int MeasuredRows => _measuring.Length;

    private protected float[] LearningLabels { get; }

    private protected float[] MeasuringLabels { get; }

    /// <summary>The predictor for a fit's label; null where one column has nothing to predict, such as several targets.</summary>
    public static SingleColumnPredictor? For(FitEvidence evidence)
    {
        if (evidence.Labels.Width != 1)
            return null;
        SingleColumnPredictor predictor = evidence.ClassNames switch
        {
            null => new Quantity(evidence),
            { Count: 2 } => new TwoClasses(evidence),
            var names => new Classes(evidence, names.Count),
        };
        return predictor.IsMeasurable ? predictor : null;
    }

    /// <summary>Quality on the rows measured, 1 at best.</summary>
    public double Score(ColumnEvidence column)
    {
        float[] learning = [.. _learning.Select(i => column.Training[i])];
        var source = _onValidation ? column.Validation : column.Training;
        float[] measuring = [.. _measuring.Select(i => source[i])];
        return Score(learning, measuring, new Bins(learning));
    }

    private protected abstract bool IsMeasurable { get; }

    private protected abstract double Score(float[] learning, float[] measuring, Bins bins);

    /// <summary>Ranges of equal numbers of rows; every value its own where there are few. Missing values are bin 0.</summary>
    private protected sealed class Bins
    {
        /// <summary>Fine enough that a smooth curve loses less than a thousandth of R².</summary>
        private const int Most = 64;

        /// <summary>Values of a code that are told apart, as long as each has this many rows on average.</summary>
        private const int MostValues = 256;

        private const int RowsPerValue = 4;

        private readonly float[] _upper;

        public Bins(float[] values)
        {
            var sorted = ColumnEvidence.Sort(values);
            float[] distinct = [.. sorted.Distinct()];
            var count = Math.Min(Most, sorted.Length);
            _upper = distinct.Length <= Math.Min(MostValues, sorted.Length / RowsPerValue)
                ? distinct
                : [.. Enumerable.Range(1, count).Select(i => sorted[(int)((long)i * sorted.Length / count) - 1]).Distinct()];
        }

        public int Count => _upper.Length + 1;

        public int Of(float value)
        {
            if (float.IsNaN(value) || _upper.Length == 0)
                return 0;
            var found = Array.BinarySearch(_upper, value);
            return 1 + Math.Min(found >= 0 ? found : ~found, _upper.Length - 1);
        }
    }

    private sealed class TwoClasses(FitEvidence evidence) : SingleColumnPredictor(evidence)
    {
        /// <summary>An AUC over fewer rows of a class jumps with each.</summary>
        private const int LeastOfClass = 10;

        public override string MetricName => "AUC";

        private protected override bool IsMeasurable =>
            MeasuringLabels.Count(label => label == 1) >= LeastOfClass && MeasuringLabels.Count(label => label == 0) >= LeastOfClass;

        private protected override double Score(float[] learning, float[] measuring, Bins bins)
        {
            var prior = LearningLabels.Average();
            var (sums, counts) = (new double[bins.Count], new int[bins.Count]);
            for (var i = 0; i < learning.Length; i++)
            {
                var bin = bins.Of(learning[i]);
                sums[bin] += LearningLabels[i];
                counts[bin]++;
            }
            // Bins with few rows are drawn towards the mean of all, so that they do not come first by chance.
            var score = sums.Zip(counts, (sum, count) => (sum + prior) / (count + 1)).ToArray();
            var (positive, negative) = (new int[bins.Count], new int[bins.Count]);
            for (var i = 0; i < measuring.Length; i++)
                (MeasuringLabels[i] == 1 ? positive : negative)[bins.Of(measuring[i])]++;
            return AreaUnderCurve(score, positive, negative);
        }

        private static double AreaUnderCurve(double[] score, int[] positive, int[] negative)
        {
            double below = 0, area = 0;
            foreach (var group in Enumerable.Range(0, score.Length).GroupBy(bin => score[bin]).OrderBy(group => group.Key))
            {
                double wins = group.Sum(bin => positive[bin]), losses = group.Sum(bin => negative[bin]);
                area += wins * (below + losses / 2);
                below += losses;
            }
            return area / ((double)positive.Sum() * negative.Sum());
        }
    }

    private sealed class Classes(FitEvidence evidence, int count) : SingleColumnPredictor(evidence)
    {
        /// <summary>Where one class is most of the rows, any column is as accurate.</summary>
        private const double LargestShare = 0.9;

        public override string MetricName => "accuracy";

        private protected override bool IsMeasurable =>
            MeasuringLabels.Length > 0
            && MeasuringLabels.CountBy(label => label).Max(pair => pair.Value) < LargestShare * MeasuringLabels.Length;

        private protected override double Score(float[] learning, float[] measuring, Bins bins)
        {
            var counts = new int[bins.Count, count];
            for (var i = 0; i < learning.Length; i++)
                counts[bins.Of(learning[i]), (int)LearningLabels[i]]++;
            var named = Enumerable.Range(0, bins.Count)
                .Select(bin => Enumerable.Range(0, count).MaxBy(label => counts[bin, label])).ToArray();
            return measuring.Zip(MeasuringLabels).Count(pair => named[bins.Of(pair.First)] == pair.Second) / (double)measuring.Length;
        }
    }

    private sealed class Quantity(FitEvidence evidence) : SingleColumnPredictor(evidence)
    {
        public override string MetricName => "R²";

        private protected override bool IsMeasurable => MeasuringLabels.Distinct().Skip(1).Any();

        /// <summary>The better of bins and a straight line, which is what a copy in another unit is.</summary>
        private protected override double Score(float[] learning, float[] measuring, Bins bins)
        {
            var (sums, counts) = (new double[bins.Count], new int[bins.Count]);
            for (var i = 0; i < learning.Length; i++)
            {
                var bin = bins.Of(learning[i]);
                sums[bin] += LearningLabels[i];
                counts[bin]++;
            }
            var mean = LearningLabels.Average(label => (double)label);
            var means = sums.Zip(counts, (sum, count) => count == 0 ? mean : sum / count).ToArray();
            var (slope, offset) = Line(learning, mean);
            return Math.Max(
                Explained(measuring, value => means[bins.Of(value)]),
                Explained(measuring, value => float.IsNaN(value) ? means[0] : offset + slope * value));
        }

        private (double Slope, double Offset) Line(float[] values, double labelMean)
        {
            int[] present = [.. Enumerable.Range(0, values.Length).Where(i => !float.IsNaN(values[i]))];
            if (present.Length == 0)
                return (0, labelMean);
            double mean = present.Average(i => (double)values[i]), target = present.Average(i => (double)LearningLabels[i]);
            double squares = present.Sum(i => (values[i] - mean) * (values[i] - mean));
            var slope = squares == 0 ? 0 : present.Sum(i => (values[i] - mean) * (LearningLabels[i] - target)) / squares;
            return (slope, target - slope * mean);
        }

        private double Explained(float[] measuring, Func<float, double> predict)
        {
            var mean = MeasuringLabels.Average(label => (double)label);
            double error = 0, spread = 0;
            for (var i = 0; i < measuring.Length; i++)
            {
                error += Math.Pow(MeasuringLabels[i] - predict(measuring[i]), 2);
                spread += Math.Pow(MeasuringLabels[i] - mean, 2);
            }
            return Math.Max(0, 1 - error / spread);
        }
    }
}
