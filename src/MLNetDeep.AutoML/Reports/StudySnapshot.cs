using MLNetDeep.Comparison;

namespace MLNetDeep.AutoML;

/// <summary>All that the report of a study is made from, at one moment.</summary>
/// <param name="Definition">The study.</param>
/// <param name="Trials">Its trials by number.</param>
internal sealed record StudySnapshot(StudyDefinition Definition, IReadOnlyList<Trial> Trials)
{
    // Labels of these metrics are numbers.
    private static readonly string[] RegressionMetrics = ["RMSE", "MAE", "R²"];

    /// <summary>What the best trial predicted out of fold; null when it is not known.</summary>
    public FoldScores? Predictions { get; init; }

    /// <summary>The best setting as C# code; null when it is not known.</summary>
    public string? Code { get; init; }

    /// <summary>What stands above the report; null for the study's name.</summary>
    public string? Title { get; init; }

    /// <summary>The names of the classes; null for numbers.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>How much each option explains; empty when it is not known.</summary>
    public IReadOnlyList<ParameterImportance> Importance { get; init; } = [];

    /// <summary>Whether labels are classes.</summary>
    public bool HasClasses => !Definition.MetricNames.Any(RegressionMetrics.Contains);

    /// <summary>The metric that ranks.</summary>
    public string MetricName => Definition.MetricNames[Definition.Metric];

    /// <summary>Whether more of it is better.</summary>
    public bool HigherIsBetter => Definition.HigherIsBetter[Definition.Metric];

    /// <summary>The trials, best first.</summary>
    public IReadOnlyList<Trial> Ranking { get; } = [.. new TrialOrder(Definition).Rank(Trials)];

    /// <summary>The best completed trial; null when there is none.</summary>
    public Trial? Best => Ranking.FirstOrDefault(trial => trial.State == TrialState.Completed);

    /// <summary>Measures how much each option explains, which takes a while with many trials.</summary>
    public IReadOnlyList<ParameterImportance> FindImportance() =>
        StudyImportance.Measure(SpaceText.Read(Definition.SpaceJson), Definition, Trials);

    /// <summary>Reads a study that others may be at work on.</summary>
    public static StudySnapshot Read(IStudyStore store)
    {
        var snapshot = new StudySnapshot(store.Definition, store.ReadTrials());
        if (snapshot.Best is not { } best)
            return snapshot;
        var folds = store.ReadPredictions(best.Number);
        var parts = folds.Select(fold => (fold.Width, (IEnumerable<float>)fold.Scores, (IEnumerable<float>)fold.Labels));
        return snapshot with { Predictions = Join(parts, snapshot.HasClasses) };
    }

    /// <summary>What a study found in this process.</summary>
    public static StudySnapshot Of(StudyResult result, StudyReportOptions options)
    {
        var snapshot = new StudySnapshot(result.Definition, result.Trials) { Title = options.Title, ClassNames = options.ClassNames };
        var folds = result.OutOfFoldPredictions.Select(fold =>
            (fold.Width, (IEnumerable<float>)fold.Scores, (IEnumerable<float>)fold.Labels));
        return snapshot with
        {
            Predictions = Join(folds, snapshot.HasClasses),
            Importance = result.FindImportance(),
            Code = FindCode(result),
        };
    }

    private static string? FindCode(StudyResult result)
    {
        try
        {
            return result.Best is null ? null : result.ToCSharp();
        }
        catch (NotSupportedException)
        {
            // A trainer of the user's own: the setting is shown without code.
            return null;
        }
    }

    private static FoldScores? Join(IEnumerable<(int Width, IEnumerable<float> Scores, IEnumerable<float> Labels)> folds, bool hasClasses)
    {
        var all = folds.ToArray();
        if (all.Length == 0 || all.Any(fold => fold.Width != all[0].Width))
            return null;
        float[] scores = [.. all.SelectMany(fold => fold.Scores)];
        float[] labels = [.. all.SelectMany(fold => fold.Labels)];
        return new FoldScores(all[0].Width, scores, labels, hasClasses && AreProbabilities(scores, all[0].Width));
    }

    // A store keeps scores, not what they are.
    private static bool AreProbabilities(float[] scores, int width) => scores.Chunk(width).All(row =>
        row.All(score => score is >= 0 and <= 1) && (width == 1 || Math.Abs(row.Sum() - 1) < 1e-3f));
}
