using System.Reflection;

namespace MLNetDeep.Reports;

/// <summary>What the report of a comparison holds besides its result.</summary>
public sealed record ComparisonReportOptions
{
    /// <summary>What stands above the report.</summary>
    /// <value>Default <see langword="null"/>: a title of its own.</value>
    public string? Title { get; init; }

    /// <summary>What the data is called, such as the name of its file.</summary>
    /// <value>Default <see langword="null"/>: it is not named.</value>
    public string? DataName { get; init; }

    /// <summary>The names of the classes, in the order of the scores; of two classes the second is the positive one.</summary>
    /// <value>Default <see langword="null"/>: numbers.</value>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Assemblies whose versions are told besides those of .NET, ML.NET and this library: other trainers'.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Assembly> Assemblies { get; init; } = [];
}
