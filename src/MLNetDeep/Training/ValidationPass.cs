using MLNetDeep.Comparison;
using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Measures a network on the validation rows.</summary>
internal sealed class ValidationPass
{
    private const int MostRows = 4096;
    private const int MostNumbers = 1 << 20; // 4 MB for the outputs of one layer, several of which are there at a time

    private readonly ITrainingHead _head;
    private readonly GradientEngine _engine;
    private readonly int _memberCount;
    private readonly Batcher _rows;
    private readonly float[]? _outputs; // null when the loss is the only metric
    private readonly float[] _targets = [];

    public ValidationPass(ITrainingHead head, GradientEngine engine, Batcher rows, int memberCount)
    {
        (_engine, _memberCount) = (engine, memberCount);
        _head = head;
        _rows = rows;
        if (head.Metrics.Count < 2)
            return;
        _outputs = new float[checked(rows.RowCount * head.OutputWidth * memberCount)];
        _targets = rows.TargetValues;
    }

    /// <summary>Rows that go through a network at once.</summary>
    public static int BatchSize(NetworkSpec network)
    {
        long widest = Enumerable.Range(0, network.Layers.Count)
            .Max(layer => network.GetOutputShape(layer).Aggregate(1L, (product, size) => product * size));
        return (int)Math.Clamp(MostNumbers / widest, 1, MostRows);
    }

    /// <summary>Number of rows.</summary>
    public int RowCount => _rows.RowCount;

    /// <summary>The head's metrics over all validation rows, the mean loss first; it is not finite when the outputs are not.</summary>
    /// <param name="isStopping">Asked before each batch; true ends the pass.</param>
    /// <returns>One value a metric; null when the pass was ended.</returns>
    public double[]? Run(Func<bool> isStopping)
    {
        double lossSum = 0;
        double weightSum = 0;
        int done = 0;
        for (int i = 0; i < _rows.BatchCount; i++)
        {
            if (isStopping())
                return null;
            (BatchLoss loss, int count) = _engine.Measure(_rows, i, _outputs.AsSpan(done));
            if (!float.IsFinite(loss.Value))
                return [loss.Value];
            lossSum += loss.Value * loss.Weight;
            weightSum += loss.Weight;
            done += count;
        }

        double[] metrics = _outputs is null ? new double[1] : _head.Measure(_outputs, _targets, _rows.WeightValues);
        // The members of an ensemble are judged together: not by the mean of their losses, but by the loss of their mean.
        if (_memberCount == 1 || !double.IsFinite(metrics[0]) || _outputs is null)
            metrics[0] = lossSum / weightSum;
        return metrics;
    }

    /// <summary>The values by the metrics' names.</summary>
    public IReadOnlyDictionary<string, double> ByName(double[] values)
    {
        var named = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((Metric metric, double value) in _head.Metrics.Zip(values))
            named.Add(metric.Name, value);
        return named;
    }
}
