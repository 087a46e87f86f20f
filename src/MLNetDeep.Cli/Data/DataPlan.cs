using MLNetDeep.Cli.Tasks;

namespace MLNetDeep.Cli.Data;

/// <summary>What is learnt from which columns of a file: the outcome of looking through it once.</summary>
internal sealed record DataPlan
{
    public required TableProfile Profile { get; init; }

    public required LearningTask Task { get; init; }

    public required string LabelName { get; init; }

    public required int LabelIndex { get; init; }

    /// <summary>Class names in the order the model counts them; empty for regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public required IReadOnlyList<FeatureColumn> Features { get; init; }

    /// <summary>What was decided on the user's behalf, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public IEnumerable<FeatureColumn> Numeric => Features.Where(f => f.Role == FeatureRole.Numeric);

    public IEnumerable<FeatureColumn> Categorical => Features.Where(f => f.Role == FeatureRole.Categorical);

    /// <param name="profile">The file, looked through.</param>
    /// <param name="label">Name of the label column.</param>
    /// <param name="task">A task's name, or null to infer it from the label.</param>
    /// <param name="ignored">Columns to leave out.</param>
    public static DataPlan Create(TableProfile profile, string label, string? task, IReadOnlyCollection<string> ignored)
    {
        var labelColumn = profile.Find(label, "Label column");
        foreach (var name in ignored)
            profile.Find(name, "Column to ignore");
        if (ignored.Contains(label))
            throw new CliException($"Column '{label}' is the label: it cannot be ignored.");
        if (labelColumn.MissingCount > 0)
            throw new CliException($"Label column '{label}' of '{profile.Table.Name}' has no value in {Rows(labelColumn.MissingCount)} " +
                $"(row {labelColumn.FirstMissingRow:N0} first): every row needs a label.");
        var learning = task == null ? LearningTask.Infer(labelColumn) : LearningTask.Named(task);
        var classes = learning.PlanClasses(labelColumn, profile.Table.Name);

        var notes = new List<string>();
        var features = new List<FeatureColumn>();
        foreach (var column in profile.Columns.Where(c => c != labelColumn && !ignored.Contains(c.Name)))
        {
            if (RoleInference.Infer(column, profile.Table.Name, out var note) is { } feature)
                features.Add(feature);
            if (note != null)
                notes.Add(note);
        }
        if (features.Count == 0)
            throw new CliException($"'{profile.Table.Name}' has no column to learn from besides the label '{label}'.");
        return new DataPlan
        {
            Profile = profile,
            Task = learning,
            LabelName = label,
            LabelIndex = labelColumn.Index,
            Classes = classes,
            Features = features,
            Notes = notes,
        };
    }

    private static string Rows(long count) => count == 1 ? "1 row" : $"{count:N0} rows";
}
