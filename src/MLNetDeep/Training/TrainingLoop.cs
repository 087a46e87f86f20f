using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>The one loop that trains every network: epochs of steps, validation, early stopping, best weights.</summary>
internal sealed class TrainingLoop
{
    /// <summary>Rows of validation data that go through the network at once.</summary>
    private const int ValidationBatch = 4096;

    private readonly ITrainingHead _head;
    private readonly FitSettings _settings;
    private readonly Action _checkAlive;
    private readonly TrainingNetwork _network;
    private readonly OptimizerRun _optimizer;
    private readonly IReadOnlyList<ParameterRange> _ranges;
    private readonly Batcher _training;
    private readonly Batcher? _validation;
    private readonly List<double> _losses = [];
    private long _step;

    private TrainingLoop(
        ITrainingHead head, FitSettings settings, Action checkAlive, TrainingNetwork network, Batcher training, Batcher? validation)
    {
        _head = head;
        _settings = settings;
        _checkAlive = checkAlive;
        _network = network;
        _optimizer = settings.Optimizer.Start(network.ParameterCount);
        _ranges = network.Ranges(_ => true);
        _training = training;
        _validation = validation;
    }

    /// <summary>Trains a network.</summary>
    /// <param name="spec">The network; its output width is the head's.</param>
    /// <param name="head">The loss.</param>
    /// <param name="data">The rows.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="progress">Told of each epoch; may be null.</param>
    /// <param name="checkAlive">Called before every step; what it throws ends the fit.</param>
    /// <param name="initial">First values of all tensors in the description's order; null draws them from the fit's generator.</param>
    /// <returns>The best epoch's tensors and the history.</returns>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite any more.</exception>
    /// <exception cref="ArgumentException">Network, head and data do not fit together.</exception>
    public static TrainingResult Run(
        NetworkSpec spec,
        ITrainingHead head,
        TrainingData data,
        FitSettings settings,
        IProgress<EpochReport>? progress,
        Action checkAlive,
        ReadOnlySpan<float> initial = default)
    {
        CheckFit(spec, head, data);
        using var threads = new TorchThreads(settings.ThreadCount);
        using DisposeScope scope = torch.NewDisposeScope();
        using var gradients = torch.enable_grad();
        var random = new FitRandom(settings.Seed);

        TensorTable features = data.Normalization?.Apply(data.Features) ?? data.Features;
        bool usesBatchStatistics = spec.Layers.Any(layer => layer is BatchNorm1dSpec);
        int batchSize = settings.BatchSize > 0 ? settings.BatchSize : AutomaticBatchSize.For(data.TrainRows.Length);
        var training = new Batcher(features, data.Targets, data.Weights, data.TrainRows, batchSize, usesBatchStatistics);
        if (training.RowCount < (usesBatchStatistics ? 2 : 1))
        {
            throw new ArgumentException(
                $"Training needs at least {(usesBatchStatistics ? "2 rows with batch normalisation" : "1 row")} of a weight above 0, "
                + $"but there are {training.RowCount}.", nameof(data));
        }

        Batcher? validation = data.ValidationRows.Length == 0
            ? null
            : new Batcher(features, data.Targets, data.Weights, data.ValidationRows, ValidationBatch, joinLoneRow: false);
        var network = new TrainingNetwork(spec, training.LargestBatch);
        float[] tensors = initial.IsEmpty ? random.InitialTensors(spec) : initial.ToArray();
        data.Normalization?.WriteTo(spec, tensors);
        network.Load(tensors);
        var loop = new TrainingLoop(head, settings, checkAlive, network, training, validation is { RowCount: > 0 } ? validation : null);
        return loop.RunEpochs(random, progress);
    }

    private static void CheckFit(NetworkSpec spec, ITrainingHead head, TrainingData data)
    {
        if (spec.OutputWidth != head.OutputWidth)
        {
            throw new ArgumentException(
                $"The network puts out {spec.OutputWidth} numbers a row, but the task needs {head.OutputWidth}.", nameof(spec));
        }

        if (spec.ParameterCount == 0)
            throw new ArgumentException("The network has no parameter that training could adjust.", nameof(spec));
        if (spec.InputWidth != data.Features.Width)
        {
            throw new ArgumentException(
                $"The network takes {spec.InputWidth} features, but the data has {data.Features.Width}.", nameof(data));
        }

        if (data.Targets.RowCount != data.Features.RowCount)
            throw new ArgumentException($"{data.Features.RowCount} rows have {data.Targets.RowCount} targets.", nameof(data));
        if (spec.Layers[0] is InputNormalizationSpec first ? !first.Equals(data.Normalization?.Spec) : data.Normalization is not null)
            throw new ArgumentException("The network's first layer is not the input normalisation of the data.", nameof(data));
    }

