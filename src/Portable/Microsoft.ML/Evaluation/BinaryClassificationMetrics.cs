namespace Microsoft.ML.Data;

public class BinaryClassificationMetrics
{
    public double AreaUnderRocCurve { get; }
    public double Accuracy { get; }
    public double PositivePrecision { get; }
    public double PositiveRecall { get; }
    public double NegativePrecision { get; }
    public double NegativeRecall { get; }
    public double F1Score { get; }
    public double AreaUnderPrecisionRecallCurve { get; }
    public ConfusionMatrix ConfusionMatrix { get; }

    internal BinaryClassificationMetrics(BinaryTally tally)
    {
        ConfusionMatrix = new ConfusionMatrix(tally.Counts, tally.ClassNames, isBinary: true);
        AreaUnderRocCurve = tally.AreaUnderRocCurve();
        Accuracy = (tally.Counts[0][0] + tally.Counts[1][1]) / tally.RowCount;
        (PositivePrecision, NegativePrecision) = (ConfusionMatrix.PerClassPrecision[0], ConfusionMatrix.PerClassPrecision[1]);
        (PositiveRecall, NegativeRecall) = (ConfusionMatrix.PerClassRecall[0], ConfusionMatrix.PerClassRecall[1]);
        var sum = PositivePrecision + PositiveRecall;
        F1Score = sum == 0 ? 0 : 2 * PositivePrecision * PositiveRecall / sum;
        AreaUnderPrecisionRecallCurve = tally.AreaUnderPrecisionRecallCurve();
    }
}

public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    public double LogLoss { get; }
    public double LogLossReduction { get; }
    public double Entropy { get; }

    internal CalibratedBinaryClassificationMetrics(BinaryTally tally) : base(tally)
    {
        var prior = tally.Counts[0].Sum() / tally.RowCount; // there are rows of both classes, else there is no area under the curve
        Entropy = -prior * Math.Log(prior, 2) - (1 - prior) * Math.Log(1 - prior, 2);
        LogLoss = tally.LogLoss / tally.RowCount;
        LogLossReduction = tally.HasProbability ? (Entropy - LogLoss) / Entropy : 0;
    }
}

/// <summary>What binary metrics are made of, from one pass over scored rows. All rows count: the official evaluator draws the
/// precision-recall curve of a sample above 100,000 rows, here it stays exact.</summary>
internal sealed class BinaryTally
{
    // A row as one number that sorts by falling score, then by row, which the precision-recall curve depends on: the score's
    // bits turned around, the row, and whether it is positive.
    private readonly List<ulong> _rows = [];

    public BinaryTally(IHostEnvironment env, IDataView data,
        string labelName, string scoreName, string? probabilityName, string predictedLabelName)
    {
        RoleColumns.Start(env, data, "BinaryClassifierEvaluator");
        var label = RoleColumns.Find(data.Schema, "Label", labelName);
        var score = RoleColumns.Find(data.Schema, "Score", scoreName);
        DataViewSchema.Column? probability = probabilityName is null ? null : RoleColumns.Find(data.Schema, "Probability", probabilityName);
        RoleColumns.Find(data.Schema, "PredictedLabel", predictedLabelName);
        RoleColumns.CheckType(score, "score", score.Type == NumberDataViewType.Single, "Single");
        RoleColumns.CheckType(label, "label", label.Type == NumberDataViewType.Single || label.Type == NumberDataViewType.Double
            || label.Type is BooleanDataViewType or KeyDataViewType { Count: 2 }, "Single, Double, Boolean, or a Key with cardinality 2");
        if (probability is { } column)
            RoleColumns.CheckType(column, "probability", column.Type == NumberDataViewType.Single, "Single");
        var names = label.Type is KeyDataViewType ? RoleColumns.Names(label, AnnotationUtils.Kinds.KeyValues) : null;
        ClassNames = names ?? ["positive", "negative"];
        RoleColumns.ForEach<float>(data, label, score, probability, float.NaN, Add);
        _rows.Sort();
    }

    public string[] ClassNames { get; }
    /// <summary>Rows by actual class, then by predicted class; positive is the first.</summary>
    public double[][] Counts { get; } = [new double[2], new double[2]];
    /// <summary>In bits, summed over the rows; NaN once a row has no probability.</summary>
    public double LogLoss { get; private set; }
    public bool HasProbability { get; private set; }
    public int RowCount => _rows.Count;

    /// <summary>Share of pairs (positive, negative) in the right order; a tie counts half.</summary>
    public double AreaUnderRocCurve()
    {
        double positives = 0, negatives = 0, rightPairs = 0;
        for (var i = 0; i < _rows.Count;)
        {
            var score = _rows[i] >> 32;
            double tiedPositives = 0, tiedNegatives = 0;
            for (; i < _rows.Count && _rows[i] >> 32 == score; i++)
            {
                tiedPositives += _rows[i] & 1;
                tiedNegatives += ~_rows[i] & 1;
            }
            rightPairs += positives * tiedNegatives + 0.5 * tiedPositives * tiedNegatives;
            positives += tiedPositives;
            negatives += tiedNegatives;
        }
        Contracts.CheckParam(positives > 0, "PosSample", "AUC is not defined when there is no positive class in the data");
        Contracts.CheckParam(negatives > 0, "NegSample", "AUC is not defined when there is no negative class in the data");
        return rightPairs / (positives * negatives);
    }

    /// <summary>Trapezoids between the points at which recall grows, each from the lowest precision since the last one.</summary>
    public double AreaUnderPrecisionRecallCurve()
    {
        var positives = Counts[0].Sum();
        double lastRecall = 0, lowPrecision = 1, area = 0, hits = 0, seen = 0;
        foreach (var row in _rows)
        {
            seen++;
            if ((row & 1) != 0)
            {
                hits++;
                area += (hits / positives - lastRecall) * (lowPrecision + hits / seen) / 2;
                lastRecall = hits / positives;
            }
            lowPrecision = hits / seen;
        }
        return area;
    }

    private void Add(ref float score, float label, float probability)
    {
        if (!float.IsFinite(score) || float.IsNaN(label))
            return; // rows without a label or with a broken score are no evidence
        var positive = label > 0;
        var bits = BitConverter.SingleToUInt32Bits(score + 0f); // -0 becomes 0: they are a tie
        var falling = (int)bits < 0 ? bits : ~bits & int.MaxValue;
        _rows.Add(((ulong)falling << 32) | ((ulong)_rows.Count << 1) | (positive ? 1u : 0));
        Counts[positive ? 0 : 1][score > 0 ? 0 : 1]++;
        LogLoss -= Math.Log(positive ? probability : 1.0 - probability, 2);
        HasProbability |= !float.IsNaN(probability);
    }
}
