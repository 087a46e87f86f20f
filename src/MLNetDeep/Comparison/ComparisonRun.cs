using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>What stays the same while one comparison runs.</summary>
internal sealed class ComparisonRun(
    MLContext context, IDataView data, ComparisonTask task, ValidationFolds folds, ComparisonOptions options, int candidateCount,
    CancellationToken cancellation)
{
    private static readonly TimeSpan TimedPredictionTime = TimeSpan.FromMilliseconds(100);

    private readonly double[] _fractions = [.. options.LearningCurveFractions.Distinct().Order()];
    private readonly LearningCurveRows? _curveRows = options.LearningCurveFractions.IsEmpty
        ? null
        : new LearningCurveRows(data, folds, task, options.Seed);

    private RowFold[] CurveFolds => [.. folds.Folds.Where(fold => fold.Repetition == 1)];

    public CandidateOutcome Measure(Candidate candidate, int number)
    {
        var outcomes = new List<FoldOutcome>();
        var (size, isDeep) = (0L, false);
        foreach (var fold in folds.Folds)
        {
            Report(candidate.Name, number, outcomes.Count, 1, 0, null);
            outcomes.Add(MeasureFold(candidate, fold, outcomes.Count + 1, model =>
            {
                if (outcomes.Count > 0)
                    return;
                size = SavedByteCount(model);
                isDeep = IsDeep(model);
            }));
            Report(candidate.Name, number, outcomes.Count - 1, 1, 0, outcomes[^1]);
        }
        var kept = Kept(outcomes);
        return new CandidateOutcome(candidate.Name, kept)
        {
            IsDeep = candidate.IsDeep ?? isDeep,
            ModelByteCount = size,
            Calibration = Calibration(outcomes),
            Residuals = Residuals(outcomes),
            LearningCurve = LearningCurve(candidate, number, kept),
        };
    }

    public CandidateOutcome MeasureBaseline()
    {
        var outcomes = new List<FoldOutcome>();
        foreach (var fold in folds.Folds)
        {
            Report(task.BaselineName, candidateCount, outcomes.Count, 1, 0, null);
            // A constant prediction brings its truth in a column of this name.
            var scored = task.PredictConstant(context, fold.TrainSet, fold.TestSet);
            outcomes.Add(new FoldOutcome(outcomes.Count + 1, task.Evaluate(context, scored, "Label"), TimeSpan.Zero, RowsPerSecond: 0)
            {
                Repetition = fold.Repetition,
                TrainRowCount = fold.TrainRowCount,
                TestRowCount = fold.TestRowCount,
                Scores = task.ReadScores(scored, "Label"),
            });
            Report(task.BaselineName, candidateCount, outcomes.Count - 1, 1, 0, outcomes[^1]);
        }
        return new CandidateOutcome(task.BaselineName, Kept(outcomes))
        {
            IsBaseline = true,
            Calibration = Calibration(outcomes),
            Residuals = Residuals(outcomes),
        };
    }

    private List<FoldOutcome> Kept(List<FoldOutcome> outcomes) =>
        options.KeepPredictions ? outcomes : [.. outcomes.Select(outcome => outcome with { Scores = null })];

    private CalibrationSummary? Calibration(List<FoldOutcome> outcomes) =>
        task.HasClasses ? CalibrationMeasures.Measure(FoldScores.Join([.. outcomes.Select(o => o.Scores!)])) : null;

    private ResidualSummary? Residuals(List<FoldOutcome> outcomes) =>
        task.HasClasses ? null : ResidualSummary.Measure(FoldScores.Join([.. outcomes.Select(o => o.Scores!)]));

    private IReadOnlyList<LearningCurvePoint> LearningCurve(Candidate candidate, int number, IReadOnlyList<FoldOutcome> whole)
    {
        if (_curveRows is null)
            return [];
        var curveFolds = CurveFolds;
        var points = new List<LearningCurvePoint>();
        for (var i = 0; i < _fractions.Length; i++)
        {
            var outcomes = new List<FoldOutcome>();
            foreach (var fold in curveFolds)
            {
                var (rows, count) = _curveRows.Take(fold, outcomes.Count + 1, _fractions[i]);
                var done = folds.Folds.Count + (i * curveFolds.Length);
                Report(candidate.Name, number, outcomes.Count, _fractions[i], done, null);
                outcomes.Add(MeasurePart(candidate, fold with { TrainSet = rows, TrainRowCount = count }, outcomes.Count + 1));
                Report(candidate.Name, number, outcomes.Count - 1, _fractions[i], done, outcomes[^1]);
            }
            points.Add(new LearningCurvePoint(_fractions[i], outcomes));
        }
        return [.. points, new LearningCurvePoint(1, [.. whole.Where(outcome => outcome.Repetition == 1)])];
    }

    private FoldOutcome MeasureFold(Candidate candidate, RowFold fold, int number, Action<ITransformer> look)
    {
        var (model, time, memory) = Fit(candidate, fold, options.MeasureMemory);
        using var owned = model as IDisposable;
        look(model);
        var scored = model.Transform(fold.TestSet);
        return new FoldOutcome(number, task.Evaluate(context, scored), time, TimePrediction(scored))
        {
            Repetition = fold.Repetition,
            TrainRowCount = fold.TrainRowCount,
            TestRowCount = fold.TestRowCount,
            Memory = memory,
            Scores = task.ReadScores(scored),
        };
    }

    private FoldOutcome MeasurePart(Candidate candidate, RowFold fold, int number)
    {
        var (model, time, _) = Fit(candidate, fold, measureMemory: false);
        using var owned = model as IDisposable;
        return new FoldOutcome(number, task.Evaluate(context, model.Transform(fold.TestSet)), time, RowsPerSecond: 0)
        {
            TrainRowCount = fold.TrainRowCount,
            TestRowCount = fold.TestRowCount,
        };
    }

    private static (ITransformer Model, TimeSpan Time, FitMemory? Memory) Fit(Candidate candidate, RowFold fold, bool measureMemory)
    {
        using var meter = measureMemory ? new FitMemoryMeter() : null;
        var watch = Stopwatch.StartNew();
        var model = candidate.Estimator.Fit(fold.TrainSet);
        watch.Stop();
        return (model, watch.Elapsed, meter?.Stop());
    }

    private void Report(string name, int number, int fold, double fraction, int fitsBefore, FoldOutcome? outcome)
    {
        cancellation.ThrowIfCancellationRequested();
        if (options.Progress is not { } progress)
            return;
        var fits = folds.Folds.Count + (_fractions.Length * CurveFolds.Length);
        var done = fitsBefore + fold + (outcome is null ? 0.0 : 1);
        progress.Report(new ComparisonProgress(name, number, candidateCount, fold + 1, folds.Folds.Count, outcome)
        {
            Fraction = fraction,
            Done = (number - 1 + (done / fits)) / candidateCount,
            Share = 1.0 / fits / candidateCount,
        });
    }

    private long SavedByteCount(ITransformer model)
    {
        using var stream = new MemoryStream();
        context.Model.Save(model, data.Schema, stream);
        return stream.Length;
    }

    /// <summary>Whether a model of this library is among what was fitted.</summary>
    private static bool IsDeep(ITransformer model) => model switch
    {
        DeepPredictionTransformer or DeepFeaturesTransformer or ForecastTransformer => true,
        WeightedEnsembleTransformer ensemble => ensemble.Members.Any(member => member.Models.Any(IsDeep)),
        IEnumerable<ITransformer> chain => chain.Any(IsDeep),
        _ => false,
    };

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
