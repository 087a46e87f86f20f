using System.Globalization;

namespace MLNetDeep.Comparison;

/// <summary>Judges whether the deep model is worth it, by the rules that <see cref="ComparisonVerdict"/> tells.</summary>
internal sealed class VerdictRules
{
    /// <summary>Fewer folds than this give a test little to go by, however certain it looks.</summary>
    private const int FewFolds = 5;

    /// <summary>
    /// A calibration error is mentioned when it is this many times what chance would make, and this much above the other's.
    /// </summary>
    private const double ChanceFactor = 2;
    private const double CalibrationSlack = 0.02;

    private readonly ComparisonResult _result;
    private readonly CandidateOutcome _deep;
    private readonly CandidateOutcome _classical;
    private readonly PairedDifference _difference;
    private readonly double _classicalError;

    private VerdictRules(ComparisonResult result, CandidateOutcome deep, CandidateOutcome classical)
    {
        _result = result;
        _deep = deep;
        _classical = classical;
        _classicalError = Error(classical.Mean(0));
        _difference = Adjusted(deep, classical);
    }

    public static ComparisonVerdict Judge(ComparisonResult result)
    {
        var candidates = result.Candidates.Where(c => !c.IsBaseline).ToArray();
        var (deep, classical) = (candidates.FirstOrDefault(c => c.IsDeep), candidates.FirstOrDefault(c => !c.IsDeep));
        if (deep is null || classical is null)
        {
            var text = deep is null
                ? $"None of the candidates is deep; {candidates[0].Name} is the best of them."
                : $"There is no classical candidate to set {deep.Name} against: add one, such as FastTree.";
            return new ComparisonVerdict(ComparisonOutlook.NothingToCompare, text) { Deep = deep?.Name, Classical = classical?.Name };
        }
        return new VerdictRules(result, deep, classical).Judge();
    }

    private ComparisonVerdict Judge()
    {
        var outlook = Outlook();
        return new ComparisonVerdict(outlook, $"{Sentence(outlook)}{CalibrationRemark()}{FoldsRemark(outlook)}")
        {
            Deep = _deep.Name,
            Classical = _classical.Name,
            Difference = _difference,
            Gain = Gain(_difference.Mean),
            FitTimeRatio = FitTimeRatio,
            PredictTimeRatio = PredictTimeRatio,
            SizeRatio = SizeRatio,
        };
    }

    private double Significance => 1 - _result.ConfidenceLevel;

    private bool HasOneFold => _result.FoldCount == 1;

    private bool IsCertain => _difference.AdjustedPValue < Significance;

    private bool IsAhead => _result.Metrics[0].HigherIsBetter ? _difference.Mean > 0 : _difference.Mean < 0;

    private double FitTimeRatio => Ratio(_deep.FitSeconds, _classical.FitSeconds);

    private double PredictTimeRatio => Ratio(_classical.RowsPerSecond, _deep.RowsPerSecond);

    private double SizeRatio => Ratio(_deep.ModelByteCount, _classical.ModelByteCount);

    /// <summary>The candidate that costs less over all: time to fit, time to predict and size count alike.</summary>
    private CandidateOutcome Cheaper => FitTimeRatio * PredictTimeRatio * SizeRatio > 1 ? _classical : _deep;

    private ComparisonOutlook Outlook()
    {
        if (HasOneFold)
            return ComparisonOutlook.Undecided;
        if (!BeatsBaseline())
            return ComparisonOutlook.NothingLearnt;
        if (IsCertain)
        {
            return !IsAhead ? ComparisonOutlook.ClassicalWins
                : Gain(_difference.Mean) >= _result.RelevantGain ? ComparisonOutlook.WorthIt : ComparisonOutlook.SmallGain;
        }
        var best = Math.Max(Gain(_difference.LowerBound), Gain(_difference.UpperBound));
        return best < _result.RelevantGain ? ComparisonOutlook.NoGain : ComparisonOutlook.Undecided;
    }

    private bool BeatsBaseline()
    {
        if (_result.Candidates.FirstOrDefault(c => c.IsBaseline) is not { } baseline)
            return true;
        var metric = _result.Metrics[0];
        return new[] { _deep, _classical }.Any(candidate => metric.IsBetter(candidate.Mean(0), baseline.Mean(0))
            && Adjusted(candidate, baseline).AdjustedPValue < Significance);
    }

    private PairedDifference Adjusted(CandidateOutcome candidate, CandidateOutcome reference) =>
        _result.CompareAll(reference.Name).First(difference => difference.Candidate == candidate.Name);

