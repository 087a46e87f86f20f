using System.Globalization;

namespace MLNetDeep.AutoML;

/// <summary>
/// Where a trial stands when a pruner is asked: after an epoch of a fold, or after whole folds. Trials are only ever compared at the same
/// point, by numbers of which the smaller is the better; a value that is no number is the worst.
/// </summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Epoch">The epoch, from 1; null at the end of the fold.</param>
/// <param name="HigherIsBetter">The direction of the ranking metric.</param>
/// <param name="Metric">Position of the ranking metric among a fold's.</param>
internal sealed record PruningPoint(int Fold, int? Epoch, bool HigherIsBetter, int Metric)
{
    /// <summary>The point that a question is asked at; null when the trial has told no value.</summary>
    public static PruningPoint? Of(PruningQuestion question)
    {
        Trial trial = question.Trial;
        (bool isHigher, int metric) = (question.HigherIsBetter, question.Metric);
        if (question.IsFoldEnd)
            return trial.Folds.Count == 0 ? null : new(trial.Folds.Max(fold => fold.Fold), null, isHigher, metric);
        return trial.Epochs.Count == 0 ? null : new(trial.Epochs[^1].Fold, trial.Epochs[^1].Epoch, isHigher, metric);
    }

    /// <summary>
    /// A trial's loss at this point: its value after the epoch, or the mean over the folds up to this one; null when it did not get here.
    /// </summary>
    public double? Find(Trial trial)
    {
        if (Epoch is null)
            return FindFolds(trial)?.Average();
        return trial.Epochs.LastOrDefault(value => value.Fold == Fold && value.Epoch == Epoch) is { } found ? ToLoss(found.Value) : null;
    }

    /// <summary>The losses of the epochs of this fold up to this point.</summary>
    public double[] FindEpochs(Trial trial) =>
        [.. trial.Epochs.Where(value => value.Fold == Fold && value.Epoch <= Epoch).Select(value => ToLoss(value.Value))];

    /// <summary>The losses of the folds up to this one, by fold; null when one is missing.</summary>
    public double[]? FindFolds(Trial trial)
    {
        TrialFold[] folds = [.. trial.Folds.Where(fold => fold.Fold <= Fold).OrderBy(fold => fold.Fold)];
        double[] losses = [.. folds.Select(fold => ToLoss(fold.Values[Metric]))];
        return losses.Length == Fold + 1 ? losses : null;
    }

    /// <summary>Why a trial ends, for people.</summary>
    /// <param name="loss">The trial's.</param>
    /// <param name="others">The losses it is set against.</param>
    /// <param name="needed">The largest loss that goes on.</param>
    public string Explain(double loss, IReadOnlyCollection<double> others, double needed)
    {
        int better = others.Count(other => other < loss);
        string trials = others.Count == 1 ? "the one other trial" : $"{Share(better, others.Count)} of {others.Count} trials";
        return $"worse than {trials} {Text} ({Show(loss)}, needs {Show(needed)})";
    }

    /// <summary>A loss in the metric's own direction.</summary>
    public string Show(double loss) => double.IsPositiveInfinity(loss)
        ? "not a number"
        : (HigherIsBetter ? -loss : loss).ToString("0.000#", CultureInfo.InvariantCulture);

    private string Text => Epoch is { } epoch
        ? $"after epoch {epoch} of fold {Fold + 1}"
        : Fold == 0 ? "after 1 fold" : $"after {Fold + 1} folds";

    private static string Share(int part, int all) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / all:0} %");

    private double ToLoss(double value) => double.IsNaN(value) ? double.PositiveInfinity : HigherIsBetter ? -value : value;
}
