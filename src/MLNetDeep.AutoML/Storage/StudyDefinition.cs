namespace MLNetDeep.AutoML;

/// <summary>What all workers of a study must agree on. Written when the study is made, compared when it is opened again.</summary>
internal sealed record StudyDefinition
{
    /// <summary>The study's name; a store may hold several.</summary>
    public required string Name { get; init; }

    /// <summary>The task's metrics, the ranking one among them.</summary>
    public required IReadOnlyList<string> MetricNames { get; init; }

    /// <summary>Position of the ranking metric.</summary>
    public required int Metric { get; init; }

    /// <summary>For each metric, whether higher is better.</summary>
    public required IReadOnlyList<bool> HigherIsBetter { get; init; }

    /// <summary>The objectives' names, the ranking metric first.</summary>
    public required IReadOnlyList<string> ObjectiveNames { get; init; }

    /// <summary>For each objective, whether higher is better.</summary>
    public required IReadOnlyList<bool> ObjectiveHigherIsBetter { get; init; }

    /// <summary>The search space as JSON.</summary>
    public required string SpaceJson { get; init; }

    /// <summary>How trials are validated, in words, and a fingerprint of the rows; another one is another study.</summary>
    public required string Validation { get; init; }

    /// <summary>Number of folds of a whole trial, repetitions included.</summary>
    public required int FoldCount { get; init; }

    /// <summary>Where all random numbers of the study start.</summary>
    public required int Seed { get; init; }

    /// <summary>What the study runs on, for reports: packages and machine, by name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
