using Microsoft.ML;
using MLNetDeep.Comparison;
using MLNetDeep.Tasks;

namespace MLNetDeep.AutoML;

/// <summary>Makes the model of a study's best setting.</summary>
internal sealed class FinalFit(StudySession session, CancellationToken cancellation)
{
    private readonly FoldRunner _folds = new(session);

    /// <summary>Fits the model; null when none is asked for.</summary>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public ITransformer? Run(Trial best) => session.Options.FinalModel switch
    {
        FinalModel.RefitOnAllRows => Refit(best),
        FinalModel.BagOfFolds => Bag(best),
        _ => null,
    };

    private ITransformer Refit(Trial best) => _folds.Fit(Settings(best, fold: -1) with
    {
        FinalEpoch = best.Folds.All(fold => fold.BestEpoch is not null) ? Leaderboard.MedianEpoch(best.Folds) : null,
        Diagnoses = true,
    });

    /// <summary>The models of the folds once more, which have the bits they had in the trial, and their average.</summary>
    private WeightedEnsembleTransformer Bag(Trial best)
    {
        TaskHead head = CreateHead();
        var members = best.Folds.Select(fold => new WeightedEnsembleMember(
            $"fold {fold.Fold + 1}", 1.0 / best.Folds.Count, fold.Values[session.Definition.Metric],
            [_folds.Fit(Settings(best, fold.Fold))]));
        return new WeightedEnsembleTransformer(head, [.. members]);
    }

    private FoldSettings Settings(Trial best, int fold) => new()
    {
        Trial = best.Number,
        Parameter = TrialParameters.Read(best.ParameterJson),
        Fold = fold,
        Cancellation = cancellation,
    };

    private TaskHead CreateHead()
    {
        LearningTask task = session.Options.Task switch
        {
            BinaryComparison => BinaryTask.Instance,
            MulticlassComparison => MulticlassTask.Instance,
            _ => RegressionTask.Instance,
        };
        DataViewSchema.Column label = session.Data.Schema[session.Options.Task.LabelColumnName];
        float[] labels = session.Options.Task.ReadLabels(session.Data);
        return task.CreateHead(label, labels, [.. Enumerable.Range(0, labels.Length)], HeadSettings.Default);
    }
}
