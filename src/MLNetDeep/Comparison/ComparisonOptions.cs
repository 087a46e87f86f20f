namespace MLNetDeep.Comparison;

/// <summary>How candidates are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Number of parts the rows are split into; each is predicted once, by models fitted on the others.</summary>
    /// <value>Default 5. At least 2.</value>
    public int FoldCount { get; init; } = 5;

    /// <summary>Seed of the split.</summary>
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
}
