namespace Microsoft.ML.AutoML;

internal enum ColumnPurpose
{
    Ignore,
    Label,
    NumericFeature,
    CategoricalFeature,
    TextFeature,
    Weight,
    ImagePath,
    SamplingKey,
    UserId,
    ItemId,
    GroupId,
}

/// <summary>What columns are for: as told, else by what their first rows look like.</summary>
internal static class ColumnPurposes
{
    private const int LooksAt = 1000;

    private static readonly string[] ImageExtensions =
        [".bmp", ".dib", ".rle", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".tif", ".tiff", ".png"];

    /// <summary>One for each column of the rows.</summary>
    public static ColumnPurpose[] Infer(MLContext context, IDataView data, ColumnInformation told)
    {
        var rows = context.Data.TakeRows(data, LooksAt);
        var open = rows.Schema.Where(column => !column.IsHidden && Told(told, column.Name) is null).ToList();
        return [.. rows.Schema.Select(column =>
            column.IsHidden ? ColumnPurpose.Ignore : Told(told, column.Name) ?? Seen(rows, column, isAlone: open.Count == 1))];
    }

    public static ColumnInformation Describe(IEnumerable<(string Name, ColumnPurpose Purpose)> columns)
    {
        var information = new ColumnInformation();
        foreach (var (name, purpose) in columns)
            switch (purpose)
            {
                case ColumnPurpose.Label: information.LabelColumnName = name; break;
                case ColumnPurpose.Weight: information.ExampleWeightColumnName = name; break;
                case ColumnPurpose.SamplingKey: information.SamplingKeyColumnName = name; break;
                case ColumnPurpose.UserId: information.UserIdColumnName = name; break;
                case ColumnPurpose.ItemId: information.ItemIdColumnName = name; break;
                case ColumnPurpose.GroupId: information.GroupIdColumnName = name; break;
                case ColumnPurpose.CategoricalFeature: information.CategoricalColumnNames.Add(name); break;
                case ColumnPurpose.NumericFeature: information.NumericColumnNames.Add(name); break;
                case ColumnPurpose.TextFeature: information.TextColumnNames.Add(name); break;
                case ColumnPurpose.ImagePath: information.ImagePathColumnNames.Add(name); break;
                default: information.IgnoredColumnNames.Add(name); break;
            }
        return information;
    }

    /// <summary>All columns that are named, the label first.</summary>
    public static IEnumerable<string> Named(ColumnInformation told)
    {
        string?[] single =
        [
            told.LabelColumnName, told.UserIdColumnName, told.ItemIdColumnName, told.GroupIdColumnName, told.ExampleWeightColumnName,
            told.SamplingKeyColumnName,
        ];
        return single.OfType<string>().Concat(told.CategoricalColumnNames).Concat(told.IgnoredColumnNames)
            .Concat(told.NumericColumnNames).Concat(told.TextColumnNames).Concat(told.ImagePathColumnNames);
    }

    private static ColumnPurpose? Told(ColumnInformation told, string name)
        => name == told.LabelColumnName ? ColumnPurpose.Label
        : name == told.ExampleWeightColumnName ? ColumnPurpose.Weight
        : name == told.GroupIdColumnName ? ColumnPurpose.GroupId
        : name == told.SamplingKeyColumnName ? ColumnPurpose.SamplingKey
        : told.CategoricalColumnNames.Contains(name) ? ColumnPurpose.CategoricalFeature
        : told.NumericColumnNames.Contains(name) ? ColumnPurpose.NumericFeature
        : told.TextColumnNames.Contains(name) ? ColumnPurpose.TextFeature
        : told.IgnoredColumnNames.Contains(name) ? ColumnPurpose.Ignore
        : name == told.UserIdColumnName ? ColumnPurpose.UserId
        : name == told.ItemIdColumnName ? ColumnPurpose.ItemId
        : told.ImagePathColumnNames.Contains(name) ? ColumnPurpose.ImagePath
        : null;

    private static ColumnPurpose Seen(IDataView rows, DataViewSchema.Column column, bool isAlone) => column.Type switch
    {
        TextDataViewType => SeenInText(rows, column, isAlone),
        VectorDataViewType { ItemType: TextDataViewType } => ColumnPurpose.TextFeature,
        var type when type.GetItemType() is NumberDataViewType or BooleanDataViewType => ColumnPurpose.NumericFeature,
        _ => ColumnPurpose.Ignore,
    };

    /// <summary>Few different texts are categories, many long ones are prose, many short ones are names, which say nothing.</summary>
    private static ColumnPurpose SeenInText(IDataView rows, DataViewSchema.Column column, bool isAlone)
    {
        List<string> texts = [];
        using (var cursor = rows.GetRowCursor([column]))
        {
            var getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
            ReadOnlyMemory<char> text = default;
            while (cursor.MoveNext())
            {
                getter(ref text);
                texts.Add(text.ToString());
            }
        }
        if (texts.Count(text => ImageExtensions.Any(end => text.EndsWith(end, StringComparison.OrdinalIgnoreCase))) >= texts.Count - 1)
            return ColumnPurpose.ImagePath;
        var distinct = texts.Distinct().Count() / (double)texts.Count;
        var isProse = isAlone || texts.Average(text => text.Length) > 30 || texts.Average(text => text.Count(c => c == ' ')) >= 1;
        return distinct < 0.7 ? ColumnPurpose.CategoricalFeature
            : distinct >= 0.85 && isProse ? ColumnPurpose.TextFeature
            : ColumnPurpose.Ignore;
    }
}
