namespace MLNetDeep.AutoML.Tests.Pruners;

/// <summary>Short ways to write trials and questions.</summary>
internal static class PrunerCases
{
    /// <summary>A completed trial with values after the epochs of the first fold.</summary>
    public static Trial Epochs(int number, params double[] values) => Make(number) with
    {
        State = TrialState.Completed,
        Epochs = [.. values.Select((value, i) => new EpochValue(0, i + 1, value))],
    };

    /// <summary>A completed trial with these folds.</summary>
    public static Trial Folds(int number, params double[] values) => Make(number) with
    {
        State = TrialState.Completed,
        Folds = [.. values.Select((value, i) => new TrialFold { Fold = i, Values = [value] })],
    };

    public static Trial Running(this Trial trial) => trial with { State = TrialState.Running };

    /// <summary>Asks about the last epoch of a trial, or its last fold when it has no epochs.</summary>
    public static string? Ask(
        this Pruner pruner, Trial trial, IReadOnlyList<Trial> others, int folds = 5, bool isHigher = true, int? epochs = null)
        => pruner.FindReason(new PruningQuestion(trial.Running(), others, isHigher, folds)
        {
            IsFoldEnd = trial.Folds.Count > 0,
            EpochCount = epochs,
        });

    private static Trial Make(int number) => new() { Number = number, State = TrialState.Waiting, ParameterJson = "{}", Origin = "test" };
}
