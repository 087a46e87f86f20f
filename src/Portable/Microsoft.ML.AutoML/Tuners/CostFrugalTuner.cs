using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>
/// Cost-frugal optimisation: from the defaults in random directions, a step on either side, longer steps when it helps and shorter ones
/// when it does not; when they are short, from elsewhere again (Wu, Wang, Huang: Frugal Optimization for Cost-related Hyperparameters,
/// AAAI 2021).
/// </summary>
internal sealed class CostFrugalTuner : ITuner
{
    private const double FirstStep = 0.1;
    private const double LeastStep = 0.0001;
    private const double StepFactor = 1.5;
    private readonly SearchSpace.SearchSpace _space;
    private readonly Random _random;
    private readonly double[] _low;
    private readonly double[] _high;
    private Climb? _climb;

    public CostFrugalTuner(SearchSpace.SearchSpace space, int? seed)
    {
        (_space, _random) = (space, seed is { } value ? new Random(value) : new Random());
        // By way of the parameter: what rounds down, such as an integer on a logarithmic scale, starts where it rounds to.
        _low = space.MappingToFeatureSpace(space.SampleFromFeatureSpace(space.Default));
        _high = [.. _low];
    }

    public Parameter Propose(TrialSettings settings) => _space.SampleFromFeatureSpace(_climb is null ? Start() : _climb.Next());

    public void Update(TrialResult result)
    {
        var parameter = result.TrialSettings.Parameter;
        if (_climb is null)
        {
            _climb = new Climb(this, _space.MappingToFeatureSpace(parameter), result.Loss);
            _climb.Widen(_low, _high);
            return;
        }
        _climb.Told(parameter, result.Loss);
        if (_climb.IsConverged)
            _climb = null;
    }

    /// <summary>A point among those where climbs began.</summary>
    private double[] Start() => [.. _low.Zip(_high, (low, high) => _random.NextDouble() * (high - low) + low)];

    private double Normal()
    {
        var u = 1 - _random.NextDouble();
        var v = 1 - _random.NextDouble();
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Sin(2 * Math.PI * v);
    }

    /// <summary>One search around the best point so far.</summary>
    private sealed class Climb(CostFrugalTuner tuner, double[] best, double loss)
    {
        // The official one counts the parts of the space, not its dimensions.
        private readonly double _greatestStep = Math.Sqrt(tuner._space.Count);
        private double _step = FirstStep * Math.Sqrt(tuner._space.Count);
        private int _patience = 2 * tuner._space.Count;
        private double[]? _direction;

        public bool IsConverged => _step < LeastStep;

        public double[] Next()
        {
            _patience--;
            double[] move;
            if (_direction is null)
            {
                _direction = Direction();
                move = [.. best.Zip(_direction, (x, d) => x + d)];
            }
            else
            {
                move = [.. best.Zip(_direction, (x, d) => x - d)];
                _direction = null;
            }
            return [.. move.Select(x => x < 0 ? 0 : x > 1 ? 0.99999999 : x)];
        }

        public void Told(Parameter parameter, double newLoss)
        {
            if (newLoss < loss)
            {
                (best, loss) = (tuner._space.MappingToFeatureSpace(parameter), newLoss);
                _patience = 2 * tuner._space.Count;
                _step = Math.Min(_step * StepFactor, _greatestStep);
                _direction = null;
            }
            else if (_patience == 0)
            {
                _patience = 2;
                if (!IsConverged)
                    _step /= StepFactor;
            }
        }

        public void Widen(double[] low, double[] high)
        {
            for (var i = 0; i < best.Length; i++)
                (low[i], high[i]) = (Math.Min(low[i], best[i]), Math.Max(high[i], best[i]));
        }

        private double[] Direction()
        {
            double[] normal = [.. Enumerable.Range(0, tuner._space.FeatureSpaceDim).Select(_ => tuner.Normal())];
            var length = Math.Sqrt(normal.Sum(x => x * x));
            return [.. normal.Select(x => x * (_step / length))];
        }
    }
}
