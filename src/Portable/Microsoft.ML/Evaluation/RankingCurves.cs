namespace Microsoft.ML.Data;

/// <summary>
/// Areas under the ROC and the precision-recall curve. All rows count: the official evaluator samples the
/// precision-recall curve above 100,000 rows, here it stays exact.
/// </summary>
internal sealed class RankingCurves
{
    private readonly List<float> _scores = [];
    private readonly List<bool> _positive = [];
    private int[] _order = [];

    public void Add(float score, bool positive)
    {
        _scores.Add(score + 0f); // -0 becomes 0: they are a tie
        _positive.Add(positive);
    }

    /// <summary>Share of pairs (positive, negative) in the right order; a tie counts half.</summary>
    public double AreaUnderRocCurve()
    {
        var order = Order();
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
        foreach (var row in Order())
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

    private int[] Order() => _order.Length == _scores.Count ? _order : _order = Descending();

    // Ties keep the order of the rows: the precision-recall curve depends on it. So the keys are the scores' bits, turned
    // around to sort downwards as integers, above the rows' numbers.
    private int[] Descending()
    {
        var keys = new ulong[_scores.Count];
        for (var row = 0; row < keys.Length; row++)
        {
            var bits = BitConverter.SingleToUInt32Bits(_scores[row]);
            var ascending = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
            keys[row] = ((ulong)~ascending << 32) | (uint)row;
        }
        Array.Sort(keys);
        return Array.ConvertAll(keys, key => (int)(uint)key);
    }
}
