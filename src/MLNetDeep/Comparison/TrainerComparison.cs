using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>
/// Sets trainers beside each other: the rows are split into folds once, and every candidate is fitted and measured on
/// exactly the same folds.
/// </summary>
public static class TrainerComparison
{
    /// <summary>
    /// Fits and measures all candidates on identical folds, random ones or those of a <see cref="ComparisonOptions.Split"/>.
    /// </summary>
    /// <param name="context">The ML context that made the candidates.</param>
    /// <param name="data">The rows, with label and features. They are read many times: cache what is slow to read.</param>
    /// <param name="task">How predictions are measured.</param>
    /// <param name="candidates">The contenders, each with a name of its own.</param>
    /// <param name="options">Folds, seed and progress; null for the defaults.</param>
    /// <param name="cancellation">Looked at before every fit.</param>
    /// <returns>The candidates, and the constant prediction among them, best first.</returns>
    /// <exception cref="ArgumentException">
    /// No candidate, two of one name, an option out of range, or folds that cannot be made or would tell nothing.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a type that the task or the split cannot use.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public static ComparisonResult Run(
        MLContext context, IDataView data, ComparisonTask task, IReadOnlyList<Candidate> candidates,
        ComparisonOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(task);
        options ??= new ComparisonOptions();
        Check(task, candidates, options);

        var folds = options.MakeFolds(data, task);
        var count = candidates.Count + (options.IncludeBaseline ? 1 : 0);
        var run = new ComparisonRun(context, data, task, folds, options, count, cancellation);
        var outcomes = candidates.Select((c, i) => run.Measure(c, i + 1)).ToList();
        if (options.IncludeBaseline)
            outcomes.Add(run.MeasureBaseline());
        return new ComparisonResult(task.Metrics, outcomes, folds.TestShare)
        {
            Validation = folds.Description,
            RowCount = folds.RowCount,
            ConfidenceLevel = options.ConfidenceLevel,
            RelevantGain = options.RelevantGain,
        };
    }

    private static void Check(ComparisonTask task, IReadOnlyList<Candidate> candidates, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var names = candidates.Select(c => c.Name).ToList();
        if (options.IncludeBaseline)
            names.Add(task.BaselineName);
        var rules = new OptionRules(nameof(ComparisonOptions));
        options.Validate(rules);
        var violations = new List<string>(rules.Violations);
        if (candidates.Count == 0)
            violations.Add("A comparison must have at least one candidate, but had none.");
        violations.AddRange(names.GroupBy(n => n).Where(g => g.Count() > 1)
            .Select(g => $"Candidate.Name must be unique, but '{g.Key}' occurs {g.Count()} times."));
        if (violations.Count > 0)
            throw new ArgumentException(string.Join(" ", violations));
    }
}
