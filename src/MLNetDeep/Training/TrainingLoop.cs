using System.Diagnostics;
using MLNetDeep.Networks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>The one loop that trains every network: epochs of steps, validation, early stopping, best weights.</summary>
internal sealed class TrainingLoop
{
    private readonly FitSettings _settings;
    private readonly Action _checkAlive;
    private readonly FitRandom _random;
    private readonly FitState _state;
    private readonly Batcher _rows;
    private readonly TrainingStep _step;
    private readonly ValidationPass? _validation;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private TrainingLoop(ITrainingHead head, FitSettings settings, Action checkAlive, FitState state, Batcher rows, Batcher? validation)
    {
        _settings = settings;
        _checkAlive = checkAlive;
        _random = new FitRandom(settings.Seed);
        _state = state;
        _rows = rows;
        _step = new TrainingStep(head, settings, _random, state, rows);
        _validation = validation is { RowCount: > 0 } ? new ValidationPass(head, validation) : null;
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
        FitChecks.Check(spec, head, data);
        using var threads = new TorchThreads(settings.ThreadCount);
        using DisposeScope scope = torch.NewDisposeScope();
        using var gradients = torch.enable_grad();

        TensorTable features = data.Normalization?.Apply(data.Features) ?? data.Features;
        bool usesBatchStatistics = spec.Layers.Any(layer => layer is BatchNorm1dSpec);
        int batchSize = settings.BatchSize > 0 ? settings.BatchSize : AutomaticBatchSize.For(data.TrainRows.Length);
        var rows = new Batcher(features, data.Targets, data.Weights, data.TrainRows, batchSize, usesBatchStatistics);
        FitChecks.RequireRows(rows.RowCount, usesBatchStatistics);
        Batcher? validation = data.ValidationRows.Length == 0
            ? null
            : new Batcher(features, data.Targets, data.Weights, data.ValidationRows, ValidationPass.BatchSize, joinLoneRow: false);

        var network = new TrainingNetwork(spec, rows.LargestBatch);
        float[] tensors = initial.IsEmpty ? new FitRandom(settings.Seed).InitialTensors(spec) : initial.ToArray();
        data.Normalization?.WriteTo(spec, tensors);
        network.Load(tensors);
        return new TrainingLoop(head, settings, checkAlive, new FitState(settings, network), rows, validation).RunEpochs(progress);
    }

    private TrainingResult RunEpochs(IProgress<EpochReport>? progress)
    {
        TrainingStopReason reason = TrainingStopReason.EpochCountReached;
        while (_state.Epoch.Number <= _settings.MaximumEpochCount)
        {
            TrainEpoch();
            EpochReport report = CloseEpoch();
            progress?.Report(report);
            if (_state.Best.IsTimeToStop(report.Epoch))
            {
                reason = TrainingStopReason.NoImprovement;
                break;
            }
        }

        return new TrainingResult(
            _state.Network.Export(_state.Best.Snapshot), new TrainingHistory(_state.Reports, _state.Best.Epoch, reason));
    }

    /// <summary>Does the batches of the epoch that are not done yet.</summary>
    private void TrainEpoch()
    {
        _rows.Reorder(_random.Permutation(_state.Epoch.Number, _rows.RowCount));
        while (_state.Epoch.BatchCount < _rows.BatchCount)
        {
            _checkAlive();
            _step.Run();
        }
    }

    /// <summary>Measures the epoch and turns to the next.</summary>
    private EpochReport CloseEpoch()
    {
        EpochState epoch = _state.Epoch;
        double validationLoss = Validate();
        _state.Losses.Add(double.IsNaN(validationLoss) ? epoch.Loss : validationLoss);
        bool isBest = _state.Best.Offer(epoch.Number, validationLoss, _state.Network.Values);
        var report = new EpochReport(
            epoch.Number, _settings.MaximumEpochCount, epoch.Loss, validationLoss, epoch.LearningRate, _clock.Elapsed, isBest);
        _state.Reports.Add(report);
        _state.Epoch = new EpochState(epoch.Number + 1);
        return report;
    }

    /// <summary>The loss on the validation rows; NaN when there are none.</summary>
    private double Validate()
    {
        if (_validation is null)
            return double.NaN;
        double loss = _validation.Run(_state.Network, _checkAlive);
        return double.IsFinite(loss)
            ? loss
            : throw _step.Diverged($"the validation loss became {TrainingStep.NonFiniteName((float)loss)}");
    }
}
