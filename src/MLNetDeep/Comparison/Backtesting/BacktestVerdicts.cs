namespace MLNetDeep.Comparison;

/// <summary>Says in sentences what the numbers of a backtest come to.</summary>
internal static class BacktestVerdicts
{
    /// <summary>Above this p-value a difference may be chance.</summary>
    private const double Chance = 0.05;

    /// <summary>
    /// By how much the share of covered values may differ from the confidence level before it is mentioned; of few values by two
    /// standard errors.
    /// </summary>
    private const double CoverageSlack = 0.05;

    public static IReadOnlyList<string> Write(BacktestResult result)
    {
        var lines = new List<string>();
        var asked = result.Candidates.Where(c => !c.IsReference).ToArray();
        var best = asked.FirstOrDefault(c => c.Name != ReferenceForecasters.NLinear) ?? asked.FirstOrDefault();
        if (best is null)
            return lines;
        AddComparisons(result, best, lines);
        // Where something else is ahead, what the best network is worth is told too.
        var network = asked.FirstOrDefault(c => c.IsNetwork && c.Name != ReferenceForecasters.NLinear);
        if (network is not null && network != best)
            AddComparisons(result, network, lines);
        var level = result.Options.ConfidenceLevel;
        var slack = Math.Max(CoverageSlack, 2 * Math.Sqrt(level * (1 - level) / best.Errors.Count));
        if (best.HasBounds && Math.Abs(best.Errors.Coverage - level) > slack)
        {
            lines.Add(NumberText.Invariant($"The {level:0.##%} intervals of {best.Name} cover {best.Errors.Coverage:0%} of the values: ") +
                (best.Errors.Coverage < level ? "they are too narrow." : "they are wider than they need be."));
        }
        foreach (var candidate in result.Candidates.Where(c => double.IsNaN(c.Errors.MeanAbsoluteError)))
            lines.Add($"{candidate.Name} made forecasts that are no numbers, so that it cannot be ranked.");
        lines.AddRange(result.Notes);
        return lines;
    }

    private static void AddComparisons(BacktestResult result, BacktestOutcome best, List<string> lines)
    {
        var naive = result.Candidates.FirstOrDefault(c => ReferenceForecasters.IsNaive(c.Name));
        if (naive is not null)
            lines.Add(Compare(result, best, naive, $"{naive.Name}, the best naive forecast"));
        var linear = result.Candidates.FirstOrDefault(c => c.Name == ReferenceForecasters.NLinear);
        if (linear is not null && linear != best)
            lines.Add(Compare(result, best, linear, $"{linear.Name}, one linear layer"));
    }

    private static string Compare(BacktestResult result, BacktestOutcome best, BacktestOutcome reference, string referenceText)
    {
        var by = result.Options.RankBy;
        var (ours, theirs) = (best.Errors[by], reference.Errors[by]);
        var difference = result.Compare(best.Name, reference.Name);
        var isCertain = difference.PValue < Chance;
        var verb = !(ours < theirs) ? "does not beat" : isCertain || double.IsNaN(difference.PValue) ? "beats" : "is ahead of";
        var test = double.IsNaN(difference.PValue)
            ? NumberText.Invariant($"{difference.OriginCount} origin: too few to test")
            : NumberText.Invariant($"{difference.OriginCount} origins, Diebold-Mariano {NumberText.PValue(difference.PValue)}");
        var end = ours < theirs && !isCertain && !double.IsNaN(difference.PValue) ? ", which may be chance" : "";
        var size = ours == theirs ? "the same"
            : theirs == 0 ? "more"
            : NumberText.Invariant($"{100 * Math.Abs(ours - theirs) / theirs:0.#} % {(ours < theirs ? "less" : "more")}");
        return $"{best.Name} {verb} {referenceText}: {BacktestTable.ShortName(by)} {BacktestTable.Number(ours)} against " +
            $"{BacktestTable.Number(theirs)}, {size} ({test}){end}.";
    }
}
