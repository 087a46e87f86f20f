using MLNetDeep.Comparison;

namespace MLNetDeep.Tests.Comparison;

/// <summary>Verdicts on made-up outcomes; scipy told the p-values and intervals that stand in them.</summary>
public sealed class ComparisonVerdictTests
{
    private const string Costs = "at 10 times the time to fit, 2.0 times the time to predict and 0.5 times the size.";

    private static readonly double[] Tree = [0.84, 0.85, 0.86, 0.85, 0.85];

    [Fact]
    public void A_certain_and_relevant_gain_is_worth_it()
    {
        var verdict = Of(0.019, 0.020, 0.021, 0.020, 0.020).Verdict;
        Assert.Equal(ComparisonOutlook.WorthIt, verdict.Outlook);
        Assert.Equal("The deep model is worth it here: MLP beats FastTree by 0.0200 AUC, 13 % of its error (p < 0.001), " + Costs,
            verdict.Text);
        Assert.Equal(("MLP", "FastTree"), (verdict.Deep, verdict.Classical));
        Assert.Equal(2.0 / 15, verdict.Gain!.Value, 1e-9);
        Assert.Equal((10, 2, 0.5), (verdict.FitTimeRatio!.Value, verdict.PredictTimeRatio!.Value, verdict.SizeRatio!.Value));
    }

    [Fact]
    public void A_certain_but_small_gain_is_hardly_worth_it()
    {
        var verdict = Of(0.0009, 0.0010, 0.0011, 0.0010, 0.0010).Verdict;
        Assert.Equal(ComparisonOutlook.SmallGain, verdict.Outlook);
        Assert.Equal("The deep model is hardly worth it here: MLP beats FastTree, but by 0.0010 AUC only, 0.67 % of its error (p < 0.001), "
            + Costs, verdict.Text);
        // What is relevant is for the user to say.
        Assert.Equal(ComparisonOutlook.WorthIt, Of([0.0009, 0.0010, 0.0011, 0.0010, 0.0010], relevantGain: 0.005).Verdict.Outlook);
    }

    [Fact]
    public void A_difference_within_chance_that_cannot_matter_is_no_gain()
    {
        var verdict = Of(0.0005, -0.0005, 0.0004, -0.0004, 0.0001).Verdict;
        Assert.Equal(ComparisonOutlook.NoGain, verdict.Outlook);
        Assert.Equal("The deep model is not worth it here: MLP and FastTree differ by no more than chance (0.0000 AUC, 95 % interval "
            + "−0.0008 to 0.0009, p = 0.951), and MLP comes " + Costs + " Take FastTree, the cheaper one.", verdict.Text);
    }

    [Fact]
    public void A_difference_within_chance_that_may_matter_is_not_decided()
    {
        var verdict = Of(0.02, -0.01, 0.015, -0.005, 0.01).Verdict;
        Assert.Equal(ComparisonOutlook.Undecided, verdict.Outlook);
        Assert.Equal("Whether the deep model is worth it is not decided: MLP is ahead of FastTree, which may be chance (0.0060 AUC, "
            + "95 % interval −0.0181 to 0.0301, p = 0.528), at 10 times the time to fit, 2.0 times the time to predict and 0.5 times the "
            + "size. More repetitions of the folds or more rows would tell; until then take FastTree, the cheaper one.", verdict.Text);
    }

    [Fact]
    public void A_classical_candidate_may_win()
    {
        var verdict = Of(-0.019, -0.020, -0.021, -0.020, -0.020).Verdict;
        Assert.Equal(ComparisonOutlook.ClassicalWins, verdict.Outlook);
        Assert.Equal("The deep model is not worth it here: FastTree beats MLP by 0.0200 AUC (p < 0.001), and MLP comes " + Costs,
            verdict.Text);
        Assert.True(verdict.Gain < 0);
    }

    [Fact]
    public void Few_folds_are_mentioned_and_one_decides_nothing()
    {
        Assert.EndsWith("size. Only 3 folds say so: repeat it on more before relying on it.", Of(0.019, 0.020, 0.021).Verdict.Text,
            StringComparison.Ordinal);
        var one = Of(0.02).Verdict;
        Assert.Equal(ComparisonOutlook.Undecided, one.Outlook);
        Assert.Equal("Whether the deep model is worth it one fold cannot tell: MLP is ahead of FastTree by 0.0200 AUC on it, " + Costs
            + " Several folds would.", one.Text);
    }