    private TrainingResult RunEpochs(FitRandom random, IProgress<EpochReport>? progress)
    {
        var clock = Stopwatch.StartNew();
        var reports = new List<EpochReport>();
        var best = new BestWeights(_settings, _network.Values.Length);
        TrainingStopReason reason = TrainingStopReason.EpochCountReached;
        for (int epoch = 1; epoch <= _settings.MaximumEpochCount; epoch++)
        {
            _training.Reorder(random.Permutation(epoch, _training.RowCount));
            double trainingLoss = TrainEpoch(epoch, random, out double learningRate);
            double validationLoss = _validation is null ? double.NaN : Validate(_validation, epoch);
            _losses.Add(double.IsNaN(validationLoss) ? trainingLoss : validationLoss);
            bool isBest = best.Offer(epoch, validationLoss, _network.Values);
            var report = new EpochReport(
                epoch, _settings.MaximumEpochCount, trainingLoss, validationLoss, learningRate, clock.Elapsed, isBest);
            reports.Add(report);
            progress?.Report(report);
            if (best.IsTimeToStop(epoch))
            {
                reason = TrainingStopReason.NoImprovement;
                break;
            }
        }

        return new TrainingResult(_network.Export(best.Snapshot), new TrainingHistory(reports, best.Epoch, reason));
    }

    private double TrainEpoch(int epoch, FitRandom random, out double learningRate)
    {
        double lossSum = 0;
        double weightSum = 0;
        learningRate = 0;
        int batches = _training.BatchCount;
        for (int i = 0; i < batches; i++)
        {
            _checkAlive();
            using DisposeScope step = torch.NewDisposeScope();
            var time = new ScheduleTime(_step, (long)_settings.MaximumEpochCount * batches, batches, _losses);
            _network.Step.Masks.Restart(random.Word(RandomUse.Masks, _step));
            _network.Step.DropoutFactor = _settings.DropoutSchedule.Factor(time);
            Batch batch = _training.Get(i);
            _network.Gradients.Clear();
            torch.Tensor loss = _head.Loss(_network.Forward(batch.Features, Pass.Training), batch.Targets, batch.Weights);
            float value = loss.item<float>();
            if (!float.IsFinite(value))
                throw Diverged($"the loss became {Name(value)}", epoch, i, batches);
            loss.backward();
            learningRate = _settings.LearningRate * _settings.LearningRateSchedule.Factor(time);
            double norm = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(_network.Gradients));
            if (!double.IsFinite(norm))
                throw Diverged("the gradient became too large for float32", epoch, i, batches);
            double scale = _settings.GradientClipNorm > 0 ? Math.Min(1, _settings.GradientClipNorm / (norm + 1e-6)) : 1;
            double decay = _settings.WeightDecay * _settings.WeightDecaySchedule.Factor(time);
            _optimizer.Step(_network.Parameters, _network.Gradients, _ranges, new OptimizerStep(learningRate, decay, scale));
            _step++;
            lossSum += value * batch.TotalWeight;
            weightSum += batch.TotalWeight;
        }

        return lossSum / weightSum;
    }

    private double Validate(Batcher rows, int epoch)
    {
        double lossSum = 0;
        double weightSum = 0;
        using var noGradients = torch.no_grad();
        for (int i = 0; i < rows.BatchCount; i++)
        {
            _checkAlive();
            using DisposeScope step = torch.NewDisposeScope();
            Batch batch = rows.Get(i);
            float value = _head.Loss(_network.Forward(batch.Features, Pass.Scoring), batch.Targets, batch.Weights).item<float>();
            if (!float.IsFinite(value))
                throw Diverged($"the validation loss became {Name(value)}", epoch, _training.BatchCount - 1, _training.BatchCount);
            lossSum += value * batch.TotalWeight;
            weightSum += batch.TotalWeight;
        }

        return lossSum / weightSum;
    }

    private static string Name(float value) => float.IsNaN(value) ? "NaN" : "infinite";

    private TrainingDivergedException Diverged(string what, int epoch, int step, int steps) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Training diverged: {what} in epoch {epoch}, step {step + 1} of {steps}. "
        + $"Lower the learning rate (it is {_settings.LearningRate})."));
}
