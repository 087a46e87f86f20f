namespace MLNetDeep.AutoML;

/// <summary>What keeps two definitions from being one study.</summary>
internal static class StudyDifferences
{
    /// <summary>What differs, each to be read after "was made with".</summary>
    public static List<string> Find(StudyDefinition made, StudyDefinition asked)
    {
        var differences = new List<string>();
        Compare("the ranking metric", Rank(made), Rank(asked));
        Compare("the metrics", Directed(made.MetricNames, made.HigherIsBetter), Directed(asked.MetricNames, asked.HigherIsBetter));
        Compare(
            "the objectives",
            Directed(made.ObjectiveNames, made.ObjectiveHigherIsBetter),
            Directed(asked.ObjectiveNames, asked.ObjectiveHigherIsBetter));
        Compare("the number of folds", $"{made.FoldCount}", $"{asked.FoldCount}");
        Compare("the validation and rows", made.Validation, asked.Validation);
        Compare("the seed", $"{made.Seed}", $"{asked.Seed}");
        // Whole spaces are too long to read.
        if (made.SpaceJson != asked.SpaceJson)
            differences.Add("another search space");
        return differences;

        void Compare(string what, string first, string second)
        {
            if (first != second)
                differences.Add($"{what} '{first}', not '{second}'");
        }
    }

    private static string Rank(StudyDefinition study) => study.MetricNames[study.Metric];

    private static string Directed(IReadOnlyList<string> names, IReadOnlyList<bool> higherIsBetter) =>
        string.Join(", ", names.Zip(higherIsBetter, (name, higher) => $"{name} {(higher ? "up" : "down")}"));
}
