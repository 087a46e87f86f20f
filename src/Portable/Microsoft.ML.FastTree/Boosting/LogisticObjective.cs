namespace Microsoft.ML.Trainers.FastTree.Boosting;

/// <summary>
/// Logistic loss of a score F whose probability is 1 / (1 + exp(-s·F)), with one Newton step a leaf
/// (C. J. C. Burges, "From RankNet to LambdaRank to LambdaMART", 2010, section 6).
/// </summary>
/// <remarks>
/// The slope s is twice the learning rate. It only scales the scores: s·F moves as the logit of an ordinary logistic boosting
/// does, and the trainer attaches the calibrator with this slope, so that the probability is the fitted one.
/// </remarks>
internal sealed class LogisticObjective : Objective
{
    private const int Chunk = 4096;
    private const double Tiny = 1.4e-45; // lets a leaf without any curvature step by at most the limit instead of 0 / 0

    private readonly bool[] _labels;
    private readonly double _slope;
    private readonly double _limit;
    private readonly double _positiveFactor = 1;
    private readonly double _negativeFactor = 1;
    private readonly double[] _curvature;

    /// <param name="limit">The largest absolute output of a leaf.</param>
    /// <param name="balance">Whether both classes get the same total weight.</param>
    public LogisticObjective(bool[] labels, double slope, double limit, bool balance)
    {
        _labels = labels;
        _slope = slope;
        _limit = limit;
        _curvature = new double[labels.Length];
        if (!balance) return;
        var positives = labels.Count(label => label);
        if (positives == 0 || positives == labels.Length)
            throw new InvalidOperationException("Only one class in training set.");
        _positiveFactor = 1.0 / positives;
        _negativeFactor = 1.0 / (labels.Length - positives);
    }

    public override void Gradient(double[] scores, double[] gradient, ParallelOptions parallel)
    {
        var chunks = (scores.Length + Chunk - 1) / Chunk;
        if (chunks == 1) GradientOf(scores, gradient, 0);
        else Parallel.For(0, chunks, parallel, chunk => GradientOf(scores, gradient, chunk * Chunk));
    }

    private void GradientOf(double[] scores, double[] gradient, int begin)
    {
        var end = Math.Min(begin + Chunk, scores.Length);
        for (var i = begin; i < end; i++)
        {
            var (sign, factor) = _labels[i] ? (1, _positiveFactor) : (-1, _negativeFactor);
            var response = _slope / (1 + Math.Exp(sign * _slope * scores[i]));
            gradient[i] = sign * response * factor;
            _curvature[i] = response * (_slope - response) * factor;
        }
    }

    public override double Step(double meanGradient, ReadOnlySpan<int> rows, double[]? weights)
    {
        var (sum, total) = (0.0, 0.0);
        foreach (var row in rows)
        {
            var weight = weights?[row] ?? 1;
            sum += weight * _curvature[row];
            total += weight;
        }
        return (meanGradient + Tiny) / (sum / total + Tiny);
    }

    public override double Limit(double output) => Math.Clamp(output, -_limit, _limit);
}
