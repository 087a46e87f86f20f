using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>
/// Tree-structured Parzen estimator: draws settings from the density of the good trials and proposes the one that is likeliest to be good
/// rather than not (Bergstra et al. 2011, "Algorithms for hyper-parameter optimization"). Options that are tried together are modelled
/// together, those of a conditional part apart from the rest, as Optuna's <c>TPESampler(multivariate=True, group=True)</c> does.
/// </summary>
/// <remarks>
/// Pruned trials count after the completed ones, those that came further first; failed ones are the worst. With several losses those
/// trials are good that few others dominate (Ozaki et al., "Multiobjective tree-structured Parzen estimator", 2022). A proposal depends
/// on the options, on what was told and on the trial's number only.
/// </remarks>
public sealed class TpeTuner : ITuner
{
    // Tries to find a setting that was not tried yet, where all options can be counted.
    private const int AttemptCount = 32;

    // Kernels of good trials, which are few, may be half as wide as usual: with the usual limit proposals stay far from the best.
    private const double Narrowness = 2;

    private readonly SpaceModel _space;
    private readonly TpeTunerOptions _options;
    private readonly TunerHistory _history;
    private readonly HaltonSequence _startup;

    /// <summary>A tuner of a space.</summary>
    /// <param name="searchSpace">The options to choose.</param>
    /// <param name="options">How to search; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the space holds something that cannot be searched.</exception>
    public TpeTuner(SearchSpace searchSpace, TpeTunerOptions? options = null)
    {
        _options = options ?? new TpeTunerOptions();
        _options.Check();
        _space = new SpaceModel(searchSpace);
        _history = new TunerHistory(_space);
        _startup = new HaltonSequence(_space.Dimensions.Count, _options.Seed);
    }

    /// <inheritdoc/>
    public Parameter Propose(TrialSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        int number = settings.TrialId;
        if (_options.StartsWithDefaults && number == 0)
            return _space.Write(_space.Defaults);
        if (_history.Trials.Count(trial => trial.IsMeasured) < _options.StartupTrialCount)
            return _space.Write(_space.FromUnit(dimension => _startup.At(number, dimension)));
        return _space.Write(Model(number));
    }

    /// <inheritdoc/>
    public void Update(TrialResult result) => _history.Add(result);

    private double[] Model(int number)
    {
        ToldTrial[] trials = [.. _history.Trials.Where(trial => trial.State != TrialState.Running || _options.AvoidsRunning)];
        int measured = trials.Count(trial => trial.IsMeasured);
        int goodCount = Math.Min((int)Math.Ceiling(_options.GoodShare * measured), _options.MostGoodTrialCount);
        int objectiveCount = trials.Where(trial => trial.IsCompleted).Max(trial => (int?)trial.Losses.Count) ?? 1;
        var split = TpeSplit.Part(trials, goodCount, objectiveCount);
        int[][] groups = FindGroups(trials);
        var models = groups.Select(group => new Group(this, group, split)).ToArray();
        double[] values = [];
        for (int attempt = 0; attempt < AttemptCount; attempt++)
        {
            RandomNumbers random = TunerRandom.For(_options.Seed, TunerUse.Candidates, (long)number * AttemptCount + attempt);
            values = attempt < AttemptCount / 2 ? Draw(models, random) : _space.FromUnit(_ => random.Uniform());
            if (!trials.Any(trial => trial.Values.SequenceEqual(values)))
                break;
        }

        return values;
    }

    private double[] Draw(Group[] models, RandomNumbers random)
    {
        double[] values = new double[_space.Dimensions.Count];
        foreach (Group model in models)
            model.Choose(random, values);
        return _space.Settle(values);
    }

    /// <summary>Options that had an effect in the same trials, together.</summary>
    private int[][] FindGroups(ToldTrial[] trials) =>
    [
        .. Enumerable.Range(0, _space.Dimensions.Count)
            .GroupBy(d => string.Concat(trials.Select(trial => double.IsNaN(trial.Values[d]) ? '0' : '1')))
            .Select(group => group.ToArray()),
    ];

    /// <summary>The two densities of options that are modelled together.</summary>
    private sealed class Group
    {
        private readonly int[] _positions;
        private readonly int _candidateCount;
        private readonly ParzenEstimator _good;
        private readonly ParzenEstimator _others;

        public Group(TpeTuner tuner, int[] positions, (ToldTrial[] Good, double[] Weights, ToldTrial[] Others) split)
        {
            _positions = positions;
            _candidateCount = tuner._options.CandidateCount;
            SpaceDimension[] dimensions = [.. positions.Select(d => tuner._space.Dimensions[d])];
            bool IsActive(ToldTrial trial) => !double.IsNaN(trial.Values[positions[0]]);
            double[] Pick(ToldTrial trial) => [.. positions.Select(d => trial.Values[d])];
            ToldTrial[] others = [.. split.Others.Where(IsActive)];
            _good = new ParzenEstimator(dimensions, [.. split.Good.Where(IsActive).Select(Pick)],
                [.. split.Weights.Where((_, i) => IsActive(split.Good[i]))], tuner._options.PriorWeight, Narrowness);
            _others = new ParzenEstimator(dimensions, [.. others.Select(Pick)],
                TpeSplit.WeighByAge(others.Length), tuner._options.PriorWeight);
        }

        /// <summary>Puts the most promising of several drawn values in their places.</summary>
        public void Choose(RandomNumbers random, double[] values)
        {
            double most = double.NegativeInfinity;
            for (int i = 0; i < _candidateCount; i++)
            {
                double[] candidate = _good.Sample(random);
                double promise = _good.LogDensity(candidate) - _others.LogDensity(candidate);
                if (i > 0 && !(promise > most))
                    continue;
                most = promise;
                for (int k = 0; k < candidate.Length; k++)
                    values[_positions[k]] = candidate[k];
            }
        }
    }
}
