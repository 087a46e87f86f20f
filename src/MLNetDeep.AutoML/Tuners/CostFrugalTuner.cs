using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>
/// Walks from the default setting in random directions, and the opposite way when one does not help; so it stays near what is known and
/// costs little when the defaults are cheap (FLOW2 and CFO of Wu, Wang and Huang, "Frugal optimization for cost-related
/// hyperparameters", AAAI 2021). Steps shrink when nothing helps; at their smallest the walk begins again at a random setting.
/// </summary>
/// <remarks>
/// A better setting that somebody else tried is walked on from. Choices, which have no direction, are drawn anew with the probability of
/// the step's length. Of several losses the first counts.
/// </remarks>
public sealed class CostFrugalTuner : ITuner
{
    private readonly SpaceModel _space;
    private readonly CostFrugalTunerOptions _options;
    private readonly TunerHistory _history;
    private readonly double _leastStep;
    private ToldTrial? _best; // of this walk
    private double[]? _opposite; // what to try after a step that did not help
    private double _step;
    private int _failures;
    private int _walkTrials;
    private int _bestAt; // trials of the walk when the best was found
    private int _restarts;

    /// <summary>A tuner of a space.</summary>
    /// <param name="searchSpace">The options to choose.</param>
    /// <param name="options">How to search; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the space holds something that cannot be searched.</exception>
    public CostFrugalTuner(SearchSpace searchSpace, CostFrugalTunerOptions? options = null)
    {
        _options = options ?? new CostFrugalTunerOptions();
        _options.Check();
        _space = new SpaceModel(searchSpace);
        _history = new TunerHistory(_space);
        double scale = Math.Sqrt(Math.Max(1, _space.Dimensions.Count));
        (_step, _leastStep) = (_options.InitialStep * scale, _options.LeastStep * scale);
    }

    // After so many failed steps in a row all directions count as tried; FLAML's limit for many options.
    private int MostFailures => (int)Math.Min(Math.Pow(2, Math.Min(_space.Dimensions.Count, 9) - 1), 256) + 1;

    /// <inheritdoc/>
    public Parameter Propose(TrialSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        int number = settings.TrialId;
        if (_best is null)
            return _space.Write(_restarts == 0 && number == 0 ? _space.Defaults : Start(number));
        bool isTaken = _opposite is null || _history.Trials.Any(trial => trial.Values.SequenceEqual(_opposite));
        return _space.Write(isTaken ? Walk(number) : _opposite!);
    }

    /// <inheritdoc/>
    public void Update(TrialResult result)
    {
        ToldTrial told = _history.Add(result);
        if (told.State == TrialState.Running)
            return;
        _walkTrials++;
        if (_best is null || ToldTrial.Compare(told, _best) < 0)
        {
            // Failures are nothing to start from.
            _best = told.IsMeasured ? told : null;
            (_opposite, _failures, _bestAt) = (null, 0, _walkTrials);
            return;
        }

        bool wasOpposite = _opposite is not null && told.Values.SequenceEqual(_opposite);
        _opposite = wasOpposite ? null : Mirror(_best.Values, told.Values);
        if (++_failures < 2 * MostFailures)
            return;
        // The later in its walk the best was found, the less the step shrinks (FLOW2's adaptive step).
        _step *= Math.Clamp(Math.Sqrt((double)Math.Max(1, _bestAt) / _walkTrials), 0.25, 0.75);
        _failures = 0;
        if (_step < _leastStep)
            Restart();
    }

    private void Restart()
    {
        _restarts++;
        (_best, _opposite, _walkTrials, _bestAt) = (null, null, 0, 0);
        _step = _options.InitialStep * Math.Sqrt(Math.Max(1, _space.Dimensions.Count));
    }

    private double[] Start(int number)
    {
        RandomNumbers random = TunerRandom.For(_options.Seed, TunerUse.Restarts, number);
        return _space.FromUnit(_ => random.Uniform());
    }

    private double[] Walk(int number)
    {
        RandomNumbers random = TunerRandom.For(_options.Seed, TunerUse.Steps, number);
        double[] direction = [.. _space.Dimensions.Select(_ => random.Normal())];
        double length = Math.Sqrt(direction.Sum(value => value * value));
        double[] from = [.. _best!.Values.Select((value, d) => double.IsNaN(value) ? _space.Dimensions[d].Default : value)];
        double[] values = new double[from.Length];
        for (int d = 0; d < from.Length; d++)
        {
            SpaceDimension dimension = _space.Dimensions[d];
            double move = _step * direction[d] / length;
            if (dimension.IsCategory)
                values[d] = random.Uniform() < _step ? random.Below((int)dimension.Count) : from[d];
            else
                values[d] = Step(dimension, from[d], move);
        }

        return _space.Settle(values);
    }

    /// <summary>A whole number moves at least to its neighbour when the step is a quarter of the way there.</summary>
    private static double Step(SpaceDimension dimension, double from, double move)
    {
        double to = dimension.FromUnit(Reflect(dimension.ToUnit(from) + move));
        if (to != from || dimension.Kind != DimensionKind.Integer || Math.Abs(move) < 0.25 / dimension.Count)
            return to;
        return Math.Clamp(from + Math.Sign(move), dimension.Low, dimension.High);
    }

    private static double Reflect(double unit) => Math.Clamp(unit < 0 ? -unit : unit > 1 ? 2 - unit : unit, 0, 1);

    private double[] Mirror(double[] centre, double[] point)
    {
        double[] values = [.. point];
        for (int d = 0; d < values.Length; d++)
        {
            SpaceDimension dimension = _space.Dimensions[d];
            if (!dimension.IsCategory && !double.IsNaN(point[d]) && !double.IsNaN(centre[d]))
                values[d] = dimension.FromUnit(Reflect(2 * dimension.ToUnit(centre[d]) - dimension.ToUnit(point[d])));
        }

        return _space.Settle(values);
    }
}
