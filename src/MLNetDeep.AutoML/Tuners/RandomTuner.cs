using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>
/// Settings at random, uniform in their options' scales (Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012): the
/// yardstick for every other tuner.
/// </summary>
/// <remarks>A proposal depends on the options and on the trial's number only.</remarks>
public sealed class RandomTuner : ITuner
{
    private readonly SpaceModel _space;
    private readonly RandomTunerOptions _options;

    /// <summary>A tuner of a space.</summary>
    /// <param name="searchSpace">The options to choose.</param>
    /// <param name="options">How to search; null for the defaults.</param>
    /// <exception cref="ArgumentException">The space holds something that cannot be searched.</exception>
    public RandomTuner(SearchSpace searchSpace, RandomTunerOptions? options = null)
    {
        _options = options ?? new RandomTunerOptions();
        _space = new SpaceModel(searchSpace);
    }

    /// <inheritdoc/>
    public Parameter Propose(TrialSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (_options.StartsWithDefaults && settings.TrialId == 0)
            return _space.Write(_space.Defaults);
        RandomNumbers random = TunerRandom.For(_options.Seed, TunerUse.Startup, settings.TrialId);
        return _space.Write(_space.FromUnit(_ => random.Uniform()));
    }

    /// <summary>Learns nothing.</summary>
    /// <param name="result">What came of a trial.</param>
    public void Update(TrialResult result)
    {
    }
}
