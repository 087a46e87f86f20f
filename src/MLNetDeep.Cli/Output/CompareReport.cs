using MLNetDeep.Cli.Commands;
using MLNetDeep.Cli.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Cli.Output;

/// <summary>What <c>compare</c> prints: tables and what follows from them in words, or all of it as JSON.</summary>
internal sealed record CompareReport(DataPlan Plan, ComparisonResult Result, CompareSettings Settings, int Seed)
{
    public void Write(CliStreams streams, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(streams.Out, Document());
            return;
        }
        streams.Out.Write(Result.ToString());
        Text.WriteWrapped(streams, $"Ran on {Versions.Line}.");
    }

    private object Document() => new
    {
        Command = "compare",
        Data = Plan.Profile.Table.Name,
        Task = Plan.Task.Name,
        Label = Plan.LabelName,
        Plan.Classes,
        Plan.Profile.RowCount,
        Result.Validation,
        FoldCount = Settings.Folds,
        RepeatCount = Settings.Repeats,
        Settings.Group,
        Settings.TimeOrder,
        Seed,
        Result.ConfidenceLevel,
        Candidates = Result.Candidates.Select(Candidate),
        AgainstBest = Result.Metrics.Select((_, metric) => Result.CompareAll(metric: metric)),
        Verdict = Verdict(Result.Verdict),
        Result.LearningCurveFindings,
        Plan.Notes,
        Versions = Versions.Current,
    };

    private object Candidate(CandidateOutcome candidate) => new
    {
        candidate.Name,
        candidate.IsBaseline,
        candidate.IsDeep,
        Metrics = Result.Metrics.Select((m, i) => new
        {
            m.Name,
            m.HigherIsBetter,
            Mean = candidate.Mean(i),
            StandardDeviation = candidate.StandardDeviation(i),
            Result.Interval(candidate.Name, i).LowerBound,
            Result.Interval(candidate.Name, i).UpperBound,
            AverageRank = Result.AverageRank(candidate.Name, i),
            Folds = candidate.Folds.Select(f => f.Values[i]),
        }),
        candidate.FitSeconds,
        candidate.RowsPerSecond,
        candidate.ModelByteCount,
        candidate.Memory,
        candidate.Calibration,
        candidate.Residuals,
        LearningCurve = candidate.LearningCurve.Select(point => new
        {
            point.Fraction,
            point.TrainRowCount,
            point.FitSeconds,
            Metrics = Result.Metrics.Select((m, i) => new { m.Name, Mean = point.Mean(i), Folds = point.Folds.Select(f => f.Values[i]) }),
        }),
        Folds = candidate.Folds.Select(f => new
        {
            f.Fold,
            f.Repetition,
            f.TrainRowCount,
            f.TestRowCount,
            FitSeconds = f.FitTime.TotalSeconds,
            f.RowsPerSecond,
            f.Memory,
        }),
    };

    private static object Verdict(ComparisonVerdict verdict) => new
    {
        Outlook = verdict.Outlook.ToString(),
        verdict.Text,
        verdict.Deep,
        verdict.Classical,
        verdict.Difference,
        verdict.Gain,
        verdict.FitTimeRatio,
        verdict.PredictTimeRatio,
        verdict.SizeRatio,
    };
}
