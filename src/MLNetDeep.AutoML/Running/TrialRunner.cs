using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>Runs trials: fold after fold, watched by the pruner, within limits. Whatever ends a trial, the study goes on.</summary>
internal sealed class TrialRunner(StudySession session, PruningWatch pruning, Action<Trial> told)
{
    private readonly FoldRunner _folds = new(session);

    /// <summary>Runs a trial to its end, and notes all that happens in the store, but for the end.</summary>
    /// <param name="trial">The trial as it was claimed; folds that are done are not done again.</param>
    /// <param name="study">Ends the trial because the study ends.</param>
    /// <returns>The finished trial.</returns>
    /// <exception cref="OperationCanceledException">The study ends; the trial is not finished.</exception>
    public Trial Run(Trial trial, CancellationToken study)
    {
        using var limits = new TrialLimits(session.Options, study);
        // What earlier attempts told of the epochs of unfinished folds is told again.
        var course = new TrialCourse(trial with { Epochs = [.. trial.Epochs.Where(epoch => epoch.Fold < trial.Folds.Count)] });
        try
        {
            Parameter parameter = TrialParameters.Read(trial.ParameterJson);
            for (int fold = trial.Folds.Count; fold < session.Folds.Count; fold++)
                RunFold(course, parameter, fold, limits);
            return Complete(course.Trial);
        }
        catch (TrialPrunedException pruned)
        {
            return course.Trial with { State = TrialState.Pruned, Score = LastValue(course.Trial), Reason = pruned.Message };
        }
        catch (Exception error) when (study.IsCancellationRequested)
        {
            // Trainers on several threads wrap the cancellation in errors of their own.
            throw new OperationCanceledException("The study ends.", error, study);
        }
        catch (Exception error)
        {
            string reason = limits.Reason is { } limit ? $"A limit ended it: {limit}." : TrialEnd.Describe(error);
            return course.Trial with { State = TrialState.Failed, Reason = reason };
        }
    }

    private void RunFold(TrialCourse course, Parameter parameter, int fold, TrialLimits limits)
    {
        (TrialFold done, FoldPredictions predictions) = _folds.Run(new FoldSettings
        {
            Trial = course.Trial.Number,
            Parameter = parameter,
            Fold = fold,
            Cancellation = limits.Token,
            OnMemory = limits.CheckMemory,
            OnEpoch = (epoch, count, value) => TellEpoch(course, new EpochValue(fold, epoch, value), count),
        });
        limits.Token.ThrowIfCancellationRequested();
        double score = done.Values[session.Definition.Metric];
        if (!double.IsFinite(score))
            throw new InvalidOperationException($"{session.Metric.Name} of fold {fold + 1} of {session.Folds.Count} is no number.");
        course.Trial = course.Trial with { Folds = [.. course.Trial.Folds, done] };
        RequireOurs(session.Store.ReportFold(course.Trial, done, predictions));
        told(course.Trial);
        if (fold < session.Folds.Count - 1)
            pruning.Ask(course.Trial, course.EpochCount, isFoldEnd: true);
    }

    private void TellEpoch(TrialCourse course, EpochValue value, int epochCount)
    {
        if (!double.IsFinite(value.Value))
            return;
        course.EpochCount = epochCount;
        course.Trial = course.Trial with { Epochs = [.. course.Trial.Epochs, value] };
        RequireOurs(session.Store.ReportEpoch(course.Trial, value));
        // The end of a fit is the end of the fold, which is asked about by itself.
        if (value.Epoch < epochCount)
            pruning.Ask(course.Trial, epochCount, isFoldEnd: false);
    }

    /// <summary>Ends an attempt that does not count any more, as after a long sleep of the machine.</summary>
    private static void RequireOurs(bool counts)
    {
        if (!counts)
            throw new InvalidOperationException("The trial was given to another worker.");
    }

    private Trial Complete(Trial trial)
    {
        double score = MeanScore(trial);
        return trial with
        {
            State = TrialState.Completed,
            Score = score,
            Objectives = [.. session.Options.Objectives.Select(objective => objective switch
            {
                StudyObjective.FitSeconds => trial.Folds.Average(fold => fold.FitTime.TotalSeconds),
                StudyObjective.PredictMicroseconds => trial.Folds.Average(fold => fold.PredictTimePerRow.TotalMicroseconds),
                StudyObjective.ModelBytes => trial.Folds.Average(fold => (double)fold.ModelByteCount),
                _ => score,
            })],
        };
    }

    private double MeanScore(Trial trial) => trial.Folds.Average(fold => fold.Values[session.Definition.Metric]);

    private double? LastValue(Trial trial) => trial.Epochs is [.., var last] && last.Fold >= trial.Folds.Count ? last.Value
        : trial.Folds.Count > 0 ? MeanScore(trial)
        : null;

    /// <summary>A trial as it goes on.</summary>
    private sealed class TrialCourse(Trial trial)
    {
        public Trial Trial { get; set; } = trial;

        public int? EpochCount { get; set; }
    }
}
