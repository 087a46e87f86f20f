using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Comparison;
using MLNetDeep.Interop;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML;

/// <summary>What a fold of a trial is fitted with.</summary>
internal sealed record FoldSettings
{
    /// <summary>The trial's number, from which with the study's seed and the fold all chance comes.</summary>
    public required int Trial { get; init; }

    /// <summary>The setting.</summary>
    public required Parameter Parameter { get; init; }

    /// <summary>Which fold; -1 for all rows.</summary>
    public required int Fold { get; init; }

    /// <summary>Ends the fit with an exception.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Told of each epoch of the first deep trainer: its number, how many there may be, and the ranking metric after it.</summary>
    public Action<int, int, double>? OnEpoch { get; init; }

    /// <summary>Told of the process's memory now and then, on another thread.</summary>
    public Action<long>? OnMemory { get; init; }

    /// <summary>The epoch after which the first deep fit ends; null to let it choose.</summary>
    public int? FinalEpoch { get; init; }

    /// <summary>Whether fits are examined when they are done.</summary>
    public bool Diagnoses { get; init; }
}

/// <summary>Fits settings of a study on its folds. The same setting gives the same bits, whatever runs beside it.</summary>
internal sealed class FoldRunner(StudySession session)
{
    // Seeds of settings that are fitted on all rows.
    private const int AllRows = -1;

    /// <summary>Fits and measures one fold.</summary>
    public (TrialFold Fold, FoldPredictions Predictions) Run(FoldSettings settings)
    {
        RowFold fold = session.Folds[settings.Fold];
        using var memory = new MemoryWatch(settings.OnMemory);
        var watch = Stopwatch.StartNew();
        (ITransformer model, TrainingHistory? history, MLContext context) = Fit(settings, fold);
        watch.Stop();
        using var owned = model as IDisposable;
        IDataView scored = model.Transform(fold.TestSet);
        IReadOnlyList<double> values = session.Options.Task.Evaluate(context, scored);
        // The evaluation has warmed everything up.
        var clock = Stopwatch.StartNew();
        FoldScores scores = session.Options.Task.ReadScores(scored);
        clock.Stop();
        memory.Dispose();
        var result = new TrialFold
        {
            Fold = settings.Fold,
            Values = values,
            FitTime = watch.Elapsed,
            PredictTimePerRow = clock.Elapsed / Math.Max(1, scores.RowCount),
            ModelByteCount = Measure(context, model),
            PeakByteCount = memory.Peak,
            EpochCount = history?.Epochs.Count,
            BestEpoch = history?.BestEpoch,
        };
        return (result, new FoldPredictions(settings.Fold, scores.Width, scores.Scores.ToArray(), scores.Labels.ToArray()));
    }

    /// <summary>Fits one fold, or all rows, and keeps the model.</summary>
    public ITransformer Fit(FoldSettings settings) =>
        Fit(settings, settings.Fold == AllRows ? null : session.Folds[settings.Fold]).Model;

    private (ITransformer Model, TrainingHistory? History, MLContext Context) Fit(FoldSettings settings, RowFold? fold)
    {
        int seed = SeedOf(settings);
        TrainingHistory? history = null;
        MonitoredView? rows = fold is null || settings.OnEpoch is null ? null : Monitor(fold);
        using var scope = new FitScope
        {
            Seed = seed,
            ThreadCount = session.Options.ThreadCountPerTrial,
            Cancellation = settings.Cancellation,
            MaximumEpochCount = session.Options.MaximumEpochCount,
            FinalEpoch = settings.FinalEpoch,
            Diagnoses = settings.Diagnoses,
            Rows = rows,
            OnEpoch = settings.OnEpoch is { } told ? epoch => Tell(epoch, told) : null,
            OnFitEnd = (fit, done) => history = fit == 0 ? done : history,
        }.Enter();
        settings.Cancellation.ThrowIfCancellationRequested();
        var context = new MLContext(seed);
        using CancellationTokenRegistration cancelled = settings.Cancellation.Register(() => HostAccess.CancelExecution(context));
        IDataView data = rows ?? fold?.TrainSet ?? session.Data;
        return (Build(context, settings.Parameter).Fit(data), history, context);
    }

    /// <summary>Building writes into the pipeline, whoever shares it.</summary>
    private EstimatorChain<ITransformer> Build(MLContext context, Parameter parameter)
    {
        lock (session.Options.Pipeline)
            return session.Options.Pipeline.BuildFromOption(context, parameter);
    }

    private void Tell(ScopedEpoch epoch, Action<int, int, double> told)
    {
        if (epoch.Fit == 0)
            told(epoch.Report.Epoch, epoch.Report.EpochCount, MonitoredMetric.Find(session.Metric, epoch.Monitored));
    }

    private MonitoredView Monitor(RowFold fold)
    {
        if (fold.TestMask is { } mask)
            return new MonitoredView(session.Data, fold.TrainMask, mask);
        var all = new bool[fold.TestRowCount];
        Array.Fill(all, true);
        return new MonitoredView(session.Data, fold.TrainMask, fold.TestSet, all);
    }

    private int SeedOf(FoldSettings settings) => unchecked((int)RandomNumbers.Mix(
        RandomNumbers.Mix(RandomNumbers.Mix((uint)session.Definition.Seed) ^ (uint)settings.Trial) ^ (uint)settings.Fold));

    /// <summary>Size of the saved model; 0 for one that cannot be saved, as long as nobody asks for its size.</summary>
    private long Measure(MLContext context, ITransformer model)
    {
        try
        {
            using var stream = new MemoryStream();
            context.Model.Save(model, session.Data.Schema, stream);
            return stream.Length;
        }
        catch (Exception error) when (error is not OperationCanceledException
            && !session.Options.Objectives.Contains(StudyObjective.ModelBytes))
        {
            return 0;
        }
    }
}