    private double Error(double value) => _result.Metrics[0].HigherIsBetter ? 1 - value : value;

    /// <summary>The share of the classical candidate's error that a difference takes away.</summary>
    private double Gain(double difference) => difference == 0 ? 0
        : (_result.Metrics[0].HigherIsBetter ? difference : -difference) / Math.Max(_classicalError, 1e-12);

    private static double Ratio(double deep, double classical) => classical > 0 ? deep / classical : double.NaN;

    private string Sentence(ComparisonOutlook outlook)
    {
        var (deep, classical) = (_deep.Name, _classical.Name);
        var gain = NumberText.Percent(Math.Abs(Gain(_difference.Mean)));
        var isAdjusted = _difference.AdjustedPValue > _difference.PValue;
        var p = NumberText.PValue(_difference.AdjustedPValue) + (isAdjusted ? " after Holm's correction" : "");
        return outlook switch
        {
            ComparisonOutlook.WorthIt =>
                $"The deep model is worth it here: {deep} beats {classical} by {Size}, {gain} of its error ({p}), at {Costs}.",
            ComparisonOutlook.SmallGain =>
                $"The deep model is hardly worth it here: {deep} beats {classical}, but by {Size} only, {gain} of its error ({p}), "
                + $"at {Costs}.",
            ComparisonOutlook.NoGain =>
                $"The deep model is not worth it here: {deep} and {classical} differ by no more than chance ({Details(p)}), and "
                + $"{deep} comes at {Costs}. Take {Cheaper.Name}, the cheaper one.",
            ComparisonOutlook.ClassicalWins =>
                $"The deep model is not worth it here: {classical} beats {deep} by {Size} ({p}), and {deep} comes at {Costs}.",
            ComparisonOutlook.NothingLearnt =>
                $"Nothing to choose from here: neither {deep} nor {classical} does better than the constant prediction "
                + $"({_result.Candidates.First(c => c.IsBaseline).Name}) by more than chance.",
            _ when HasOneFold =>
                $"Whether the deep model is worth it one fold cannot tell: {deep} is {Side} {classical} by {Size} on it, at {Costs}. "
                + "Several folds would.",
            _ => $"Whether the deep model is worth it is not decided: {deep} is {Side} {classical}, which may be chance ({Details(p)}), "
                + $"at {Costs}. More repetitions of the folds or more rows would tell; until then take {Cheaper.Name}, the cheaper one.",
        };
    }

    private string Size => $"{NumberText.Number(Math.Abs(_difference.Mean))} {_difference.MetricName}";

    private string Side => IsAhead ? "ahead of" : _difference.Mean == 0 ? "level with" : "behind";

    private string Details(string p) =>
        $"{Signed(_difference.Mean)} {_difference.MetricName}, {NumberText.Percent(_result.ConfidenceLevel)} interval "
        + $"{Signed(_difference.LowerBound)} to {Signed(_difference.UpperBound)}, {p}";

    private string Costs =>
        $"{Times(FitTimeRatio)} the time to fit, {Times(PredictTimeRatio)} the time to predict and {Times(SizeRatio)} the size";

    private static string Signed(double value) => value < 0 ? $"−{NumberText.Number(-value)}" : NumberText.Number(value);

    private static string Times(double ratio) => double.IsNaN(ratio) ? "an unknown multiple of"
        : ratio.ToString(ratio >= 9.95 ? "N0" : ratio >= 0.1 ? "0.0" : "0.00", CultureInfo.InvariantCulture) + " times";

    private string CalibrationRemark()
    {
        if (_deep.Calibration is not { } deep || _classical.Calibration is not { } classical)
            return "";
        var (worse, worseName, other, otherName, remedy) = deep.ExpectedError > classical.ExpectedError
            ? (deep, _deep.Name, classical, _classical.Name, " Temperature calibration may mend that.")
            : (classical, _classical.Name, deep, _deep.Name, "");
        if (worse.ExpectedError < ChanceFactor * worse.ErrorByChance || worse.ExpectedError - other.ExpectedError < CalibrationSlack)
            return "";
        return $" The probabilities of {worseName} are off by {NumberText.Percent(worse.ExpectedError)} on average (ECE), those of "
            + $"{otherName} by {NumberText.Percent(other.ExpectedError)}.{remedy}";
    }

    private string FoldsRemark(ComparisonOutlook outlook) =>
        outlook is ComparisonOutlook.WorthIt or ComparisonOutlook.SmallGain or ComparisonOutlook.ClassicalWins
            && _result.FoldCount < FewFolds
            ? $" Only {_result.FoldCount} folds say so: repeat it on more before relying on it."
            : "";
}
