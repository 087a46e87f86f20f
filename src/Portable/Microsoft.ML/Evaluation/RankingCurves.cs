namespace Microsoft.ML.Data;

/// <summary>
/// Areas under the ROC and the precision-recall curve. All rows count: the official evaluator samples the
/// precision-recall curve above 100,000 rows, here it stays exact.
/// </summary>
internal sealed class RankingCurves
{
    private readonly List<float> _scores = [];
    private readonly List<bool> _positive = [];

    public void Add(float score, bool positive)
    {
        _scores.Add(score);
        _positive.Add(positive);
    }

    /// <summary>Share of pairs (positive, negative) in the right order; a tie counts half.</summary>
    public double AreaUnderRocCurve()
    {
        var order = Descending();
        double positives = 0, negatives = 0, rightPairs = 0;
        for (var i = 0; i < order.Length;)
        {
            var score = _scores[order[i]];
            double tiedPositives = 0, tiedNegatives = 0;
            for (; i < order.Length && _scores[order[i]] == score; i++)
            {
                if (_positive[order[i]])
                    tiedPositives++;
                else
                    tiedNegatives++;
            }
            rightPairs += positives * tiedNegatives + 0.5 * tiedPositives * tiedNegatives;
            positives += tiedPositives;
            negatives += tiedNegatives;
        }

        if (positives == 0)
            throw new ArgumentOutOfRangeException("PosSample", "AUC is not defined when there is no positive class in the data");
        if (negatives == 0)
            throw new ArgumentOutOfRangeException("NegSample", "AUC is not defined when there is no negative class in the data");
        return rightPairs / (positives * negatives);
    }

    /// <summary>Trapezoids between the points at which recall grows, each from the lowest precision since the last one.</summary>
    public double AreaUnderPrecisionRecallCurve()
    {
        var allPositives = _positive.Count(p => p);
        double lastRecall = 0, lowPrecision = 1, area = 0;
        int hits = 0, misses = 0;
        foreach (var row in Descending())
        {
            if (!_positive[row])
            {
                misses++;
                lowPrecision = (double)hits / (hits + misses);
                continue;
            }
            hits++;
            var recall = (double)hits / allPositives;
            var precision = (double)hits / (hits + misses);
            area += (recall - lastRecall) * (lowPrecision + precision) / 2;
            lowPrecision = precision;
            lastRecall = recall;
        }
        return area;
    }

    // Ties keep the order of the rows: the precision-recall curve depends on it.
    private int[] Descending()
    {
        var order = Enumerable.Range(0, _scores.Count).ToArray();
        Array.Sort(order, (a, b) =>
        {
            var byScore = _scores[b].CompareTo(_scores[a]);
            return byScore != 0 ? byScore : a.CompareTo(b);
        });
        return order;
    }
}
