namespace Microsoft.ML.AutoML;

/// <summary>A column of texts, the first of which may be its name: a number if all others are, else a truth value, else text.</summary>
internal sealed class InferredColumn
{
    private static readonly TextValueParser<bool> Boolean =
        (TextValueParser<bool>)TextValueParser.Create(BooleanDataViewType.Instance, new TextLoader.Options())!;

    public InferredColumn(int index, string[] texts, bool hasHeader)
    {
        Index = index;
        Name = hasHeader && !string.IsNullOrWhiteSpace(texts[0]) ? texts[0] : $"col{index}";
        var values = texts.AsSpan(1).ToArray();
        AreAllBoolean = values.All(text => text.Length > 0 && Boolean(text.AsMemory(), out _));
        Kind = values.All(text => TextValueParser.IsReal(text.AsMemory())) ? DataKind.Single
            : AreAllBoolean ? DataKind.Boolean
            : DataKind.String;
    }

    public int Index { get; }
    public string Name { get; set; }
    public DataKind Kind { get; set; }

    /// <summary>Whether no value is missing and each is a truth value, such as 0 and 1.</summary>
    public bool AreAllBoolean { get; }
}

/// <summary>Columns of the same type and purpose as one vector.</summary>
internal static class ColumnGroups
{
    public static List<(TextLoader.Column Column, ColumnPurpose Purpose)> Of(
        IReadOnlyList<InferredColumn> columns, ColumnPurpose[] purposes, bool hasHeader)
    {
        List<(TextLoader.Column Column, ColumnPurpose Purpose)> groups = [];
        var alike = columns.Zip(purposes, (column, purpose) => (Column: column, Purpose: purpose))
            .GroupBy(pair => (pair.Column.Kind, pair.Purpose, StandsAlone(pair.Column.Index, pair.Purpose)));
        foreach (var group in alike)
        {
            var (kind, purpose, _) = group.Key;
            InferredColumn[] members = [.. group.Select(pair => pair.Column)];
            var name = hasHeader && members.Length == 1 ? members[0].Name : Prefix(purpose, kind);
            if (!hasHeader || members.Length > 1)
                for (var repeat = 1; groups.Any(other => other.Column.Name == name); repeat++)
                    name = $"{Prefix(purpose, kind)}{repeat:00}";
            groups.Add((new TextLoader.Column(name, kind, Ranges(members)), purpose));
        }
        return groups;
    }

    /// <summary>A column that is no vector's part has its own index for a group, all others have 0.</summary>
    private static int StandsAlone(int index, ColumnPurpose purpose)
        => purpose is ColumnPurpose.CategoricalFeature or ColumnPurpose.TextFeature or ColumnPurpose.Ignore ? index : 0;

    private static string Prefix(ColumnPurpose purpose, DataKind kind) => purpose switch
    {
        ColumnPurpose.NumericFeature => kind == DataKind.Boolean ? "BooleanFeatures" : "Features",
        ColumnPurpose.CategoricalFeature => "Cat",
        _ => $"{purpose}",
    };

    private static TextLoader.Range[] Ranges(InferredColumn[] columns)
    {
        List<TextLoader.Range> ranges = [];
        foreach (var column in columns)
            if (ranges.Count > 0 && ranges[^1].Max + 1 == column.Index)
                ranges[^1].Max = column.Index;
            else
                ranges.Add(new TextLoader.Range(column.Index));
        return [.. ranges];
    }
}
