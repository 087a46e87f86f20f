using System.Collections.ObjectModel;
using MLNetDeep.Comparison;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>The one loop that trains every network: epochs of steps, validation, early stopping, best weights.</summary>
internal sealed class TrainingLoop
{
    private readonly ITrainingHead _head;
    private readonly FitSettings _settings;
    private readonly FitHooks _hooks;
    private readonly FitRandom _random;
    private readonly FitState _state;
    private readonly GradientEngine _engine;
    private readonly FitControl _control;
    private readonly Batcher _rows;
    private readonly TrainingStep _step;
    private readonly ValidationPass? _validation;
    private readonly ValidationPass? _monitor;
    private readonly NetworkSpec _spec;
    private readonly CheckpointKeeper _keeper;
    private IReadOnlyDictionary<string, double> _monitored = ReadOnlyDictionary<string, double>.Empty;

    private TrainingLoop(
        NetworkSpec spec,
        ITrainingHead head,
        FitSettings settings,
        FitHooks hooks,
        FitState state,
        GradientEngine engine,
        Batcher rows,
        Batcher? validation,
        Batcher? monitored,
        Func<IReadOnlyDictionary<string, string>> fingerprint)
    {
        _spec = spec;
        _head = head;
        _settings = settings;
        _hooks = hooks;
        _random = new FitRandom(settings.Seed);
        _state = state;
        _engine = engine;
        _control = new FitControl(hooks, state);
        _keeper = new CheckpointKeeper(spec, settings, state, _control, fingerprint);
        _rows = rows;
        _step = new TrainingStep(engine, settings, state, rows);
        _validation = validation is { RowCount: > 0 } ? new ValidationPass(head, engine, validation, spec.MemberCount) : null;
        _monitor = monitored is { RowCount: > 0 } ? new ValidationPass(head, engine, monitored, spec.MemberCount) : null;
    }

    /// <summary>Trains a network.</summary>
    /// <param name="spec">The network; its output width is the head's.</param>
    /// <param name="head">The loss.</param>
    /// <param name="data">The rows.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="hooks">Who watches and who may end it.</param>
    /// <param name="initial">First values of all tensors in the description's order; null draws them from the fit's generator.</param>
    /// <returns>The best epoch's tensors and the history.</returns>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite any more.</exception>
    /// <exception cref="ArgumentException">Network, head, settings and data do not fit together.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled, and is to throw or has nothing to return yet.</exception>
    public static TrainingResult Run(
        NetworkSpec spec,
        ITrainingHead head,
        TrainingData data,
        FitSettings settings,
        FitHooks hooks,
        ReadOnlySpan<float> initial = default)
    {
        FitChecks.Check(spec, head, data);
        Metric metric = FitChecks.FindMetric(head, settings.ValidationMetric);
        using var threads = new TorchThreads(settings.ThreadCount);
        using DisposeScope scope = torch.NewDisposeScope();
        using var gradients = torch.enable_grad();

        TensorTable? features = data.EncodeAll();
        bool usesBatchStatistics = spec.Layers.Any(layer => layer.UsesBatchStatistics);
        int batchSize = settings.BatchSize > 0 ? settings.BatchSize : AutomaticBatchSize.For(data.TrainRowCount);
        int orders = settings.SeparatesMembers && data.Stream is null ? spec.MemberCount : 1;
        Batcher rows = data.OpenTraining(features, batchSize, usesBatchStatistics, settings.DropLastBatch, orders);
        FitChecks.RequireRows(rows.RowCount, usesBatchStatistics);
        Batcher? validation = data.OpenValidation(features, ValidationPass.BatchSize(spec));
        Batcher? monitored = hooks.OnEpoch is null
            ? null
            : data.Monitored?.OpenValidation(data.Monitored.EncodeAll(), ValidationPass.BatchSize(spec));

        var network = new TrainingNetwork(spec, rows.LargestBatch * orders, LayerRules.Of(spec, settings));
        network.Step.SeparatesMembers = orders > 1;
        StartingWeights.Load(network, spec, head, data, settings.Seed, initial);
        var state = new FitState(settings, network, metric.HigherIsBetter);
        float[] given = initial.ToArray();
        using GradientEngine engine = EngineChoice.Open(spec, head, settings, network);
        state.Optimizer.Team = engine.Team;
        return new TrainingLoop(
            spec, head, settings, hooks, state, engine, rows, validation, monitored,
            () => FitFingerprint.Of(spec, head, data, settings, given)).RunEpochs();
    }

    private TrainingResult RunEpochs()
    {
        using var events = new FitEvents(_hooks.Callbacks, new FitContext(_spec, _state, _control, _hooks)
        {
            TrainingRowCount = _rows.RowCount,
            ValidationRowCount = _validation?.RowCount ?? 0,
            EpochCount = _settings.MaximumEpochCount,
            BatchCount = _rows.BatchCount,
        });
        events.FitBegin(_hooks.ResumeFrom is { } path && CheckpointFile.Find(path) is { } file ? _keeper.Restore(file) : []);
        TrainingStopReason reason;
        while (!IsOver(out reason))
            RunEpoch(events);

        EndInTheMiddle(events);
        var history = new TrainingHistory(_state.Reports, _state.Best.Epoch, reason)
        {
            StopMessage = _control.Message,
            ValidationMetric = _settings.ValidationMetric,
            Engine = _engine.Kind,
        };
        events.FitEnd(history);
        _keeper.Flush(events);
        return new TrainingResult(_state.Network.Export(_state.Best.Snapshot), history);
    }

