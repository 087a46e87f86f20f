using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>
/// Sets trainers beside each other: the rows are split into folds once, and every candidate is fitted and measured on
/// exactly the same folds.
/// </summary>
public static class TrainerComparison
{
    private static readonly TimeSpan TimedPredictionTime = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Cross-validates all candidates on identical folds, random ones or those of a <see cref="ComparisonOptions.Split"/>.
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
        var run = new CrossValidation(context, data.Schema, task, folds.Folds, options, count, cancellation);
        var outcomes = candidates.Select((c, i) => run.CrossValidate(c, i + 1)).ToList();
        if (options.IncludeBaseline)
            outcomes.Add(run.MeasureBaseline());
        return new ComparisonResult(task.Metrics, outcomes, folds.TestShare);
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

    /// <summary>What stays the same while one comparison runs.</summary>
    private sealed record CrossValidation(
        MLContext Context, DataViewSchema Schema, ComparisonTask Task, IReadOnlyList<RowFold> Folds,
        ComparisonOptions Options, int CandidateCount, CancellationToken Cancellation)
    {
        public CandidateOutcome CrossValidate(Candidate candidate, int number)
        {
            var outcomes = new List<FoldOutcome>();
            var size = 0L;
            foreach (var fold in Folds)
            {
                Report(candidate.Name, number, outcomes.Count + 1, null);
                var watch = Stopwatch.StartNew();
                var model = candidate.Estimator.Fit(fold.TrainSet);
                watch.Stop();
                size = size == 0 ? SavedByteCount(model) : size;
                var scored = model.Transform(fold.TestSet);
                var values = Task.Evaluate(Context, scored);
                outcomes.Add(new FoldOutcome(outcomes.Count + 1, values, watch.Elapsed, TimePrediction(scored)));
                (model as IDisposable)?.Dispose();
                Report(candidate.Name, number, outcomes.Count, outcomes[^1]);
            }
            return new CandidateOutcome(candidate.Name, isBaseline: false, size, outcomes);
        }

        public CandidateOutcome MeasureBaseline()
        {
            var outcomes = new List<FoldOutcome>();
            foreach (var fold in Folds)
            {
                Report(Task.BaselineName, CandidateCount, outcomes.Count + 1, null);
                var values = Task.Evaluate(Context, Task.PredictConstant(Context, fold.TrainSet, fold.TestSet), "Label");
                outcomes.Add(new FoldOutcome(outcomes.Count + 1, values, TimeSpan.Zero, RowsPerSecond: 0));
                Report(Task.BaselineName, CandidateCount, outcomes.Count, outcomes[^1]);
            }
            return new CandidateOutcome(Task.BaselineName, isBaseline: true, modelByteCount: 0, outcomes);
        }

        private void Report(string name, int number, int fold, FoldOutcome? outcome)
        {
            Cancellation.ThrowIfCancellationRequested();
            Options.Progress?.Report(new ComparisonProgress(name, number, CandidateCount, fold, Folds.Count, outcome));
        }

        private long SavedByteCount(ITransformer model)
        {
            using var stream = new MemoryStream();
            Context.Model.Save(model, Schema, stream);
            return stream.Length;
        }

        // The evaluation before has warmed everything up; short folds are predicted over and over until the clock is fine enough.
        private static double TimePrediction(IDataView scored)
        {
            var rows = 0L;
            var watch = Stopwatch.StartNew();
            do
            {
                rows += ReadScores(scored);
            }
            while (watch.Elapsed < TimedPredictionTime && rows > 0);
            return rows / watch.Elapsed.TotalSeconds;
        }

        private static long ReadScores(IDataView scored)
        {
            var column = scored.Schema["Score"];
            return column.Type is VectorDataViewType ? Read<VBuffer<float>>(scored, column) : Read<float>(scored, column);
        }

        private static long Read<T>(IDataView data, DataViewSchema.Column column)
        {
            using var cursor = data.GetRowCursor([column]);
            var getter = cursor.GetGetter<T>(column);
            T value = default!;
            var rows = 0L;
            for (; cursor.MoveNext(); rows++)
                getter(ref value);
            return rows;
        }
    }
}
