namespace Microsoft.ML.Data;

/// <summary>The four cells of a binary confusion table and the logarithmic loss, summed row by row.</summary>
internal sealed class BinaryCounts
{
    private double _logLoss;
    private double _logLossPositives;
    private double _logLossNegatives;

    public double TruePositives { get; private set; }
    public double FalsePositives { get; private set; }
    public double TrueNegatives { get; private set; }
    public double FalseNegatives { get; private set; }

    private double Total => TruePositives + TrueNegatives + FalseNegatives + FalsePositives;

    public double Accuracy => (TrueNegatives + TruePositives) / Total;
    public double PositiveRecall => Share(TruePositives, FalseNegatives);
    public double PositivePrecision => Share(TruePositives, FalsePositives);
    public double NegativeRecall => Share(TrueNegatives, FalsePositives);
    public double NegativePrecision => Share(TrueNegatives, FalseNegatives);

    public double F1Score =>
        PositivePrecision + PositiveRecall == 0 ? 0 : 2 * PositivePrecision * PositiveRecall / (PositivePrecision + PositiveRecall);

    public double Entropy => BitsOf((TruePositives + FalseNegatives) / Total);

    public double LogLoss
    {
        get
        {
            if (double.IsNaN(_logLoss))
                return double.NaN;
            var rows = _logLossPositives + _logLossNegatives;
            return rows > 0 ? _logLoss / rows : 0;
        }
    }

    public double LogLossReduction
    {
        get
        {
            var rows = _logLossPositives + _logLossNegatives;
            if (rows == 0)
                return 0;
            var prior = BitsOf(_logLossPositives / rows);
            return (prior - _logLoss / rows) / prior;
        }
    }

    /// <summary>Counts one row; a row without a probability passes NaN.</summary>
    public void Add(float score, float probability, bool positive)
    {
        if (score > 0)
        {
            if (positive)
                TruePositives++;
            else
                FalsePositives++;
        }
        else if (positive)
        {
            FalseNegatives++;
        }
        else
        {
            TrueNegatives++;
        }

        if (float.IsNaN(probability))
        {
            _logLoss = double.NaN;
            return;
        }
        if (positive)
            _logLossPositives++;
        else
            _logLossNegatives++;
        _logLoss -= Math.Log(positive ? probability : 1.0 - probability, 2);
    }

    private static double Share(double hits, double misses) => hits + misses > 0 ? hits / (hits + misses) : 0;

    private static double BitsOf(double probability)
    {
        if (probability is not (>= 0 and <= 1))
            return double.NaN;
        if (probability is 0 or 1)
            return 0;
        return -probability * Math.Log(probability, 2) - (1 - probability) * Math.Log(1 - probability, 2);
    }
}
