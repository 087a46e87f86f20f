using System.Text.Json;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>What a tuner was told, in order, as values of its space. Trials that it did not propose count like its own.</summary>
internal sealed class TunerHistory(SpaceModel space)
{
    private readonly List<ToldTrial> _trials = [];

    public SpaceModel Space { get; } = space;

    /// <summary>All trials in the order told.</summary>
    public IReadOnlyList<ToldTrial> Trials => _trials;

    /// <summary>Whether the default setting was told of, in any state.</summary>
    public bool KnowsDefaults => _trials.Any(trial => trial.Values.SequenceEqual(Space.Defaults));

    /// <summary>Notes a result; the end of a trial replaces what was told while it ran.</summary>
    /// <returns>The trial as tuners see it.</returns>
    /// <exception cref="ArgumentException">The result has no setting.</exception>
    public ToldTrial Add(TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        ToldTrial told = Read(result);
        _trials.RemoveAll(trial => trial.Number == told.Number && trial.State == TrialState.Running);
        _trials.Add(told);
        return told;
    }

    private ToldTrial Read(TrialResult result)
    {
        var study = result as StudyTrialResult;
        Parameter? parameter = result.TrialSettings?.Parameter;
        if (parameter is null && study is not null)
            parameter = JsonSerializer.Deserialize<Parameter>(study.Trial.ParameterJson);
        if (parameter is null)
            throw new ArgumentException("TrialResult.TrialSettings must hold the trial's Parameter, but was null.");
        double[] values = Space.Read(parameter);
        if (study is null)
            return new ToldTrial(result.TrialSettings!.TrialId, values, IsLoss(result.Loss) ? TrialState.Completed : TrialState.Failed,
                IsLoss(result.Loss) ? [result.Loss] : []);
        return Read(study, values);
    }

    private static ToldTrial Read(StudyTrialResult result, double[] values)
    {
        Trial trial = result.Trial;
        TrialState state = trial.IsFinished ? trial.State : TrialState.Running;
        bool isMeasured = result.Losses.Count > 0 && result.Losses.All(IsLoss);
        // A completed trial whose losses are no numbers has lost; a pruned one without a value still was the earliest to be given up.
        if (state == TrialState.Completed && !isMeasured)
            state = TrialState.Failed;
        bool hasLosses = isMeasured && state is TrialState.Completed or TrialState.Pruned;
        IReadOnlyList<double> losses = hasLosses ? [.. result.Losses] : [];
        if (state != TrialState.Pruned)
            return new ToldTrial(trial.Number, values, state, losses);
        EpochValue? last = trial.Epochs.Count > 0 ? trial.Epochs[^1] : null;
        int folds = trial.Folds.Count;
        return new ToldTrial(trial.Number, values, state, losses, folds, last is not null && last.Fold >= folds ? last.Epoch : 0);
    }

    // The stock experiment gives failures the largest double.
    private static bool IsLoss(double loss) => double.IsFinite(loss) && Math.Abs(loss) < double.MaxValue;
}