    [Fact]
    public void Nothing_learnt_and_nothing_to_compare_are_said()
    {
        var nothing = new ComparisonResult([new("AUC", true)],
        [
            Candidate("MLP", [0.52, 0.47, 0.51, 0.49, 0.52], isDeep: true), Candidate("FastTree", [0.49, 0.53, 0.48, 0.51, 0.50]),
            Baseline(5),
        ], 0.25).Verdict;
        Assert.Equal(ComparisonOutlook.NothingLearnt, nothing.Outlook);
        Assert.Equal("Nothing to choose from here: neither MLP nor FastTree does better than the constant prediction (majority class) by "
            + "more than chance.", nothing.Text);
        Assert.Equal("None of the candidates is deep; FastTree is the best of them.",
            new ComparisonResult([new("AUC", true)], [Candidate("FastTree", Tree), Baseline(5)], 0.25).Verdict.Text);
        Assert.Equal("There is no classical candidate to set MLP against: add one, such as FastTree.",
            new ComparisonResult([new("AUC", true)], [Candidate("MLP", Tree, isDeep: true)], 0.25).Verdict.Text);
    }

    [Fact]
    public void Losses_are_better_the_smaller_they_are()
    {
        var result = new ComparisonResult([new("RMSE", false)],
            [Candidate("MLP", [8.1, 8, 7.9, 8, 8], isDeep: true), Candidate("FastTree", [10.1, 10, 9.9, 10, 10])], 0.25);
        Assert.Equal("MLP", result.Candidates[0].Name);
        Assert.Equal(ComparisonOutlook.WorthIt, result.Verdict.Outlook);
        Assert.StartsWith("The deep model is worth it here: MLP beats FastTree by 2.000 RMSE, 20 % of its error", result.Verdict.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Poor_calibration_is_mentioned()
    {
        // Seven of ten come; the one says 90 %, the other 70 %.
        CalibrationSummary Saying(float probability) => CalibrationMeasures.Measure(new FoldScores(
            1, [.. Enumerable.Repeat(probability, 1000)], [.. Enumerable.Range(0, 1000).Select(i => i % 10 < 7 ? 1f : 0)],
            areProbabilities: true))!;
        double[] mlp = [.. Tree.Select(value => value + 0.02)];
        mlp[0] += 0.001;
        var result = new ComparisonResult([new("AUC", true)],
            [Candidate("MLP", mlp, isDeep: true, Saying(0.9f)), Candidate("FastTree", Tree, calibration: Saying(0.7f))], 0.25);
        Assert.EndsWith(" The probabilities of MLP are off by 20 % on average (ECE), those of FastTree by 0 %. "
            + "Temperature calibration may mend that.", result.Verdict.Text, StringComparison.Ordinal);
        Assert.Equal(0.2, result["MLP"].Calibration!.Bias, 1e-6);
    }

    [Fact]
    public void Intervals_and_corrected_tests_are_scipys()
    {
        var result = Of(0.02, -0.01, 0.015, -0.005, 0.01);
        var interval = result.Interval("FastTree");
        Assert.Equal(0.85, interval.Mean, 1e-12);
        Assert.Equal(0.8368301645, interval.LowerBound, 1e-6);
        Assert.Equal(0.8631698355, interval.UpperBound, 1e-6);
        var differences = result.CompareAll("FastTree");
        Assert.Equal(["MLP", "majority class"], differences.Select(d => d.Candidate));
        Assert.Equal(0.5275, differences[0].PValue, 1e-4);
        Assert.Equal(differences[0].PValue, differences[0].AdjustedPValue);
        Assert.Equal(2 * differences[1].PValue, differences[1].AdjustedPValue, 1e-15);
        // All five differences point one way: 2 of 32 choices of signs are as extreme.
        Assert.Equal(2 / 32.0, differences[1].WilcoxonPValue, 1e-12);
        Assert.Equal(1.4, result.AverageRank("MLP"), 1e-12);
        Assert.Equal(3, result.AverageRank("majority class"));
    }

    private static ComparisonResult Of(params double[] lead) => Of(lead, ComparisonOptions.DefaultRelevantGain);

    private static ComparisonResult Of(double[] lead, double relevantGain)
    {
        double[] tree = [.. Tree.Take(lead.Length)];
        return new ComparisonResult([new("AUC", true)],
            [Candidate("MLP", [.. tree.Zip(lead, (a, b) => a + b)], isDeep: true), Candidate("FastTree", tree), Baseline(lead.Length)],
            0.25)
        {
            RelevantGain = relevantGain,
        };
    }

    private static CandidateOutcome Candidate(
        string name, double[] values, bool isDeep = false, CalibrationSummary? calibration = null) => new(name, Folds(values, isDeep))
        {
            IsDeep = isDeep,
            ModelByteCount = isDeep ? 500 : 1000,
            Calibration = calibration,
        };

    private static CandidateOutcome Baseline(int count) =>
        new("majority class", Folds([.. Enumerable.Repeat(0.5, count)], isDeep: false)) { IsBaseline = true };

    private static FoldOutcome[] Folds(double[] values, bool isDeep) => [.. values.Select((value, i) =>
        new FoldOutcome(i + 1, [value], TimeSpan.FromSeconds(isDeep ? 10 : 1), isDeep ? 50_000 : 100_000))];
}
