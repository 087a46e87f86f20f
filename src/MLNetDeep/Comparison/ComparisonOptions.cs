namespace MLNetDeep.Comparison;

/// <summary>How candidates are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Number of parts the rows are split into; each is predicted once, by models fitted on the others.</summary>
    /// <value>Default 5. At least 2. A <see cref="Split"/> has a number of its own.</value>
    public int FoldCount { get; init; } = DefaultFoldCount;

    /// <summary>A rule that splits the rows instead of chance: in time, by groups, or purged of labels that overlap.</summary>
    /// <value>Default <see langword="null"/>: <see cref="FoldCount"/> random folds. Not with <see cref="SamplingKeyColumnName"/>.</value>
    public RowSplit? Split { get; init; }

    /// <summary>Seed of the random split.</summary>
    /// <value>Default 1, so that a comparison repeats. Null splits as the ML context's own seed says.</value>
    public int? Seed { get; init; } = 1;

    /// <summary>Column whose equal values stay in one fold, such as a customer with several rows.</summary>
    /// <value>Default null: rows are split one by one.</value>
    public string? SamplingKeyColumnName { get; init; }

    /// <summary>Whether to add what a constant prediction scores, learnt from the same training rows.</summary>
    /// <value>Default true.</value>
    public bool IncludeBaseline { get; init; } = true;

    /// <summary>Told before and after every fit.</summary>
    /// <value>Default null.</value>
    public IProgress<ComparisonProgress>? Progress { get; init; }

    private const int DefaultFoldCount = 5;

    /// <summary>Adds what is wrong with the options to the rules.</summary>
    internal void Validate(OptionRules rules)
    {
        if (Split is null)
        {
            rules.Require(FoldCount >= 2, nameof(FoldCount), "at least 2", FoldCount);
            return;
        }
        rules.Require(FoldCount == DefaultFoldCount, nameof(FoldCount), $"left alone when {nameof(Split)} has a number of folds of its own",
            FoldCount);
        rules.Require(SamplingKeyColumnName is null, nameof(SamplingKeyColumnName),
            $"null when {nameof(Split)} is given: {nameof(GroupedSplit)} keeps groups together", SamplingKeyColumnName);
        rules.Check(Split, nameof(Split), (split, inner) => split.Validate(inner));
    }
}