    /// <summary>Whether no epoch is left to run, or to go on with.</summary>
    private bool IsOver(out TrainingStopReason reason)
    {
        bool isStopping = _control.Reason is not null && _state.Step > 0;
        if (isStopping || _control.IsBroken)
            reason = _control.Reason!.Value;
        else if (_state.Best.IsTimeToStop(_state.Reports.Count))
            reason = TrainingStopReason.NoImprovement;
        else if (_settings.StopsWithoutError && _state.Reports is [.., { TrainingLoss: 0 }])
            reason = TrainingStopReason.NoError;
        else
            reason = TrainingStopReason.EpochCountReached;
        return reason != TrainingStopReason.EpochCountReached
            || _state.Epoch.Number > (_hooks.RefitOf?.BestEpoch ?? _hooks.LastEpoch ?? _settings.MaximumEpochCount);
    }

    /// <summary>Does the batches of the epoch that are not done yet, and measures it; less when the fit is to stop.</summary>
    private void RunEpoch(FitEvents events)
    {
        _rows.BeginEpoch(_state.Epoch.Number, _random);
        if (_state.Epoch.BatchCount == 0)
            events.EpochBegin();
        while (_state.Epoch.BatchCount < _rows.BatchCount)
        {
            if (_control.IsStopping())
                return;
            events.BatchBegin();
            _step.Run();
            events.BatchEnd();
            if (_state.Epoch.BatchCount < _rows.BatchCount)
                _keeper.Flush(events);
        }

        CloseEpoch(events, _control.IsStopping);
    }

    /// <summary>
    /// Ends a fit that stops within an epoch. What the epoch has come to counts where nothing else does: before the first measure, and
    /// without validation rows, where the latest weights are the best.
    /// </summary>
    private void EndInTheMiddle(FitEvents events)
    {
        if (_state.Epoch.BatchCount > 0)
        {
            events.Stopping();
            _keeper.Flush(events);
        }

        if (_control.IsBroken)
            _control.ThrowCancellation();
        if (_state.Epoch.BatchCount > 0 && (_state.Reports.Count == 0 || _validation is null))
        {
            _control.RefuseCheckpoints();
            CloseEpoch(events, static () => false);
        }
    }

    /// <summary>Measures the epoch, with the averaged weights where there are such, and turns to the next.</summary>
    private void CloseEpoch(FitEvents events, Func<bool> isStopping)
    {
        _state.Averaging?.AfterEpoch(_state.Epoch.Number, _settings.MaximumEpochCount, _state.Network.Values);
        _state.Averaging?.Exchange(_state.Network.Values);
        EpochReport? report;
        try
        {
            report = Measure(isStopping);
        }
        finally
        {
            _state.Averaging?.Exchange(_state.Network.Values);
        }

        if (report is null)
        {
            _state.Averaging?.RetractEpoch();
            return;
        }

        Report(report, events);
        _state.Epoch = new EpochState(report.Epoch + 1);
        _keeper.Flush(events);
    }

    /// <summary>Measures the epoch and keeps its weights if it is the best.</summary>
    /// <returns>Null when the fit is stopped while it measures.</returns>
    private EpochReport? Measure(Func<bool> isStopping)
    {
        EpochState epoch = _state.Epoch;
        double[] metrics = [double.NaN];
        if (_validation is not null)
        {
            if (_validation.Run(isStopping) is not { } measured)
                return null;
            metrics = measured;
            if (!double.IsFinite(metrics[0]))
                throw _step.Diverged($"the validation loss became {TrainingStep.NonFiniteName((float)metrics[0])}");
        }

        if (_monitor?.Run(static () => false) is { } seen && double.IsFinite(seen[0]))
            _monitored = _monitor.ByName(seen);

        // A refit goes the way of the first training, where schedules follow its losses too.
        _state.Losses.Add(_hooks.RefitOf?.Epochs[epoch.Number - 1].ValidationLoss ?? (_validation is null ? epoch.Loss : metrics[0]));
        double chosen = _validation is null ? double.NaN : metrics[FitChecks.IndexOf(_head, _settings.ValidationMetric)];
        bool isBest = _state.Best.Offer(epoch.Number, chosen, _state.Network.Values);
        var report = new EpochReport(
            epoch.Number, _settings.MaximumEpochCount, epoch.Loss, metrics[0], epoch.LearningRate, _control.Elapsed, isBest);
        if (_validation is not null)
            report = report with { ValidationMetrics = _validation.ByName(metrics) };
        return report;
    }

    /// <summary>Tells everybody of an epoch; what callbacks record meanwhile joins the report.</summary>
    private void Report(EpochReport report, FitEvents events)
    {
        EpochReport Complete() => report with { Values = _state.Epoch.Values.Close() };
        _state.Reports.Add(Complete());
        events.EpochEnd(Complete);
        _state.Reports[^1] = Complete();
        _hooks.Progress?.Report(_state.Reports[^1]);
        _hooks.OnEpoch?.Invoke(_state.Reports[^1], _monitored);
        _monitored = ReadOnlyDictionary<string, double>.Empty;
    }
}
