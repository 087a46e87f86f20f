namespace MLNetDeep.AutoML.Tests.Storage;

/// <summary>Small things to put into a store.</summary>
internal static class StoreData
{
    public static readonly StudyDefinition Definition = new()
    {
        Name = "churn",
        MetricNames = ["AUC", "Accuracy"],
        Metric = 0,
        HigherIsBetter = [true, true],
        ObjectiveNames = ["AUC", "fit seconds"],
        ObjectiveHigherIsBetter = [true, false],
        SpaceJson = """{"Rate":{"Min":0.1}}""",
        Validation = "5 folds, stratified; rows 1a2b",
        FoldCount = 5,
        Seed = 7,
        Environment = new Dictionary<string, string> { ["MLNetDeep"] = "1.0" },
    };

    /// <summary>A worker of another machine, of whom nothing but its beats is known.</summary>
    public static Worker Elsewhere(int slot = 0) => new("elsewhere", 12, DateTimeOffset.UnixEpoch, slot);

    /// <summary>Makes the last beats of all workers older, as time does.</summary>
    public static void Age(this IStudyStore store, TimeSpan time) => ((SqlStudyStore)store).Database.Write(durable: false, session =>
        session.Execute($"UPDATE mlnetdeep_workers SET beat_at = beat_at - {(long)time.TotalMilliseconds}"));

    public static Proposal? Propose(int number, IReadOnlyList<Trial> trials) => new($$"""{"X":{{number}}}""", "test");

    public static TrialFold Fold(int fold, double value = 0.5) => new() { Fold = fold, Values = [value, 1 - value] };

    public static FoldPredictions Predictions(int fold) => new(fold, 1, [0.25f, 0.75f], [0, 1]);

    /// <summary>Claims for a worker what there is to be claimed.</summary>
    public static Trial ClaimFor(this IStudyStore store, Worker worker) =>
        store.Claim(worker, Propose) ?? throw new InvalidOperationException("Nothing was given.");

    /// <summary>Ends a trial well.</summary>
    public static bool Complete(this IStudyStore store, Trial trial, double score = 0.5) =>
        store.Finish(trial with { State = TrialState.Completed, Score = score, Objectives = [score, 1.5] });

    /// <summary>All of a trial as text, so that two can be compared with all that is in them.</summary>
    public static string Text(this IEnumerable<Trial> trials) =>
        string.Join('\n', trials.Select(trial => System.Text.Json.JsonSerializer.Serialize(trial, TextOptions)));

    private static readonly System.Text.Json.JsonSerializerOptions TextOptions = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
