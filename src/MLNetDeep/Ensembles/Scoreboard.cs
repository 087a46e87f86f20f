using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.Ensembles;

/// <summary>Measures finished scores by the metrics of a task.</summary>
internal static class Scoreboard
{
    /// <summary>Every metric of the head, by name.</summary>
    /// <param name="head">A head that learned its scale from the same rows.</param>
    /// <param name="scores">Shape [rows, outputs], finished.</param>
    /// <param name="rows">The labels, not encoded, and the weights.</param>
    public static IReadOnlyDictionary<string, double> Measure(TaskHead head, ReadOnlySpan<float> scores, LabeledRows rows)
    {
        var values = Measure(head, scores, EncodedTargets(head, rows), rows.Weights);
        var metrics = new Dictionary<string, double>();
        for (var index = 0; index < values.Length; index++)
            metrics[head.Metrics[index].Name] = values[index];
        return metrics;
    }

    /// <summary>The value of every metric of the head, in its order.</summary>
    public static double[] Measure(TaskHead head, ReadOnlySpan<float> scores, float[] encodedTargets, float[]? weights)
    {
        var outputs = scores.ToArray();
        head.Unfinish(outputs);
        return head.Measure(outputs, encodedTargets, weights);
    }

    /// <summary>The targets as the head's loss compares with them.</summary>
    public static float[] EncodedTargets(TaskHead head, LabeledRows rows)
    {
        var targets = rows.Targets.Values.ToArray();
        head.Encode(targets);
        return targets;
    }
}
