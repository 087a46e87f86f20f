using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>Every setting is as likely as any other, and none depends on those before.</summary>
internal sealed class RandomSearchTuner(SearchSpace.SearchSpace space, int? seed) : ITuner
{
    private readonly Random _random = seed is { } value ? new Random(value) : new Random();

    public Parameter Propose(TrialSettings settings)
        => space.SampleFromFeatureSpace([.. Enumerable.Range(0, space.FeatureSpaceDim).Select(_ => _random.NextDouble())]);

    public void Update(TrialResult result)
    {
    }
}

/// <summary>All points of a grid, the last dimension first, and then again.</summary>
internal sealed class GridSearchTuner(SearchSpace.SearchSpace space, int step) : ITuner
{
    // An option with a single choice has a step and no dimension. The official tuner does not see the difference either.
    private readonly int[] _counts = [.. space.Step.Select(count => count ?? step)];
    private long _next;

    public Parameter Propose(TrialSettings settings)
    {
        var point = new double[_counts.Length];
        var rest = _next++;
        for (var i = _counts.Length - 1; i >= 0; i--)
        {
            point[i] = rest % _counts[i] / (double)_counts[i];
            rest /= _counts[i];
        }
        return space.SampleFromFeatureSpace(point);
    }

    public void Update(TrialResult result)
    {
    }
}
