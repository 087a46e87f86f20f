namespace Microsoft.ML.Data;

/// <summary>Hits, ranks of the right class and logarithmic losses, summed row by row.</summary>
internal sealed class MulticlassCounts
{
    // The least probability that a loss is taken of: a single confident error must not make the mean infinite.
    private const float SmallestProbability = 1e-15f;

    private readonly double[] _rowsOfClass;
    private readonly double[] _lossOfClass;
    private readonly double[] _rowsOfRank;
    private double _rows;
    private double _hits;
    private double _loss;

    public MulticlassCounts(int classCount)
    {
        _rowsOfClass = new double[classCount];
        _lossOfClass = new double[classCount];
        _rowsOfRank = new double[classCount + 1];
        Table = Enumerable.Range(0, classCount).Select(_ => new double[classCount]).ToArray();
    }

    /// <summary>Rows by actual class, then by predicted class.</summary>
    public double[][] Table { get; }

    /// <summary>Counts one row; a label beyond the scores is a class never trained on.</summary>
    public void Add(ReadOnlySpan<float> scores, int label)
    {
        var known = label < scores.Length;
        var ofLabel = known ? scores[label] : 0;
        var loss = -Math.Log(known ? Math.Min(1, Math.Max(SmallestProbability, ofLabel)) : SmallestProbability);
        int rank = 0, assigned = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > ofLabel || (scores[i] == ofLabel && i < label))
                rank++;
            if (scores[assigned] < scores[i])
                assigned = i;
        }

        _rows++;
        _loss += loss;
        _rowsOfRank[rank]++;
        if (rank == 0)
            _hits++;
        if (!known)
            return;
        _rowsOfClass[label]++;
        _lossOfClass[label] += loss;
        Table[label][rank == 0 ? label : assigned]++;
    }

    public MulticlassClassificationMetrics ToMetrics(int topK, IReadOnlyList<string> classNames)
    {
        var logLoss = _rows > 0 ? _loss / _rows : 0;
        var perClass = _lossOfClass.Select((loss, i) => _rowsOfClass[i] > 0 ? loss / _rowsOfClass[i] : 0).ToImmutableArray();
        return new MulticlassClassificationMetrics(_rows > 0 ? _hits / _rows : 0, MacroAccuracy(), logLoss, Reduction(logLoss),
            topK, topK > 0 ? TopKAccuracies(topK) : null, perClass, new ConfusionMatrix(Table, classNames, isBinary: false));
    }

    private double MacroAccuracy()
    {
        double sum = 0;
        var classes = 0;
        for (var i = 0; i < _rowsOfClass.Length; i++)
        {
            if (_rowsOfClass[i] == 0)
                continue;
            classes++;
            sum += Table[i][i] / _rowsOfClass[i];
        }
        return classes > 0 ? sum / classes : 0;
    }

    private double Reduction(double logLoss)
    {
        double entropy = 0;
        foreach (var rows in _rowsOfClass)
        {
            if (rows != 0)
                entropy += rows * Math.Log(rows / _rows);
        }
        entropy /= -_rows;
        return (entropy - logLoss) / entropy;
    }

    private ImmutableArray<double> TopKAccuracies(int topK)
    {
        double sum = 0;
        return _rowsOfRank.Take(topK).Select(rows => sum += rows / _rows).ToImmutableArray();
    }
}
