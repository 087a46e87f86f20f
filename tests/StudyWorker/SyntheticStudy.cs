using System.Globalization;
using MLNetDeep.AutoML;

/// <summary>A study without learning: sums instead of fits, each a known number, with waits in between in which to be killed.</summary>
internal static class SyntheticStudy
{
    private const int FoldCount = 3;
    private const int EpochCount = 4;

    /// <summary>A proposal sees the trials before the last three; so many work without a wait.</summary>
    private const int Delay = 3;

    private static readonly TimeSpan EpochTime = TimeSpan.FromMilliseconds(8);

    public static void Run(string storage, int trialCount)
    {
        var definition = new StudyDefinition
        {
            Name = "synthetic",
            MetricNames = ["score"],
            Metric = 0,
            HigherIsBetter = [true],
            ObjectiveNames = ["score"],
            ObjectiveHigherIsBetter = [true],
            SpaceJson = "{}",
            Validation = $"{FoldCount} folds",
            FoldCount = FoldCount,
            Seed = 1,
        };
        // Workers are killed far more often than a trial could be what kills them.
        using var store = StudyStorage.OpenOrCreate(storage, definition, new StudyStorageOptions { MaximumAttempts = 1_000 });
        var worker = Worker.New();
        while (true)
        {
            var isOver = false;
            var trial = store.Claim(worker, (number, trials) =>
            {
                isOver = number >= trialCount && trials.All(other => other.IsFinished);
                return number < trialCount ? Propose(number, trials) : null;
            });
            if (isOver)
                return;
            if (trial is null)
            {
                Thread.Sleep(5);
                continue;
            }
            Console.WriteLine($"begins {trial.Number}");
            if (!store.Finish(Fit(store, trial)))
                throw new InvalidOperationException($"Trial {trial.Number} was given away though its worker lives.");
        }
    }

    /// <summary>A setting that depends on all that the proposal may see.</summary>
    private static Proposal? Propose(int number, IReadOnlyList<Trial> trials)
    {
        var seen = trials.Take(Math.Max(0, number - Delay)).ToList();
        if (!seen.TrueForAll(trial => trial.IsFinished))
            return null;
        var sum = seen.Sum(trial => (trial.Score ?? 3) * (trial.Number + 1));
        return new Proposal(Mix(number, sum).ToString("R", CultureInfo.InvariantCulture), "sum");
    }

    private static Trial Fit(IStudyStore store, Trial trial)
    {
        var setting = double.Parse(trial.ParameterJson, CultureInfo.InvariantCulture);
        for (var fold = trial.Folds.Count; fold < FoldCount; fold++)
        {
            for (var epoch = 1; epoch <= EpochCount; epoch++)
            {
                Thread.Sleep(EpochTime);
                var value = new EpochValue(fold, epoch, Mix(epoch + 10 * fold, setting));
                trial = trial with { Epochs = [.. trial.Epochs, value] };
                Require(store.ReportEpoch(trial, value));
                if (value.Value < 0.03)
                    return trial with { State = TrialState.Pruned, Score = value.Value, Reason = $"worse in epoch {epoch}" };
            }
            if (setting > 0.95)
                return trial with { State = TrialState.Failed, Reason = "too large" };
            var done = new TrialFold { Fold = fold, Values = [Mix(fold, setting)] };
            trial = trial with { Folds = [.. trial.Folds, done] };
            Require(store.ReportFold(trial, done, new FoldPredictions(fold, 1, [(float)setting, fold], [0, 1])));
        }
        var score = trial.Folds.Average(fold => fold.Values[0]);
        return trial with { State = TrialState.Completed, Score = score, Objectives = [score] };
    }

    /// <summary>A number from 0 to 1 that nobody would guess.</summary>
    private static double Mix(int number, double value) =>
        Math.Abs(Math.IEEERemainder(Math.Sin(number + 78.233 * value) * 43758.5453, 1)) * 2;

    private static void Require(bool counts)
    {
        if (!counts)
            throw new InvalidOperationException("A trial was given away though its worker lives.");
    }
}
