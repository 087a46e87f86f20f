namespace MLNetDeep.AutoML;

/// <summary>What the report of a study holds besides its result.</summary>
public sealed record StudyReportOptions
{
    /// <summary>What stands above the report.</summary>
    /// <value>Default <see langword="null"/>: the study's name.</value>
    public string? Title { get; init; }

    /// <summary>The names of the classes, in the order of the scores; of two classes the second is the positive one.</summary>
    /// <value>Default <see langword="null"/>: numbers.</value>
    public IReadOnlyList<string>? ClassNames { get; init; }
}
