using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// Settings that fill the space more evenly than chance does: the points of a Halton sequence with permuted digits (Owen,
/// arXiv:1706.02808; Bousquet et al., "Critical hyper-parameters: no random, no cry", arXiv:1706.03200).
/// </summary>
/// <remarks>A proposal depends on the options and on the trial's number only.</remarks>
public sealed class QuasiRandomTuner : ITuner
{
    private readonly SpaceModel _space;
    private readonly QuasiRandomTunerOptions _options;
    private readonly HaltonSequence _points;

    /// <summary>A tuner of a space.</summary>
    /// <param name="searchSpace">The options to choose.</param>
    /// <param name="options">How to search; null for the defaults.</param>
    /// <exception cref="ArgumentException">The space holds something that cannot be searched.</exception>
    public QuasiRandomTuner(SearchSpace searchSpace, QuasiRandomTunerOptions? options = null)
    {
        _options = options ?? new QuasiRandomTunerOptions();
        _space = new SpaceModel(searchSpace);
        _points = new HaltonSequence(_space.Dimensions.Count, _options.IsScrambled ? _options.Seed : null);
    }

    /// <inheritdoc/>
    public Parameter Propose(TrialSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _space.Write(_options.StartsWithDefaults && settings.TrialId == 0
            ? _space.Defaults
            : _space.FromUnit(dimension => _points.At(settings.TrialId, dimension)));
    }

    /// <summary>Learns nothing.</summary>
    /// <param name="result">What came of a trial.</param>
    public void Update(TrialResult result)
    {
    }
}
