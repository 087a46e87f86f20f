using Microsoft.ML.AutoML.CodeGen;
using Microsoft.ML.SearchSpace;

namespace Microsoft.ML.AutoML;

/// <summary>
/// A cost-frugal tuner for each alternative of a pipeline; the alternative whose next improvement seems cheapest is the likeliest to be
/// tried (Wang, Wu, Weimer, Zhu: FLAML: A Fast and Lightweight AutoML Library, MLSys 2021).
/// </summary>
internal sealed class EciCostFrugalTuner : ITuner
{
    private const string SchemaKey = "_SCHEMA_";
    private readonly Parameter _default;
    private readonly Random _random;
    private readonly List<Alternative> _alternatives;
    private bool _started;
    private bool _measured;
    private double _bestLoss;

    public EciCostFrugalTuner(
        SweepablePipeline sweepablePipeline, AutoMLExperiment.AutoMLExperimentSettings settings, CsvTrialHistory? history = null)
    {
        var space = settings.SearchSpace!;
        _default = space.SampleFromFeatureSpace(space.Default)[SweepablePipeline.ExperimentKey];
        _random = settings.Seed is { } seed ? new Random(seed) : new Random();
        _alternatives = [.. sweepablePipeline.Terms.Select(schema => new Alternative(schema, sweepablePipeline, settings))];
        foreach (var trial in history?.Trials ?? [])
            Update(trial);
    }

    public Parameter Propose(TrialSettings settings)
    {
        var parameter = Choose().Tuner.Propose(settings);
        // The default of the whole pipeline lands beside the pipeline, not in it; recorded of the official package.
        foreach (var (key, value) in _default)
            if (!parameter.ContainsKey(key))
                parameter[key] = value;
        return parameter;
    }

    public void Update(TrialResult result)
    {
        var schema = result.TrialSettings.Parameter[SweepablePipeline.ExperimentKey][SchemaKey].AsType<string>();
        var alternative = _alternatives.First(alternative => alternative.Schema == schema);
        var seconds = result.DurationInMilliseconds / 1000;
        _started = true;
        if (seconds == 0 || !double.IsFinite(result.Loss))
        {
            alternative.ExpectedCost = 2 * _alternatives.Max(other => other.ExpectedCost);
        }
        else
        {
            if (!_measured)
                foreach (var other in _alternatives)
                    other.Expect(seconds * other.InitialCost / alternative.InitialCost, result.Loss);
            _bestLoss = _measured ? Math.Min(_bestLoss, result.Loss) : result.Loss;
            alternative.Told(result.Loss, seconds, _bestLoss, isFirst: !_measured);
            _measured = true;
        }
        alternative.Tuner.Update(result);
    }

    /// <summary>First the one that is known to be cheap, then each with odds inverse to what its next improvement costs.</summary>
    private Alternative Choose()
    {
        if (!_started)
        {
            _started = true;
            return _alternatives.MinBy(alternative => alternative.ExpectedCost)!;
        }
        double[] odds = [.. _alternatives.Select(alternative => 1 / alternative.ExpectedCost + double.Epsilon)];
        var total = odds.Sum();
        var drawn = _random.NextDouble();
        var sum = 0.0;
        for (var i = 0; i < odds.Length; i++)
        {
            sum += odds[i] / total;
            if (sum > drawn)
                return _alternatives[i];
        }
        return _alternatives[^1];
    }

    private sealed class Alternative
    {
        // Losses of the last two improvements, and the seconds spent since each of them.
        private double _loss;
        private double _lossBefore;
        private double _seconds;
        private double _secondsBefore;

        public Alternative(string schema, SweepablePipeline pipeline, AutoMLExperiment.AutoMLExperimentSettings settings)
        {
            Schema = schema;
            var chain = pipeline.BuildSweepableEstimatorPipeline(schema);
            var space = new SearchSpace.SearchSpace();
            foreach (var (key, option) in settings.SearchSpace!)
                space[key] = option;
            space[SweepablePipeline.ExperimentKey] = chain.SearchSpace;
            Tuner = new CostFrugalTuner(space, settings.Seed);
            InitialCost = chain.Estimators.Values.Select(part => CostOf(part.EstimatorType)).FirstOrDefault(cost => cost != null) ?? 1;
            ExpectedCost = InitialCost;
        }

        public string Schema { get; }
        public CostFrugalTuner Tuner { get; }
        public double InitialCost { get; }

        /// <summary>Seconds that the next improvement is expected to take.</summary>
        public double ExpectedCost { get; set; }

        /// <summary>Before anything is known of it.</summary>
        public void Expect(double seconds, double loss)
        {
            (_seconds, _secondsBefore) = (seconds, seconds);
            (_loss, _lossBefore) = (loss, loss + 0.05 * Math.Abs(loss));
        }

        public void Told(double loss, double seconds, double bestLoss, bool isFirst)
        {
            if (!isFirst && loss >= _loss)
                _seconds += seconds;
            else if (!isFirst)
                (_secondsBefore, _seconds, _lossBefore, _loss) = (_seconds, seconds, _loss, loss);
            var slope = (_lossBefore - _loss) / (_secondsBefore + _seconds) + double.Epsilon;
            ExpectedCost = Math.Max(Math.Max(_seconds, _secondsBefore), (2 * (loss - bestLoss) + double.Epsilon) / slope);
        }

        /// <summary>What the official package takes a trainer to cost, in units of its own.</summary>
        private static double? CostOf(EstimatorType type) => type switch
        {
            EstimatorType.FastTreeRegression => 0.382,
            EstimatorType.FastForestRegression => 0.374,
            EstimatorType.SdcaRegression => 0.566,
            EstimatorType.LbfgsPoissonRegressionRegression => 4.73,
            EstimatorType.FastForestOva or EstimatorType.FastForestBinary => 4.283,
            EstimatorType.FastTreeOva or EstimatorType.FastTreeBinary => 3.701,
            EstimatorType.SdcaMaximumEntropyMulti => 10.129,
            EstimatorType.SdcaLogisticRegressionOva or EstimatorType.SdcaLogisticRegressionBinary => 13.16,
            EstimatorType.LbfgsMaximumEntropyMulti => 7.98,
            EstimatorType.LbfgsLogisticRegressionOva or EstimatorType.LbfgsLogisticRegressionBinary => 11.513,
            _ => null,
        };
    }
}
