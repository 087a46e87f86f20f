using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>One call of a backtest: checks, origins, candidates and references.</summary>
internal static class BacktestRun
{
    /// <summary>The share of the steps that is forecast where the number of origins is left open.</summary>
    private const int UsualPart = 5;

    public static BacktestResult Run(
        ForecastingCatalog catalog, IDataView data, IReadOnlyList<Candidate> candidates, BacktestOptions options,
        CancellationToken cancellation)
    {
        Check(candidates, options);
        var table = BacktestRows.Read(data, options);
        var origins = FindOrigins(table, options);
        var season = options.SeasonLength ?? table.FindSeason(origins[0].SeenSteps) ?? 1;
        // A column of numbers orders the steps, but tells no forecaster a time.
        var timed = table.Times is null ? options with { TimeColumnName = null } : options;
        var leastFit = Math.Min(origins[0].SeenSteps, options.WindowLength ?? int.MaxValue) - 1;
        var references = options.IncludeReferences ? ReferenceForecasters.Make(catalog, candidates, timed, season, leastFit) : [];
        var backtester = new Backtester(data, table, options, origins, season);
        var outcomes = new List<BacktestOutcome>();
        foreach (var candidate in candidates)
            outcomes.Add(Run(candidate, ReferenceForecasters.IsNaive(candidate.Name)));
        var notes = new List<string>();
        foreach (var reference in references)
        {
            try
            {
                outcomes.Add(Run(reference, isReference: true));
            }
            catch (InvalidOperationException e)
            {
                // What the user asked for is measured all the same; what is missing beside it is said.
                notes.Add($"{reference.Name} could not be measured: {e.Message}");
            }
        }
        return new BacktestResult(options, season, origins, table, outcomes) { Notes = notes };

        BacktestOutcome Run(Candidate candidate, bool isReference)
        {
            var outcome = backtester.Run(candidate, isReference, origin => Report(candidate, origin, null));
            Report(candidate, origins.Count, outcome.Errors);
            return outcome;
        }

        void Report(Candidate candidate, int origin, ForecastErrors? errors)
        {
            cancellation.ThrowIfCancellationRequested();
            options.Progress?.Report(new BacktestProgress(
                candidate.Name, outcomes.Count + 1, candidates.Count + references.Count, origin, origins.Count, errors));
        }
    }

    private static void Check(IReadOnlyList<Candidate> candidates, BacktestOptions options)
    {
        var rules = new OptionRules(nameof(BacktestOptions));
        options.Validate(rules);
        var violations = new List<string>(rules.Violations);
        if (candidates.Count == 0)
            violations.Add("A backtest must have at least one candidate, but had none.");
        violations.AddRange(candidates.GroupBy(c => c.Name).Where(g => g.Count() > 1)
            .Select(g => $"Candidate.Name must be unique, but '{g.Key}' occurs {g.Count()} times."));
        if (violations.Count > 0)
            throw new ArgumentException(string.Join(" ", violations));
    }

    private static List<BacktestOrigin> FindOrigins(BacktestRows table, BacktestOptions options)
    {
        var (count, stride) = (table.StepCount, options.ActualStride);
        var last = count - options.Reach;
        var number = options.OriginCount ?? (Math.Max(0, (count / UsualPart) - options.Reach) / stride) + 1;
        var first = last - ((number - 1L) * stride);
        // A fit needs a step, and so does the first forecast.
        if (first < 2)
        {
            throw new ArgumentException($"{nameof(BacktestOptions)} needs at least {2 + count - first} steps for {number} origins " +
                $"with stride {stride}, gap {options.Gap} and horizon {options.Horizon}, but the data have {count}.");
        }
        return
        [
            .. Enumerable.Range(0, number).Select(i => (Seen: (int)first + (i * stride), IsFit: i == 0 || i % options.RefitEvery == 0))
                .Select(origin => new BacktestOrigin(origin.Seen, table.Times?[origin.Seen - 1], origin.IsFit)),
        ];
    }
}
