using System.Numerics.Tensors;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.Ensembles;

/// <summary>
/// Ensemble selection from a library of models (Caruana et al., ICML 2004): the member that helps the average most is added, with
/// replacement, again and again; how often each was added is its weight.
/// </summary>
internal sealed class GreedySelection
{
    private readonly TaskHead _head;
    private readonly IReadOnlyList<float[]> _values;
    private readonly float[] _targets;
    private readonly int _metric;

    /// <param name="head">Measures.</param>
    /// <param name="values">What each member predicts for each row, as it is averaged. Shape [rows, outputs].</param>
    /// <param name="encodedTargets">Shape [rows, target width].</param>
    /// <param name="metric">Which of the head's metrics counts.</param>
    public GreedySelection(TaskHead head, IReadOnlyList<float[]> values, float[] encodedTargets, int metric)
    {
        _head = head;
        _values = values;
        _targets = encodedTargets;
        _metric = metric;
    }

    /// <summary>The weight of each member; they add up to 1.</summary>
    public double[] Choose(WeightedEnsembleOptions options, FitRandom random)
    {
        var counts = new double[_values.Count];
        for (var bag = 0; bag < options.BagCount; bag++)
        {
            var picks = Pick(options.BagCount == 1 ? [.. Enumerable.Range(0, _values.Count)] : Bag(options, random, bag), options);
            foreach (var (member, count) in picks.CountBy(member => member))
                counts[member] += (double)count / picks.Count;
        }
        return [.. counts.Select(count => count / options.BagCount)];
    }

    /// <summary>The metric of an average, or of one member alone.</summary>
    public double Measure(ReadOnlySpan<float> values)
    {
        var scores = new float[values.Length];
        for (var index = 0; index < scores.Length; index++)
            scores[index] = _head.Task.ToScore(values[index]);
        return Scoreboard.Measure(_head, scores, _targets, weights: null)[_metric];
    }

    /// <summary>The picks up to the best round.</summary>
    private List<int> Pick(int[] candidates, WeightedEnsembleOptions options)
    {
        var sum = new float[_values[0].Length];
        var trial = new float[sum.Length];
        var picks = new List<int>();
        var (bestRound, bestMetric) = (0, double.NaN);
        for (var round = 1; round <= options.SelectionCount; round++)
        {
            var (chosen, chosenMetric) = (candidates[0], double.NaN);
            foreach (var candidate in candidates)
            {
                TensorPrimitives.Add<float>(sum, _values[candidate], trial);
                TensorPrimitives.Divide(trial, round, trial);
                var metric = Measure(trial);
                if (IsBetter(metric, chosenMetric))
                    (chosen, chosenMetric) = (candidate, metric);
            }
            TensorPrimitives.Add<float>(sum, _values[chosen], sum);
            picks.Add(chosen);
            if (round == 1 || IsBetter(chosenMetric, bestMetric))
                (bestRound, bestMetric) = (round, chosenMetric);
        }
        return picks[..bestRound];
    }

    private int[] Bag(WeightedEnsembleOptions options, FitRandom random, int bag)
    {
        var numbers = random.For(RandomUse.Bags, bag);
        var members = Enumerable.Range(0, _values.Count).ToList();
        var count = Math.Max(1, (int)Math.Round(options.BagFraction * members.Count));
        while (members.Count > count)
            members.RemoveAt(numbers.Below(members.Count));
        return [.. members];
    }

    private bool IsBetter(double metric, double than) =>
        !double.IsNaN(metric) && (double.IsNaN(than) || (_head.Metrics[_metric].HigherIsBetter ? metric > than : metric < than));
}
