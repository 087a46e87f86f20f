namespace Microsoft.ML.AutoML;

/// <summary>Where inference gave up.</summary>
public enum InferenceExceptionType
{
    ColumnDataType,
    ColumnSplit,
}

/// <summary>A file that does not look like a table.</summary>
public sealed class InferenceException : Exception
{
    public InferenceExceptionType InferenceExceptionType;

    internal InferenceException(InferenceExceptionType type, string message)
        : base(message)
        => InferenceExceptionType = type;
}

/// <summary>How to load a text file: its separator, the types of its columns and their purposes.</summary>
internal sealed class TextFileInference(MLContext context, string path, bool trimWhitespace, bool groupColumns)
{
    private const int RowsToSplit = 1000;
    private const int RowsToType = 10000;
    private const int MostColumns = 10000;
    private const double SameWidth = 0.98;
    private static readonly char[] Separators = ['\t', ',', ' ', ';'];
    private readonly TextFileSample _sample = new(path);

    public ColumnInferenceResults Infer(ColumnInformation told, char? separator, bool? allowQuoting, bool? allowSparse)
    {
        var split = Split(separator, allowQuoting, allowSparse);
        var columns = Columns(split, hasHeader: true);
        var label = columns.FirstOrDefault(column => column.Name == told.LabelColumnName)
            ?? throw new ArgumentException($"Specified label column '{told.LabelColumnName}' was not found.");
        return Describe(told, split, columns, label, hasHeader: true);
    }

    public ColumnInferenceResults Infer(uint labelIndex, bool hasHeader, char? separator, bool? allowQuoting, bool? allowSparse)
    {
        var split = Split(separator, allowQuoting, allowSparse);
        var columns = Columns(split, hasHeader);
        if (labelIndex >= columns.Count)
            throw new ArgumentOutOfRangeException(
                "LabelColumnIndex", $"Label column index ({labelIndex}) is >= than # of inferred columns ({columns.Count}).");
        var label = columns[(int)labelIndex];
        if (!hasHeader)
            label.Name = DefaultColumnNames.Label;
        return Describe(new ColumnInformation { LabelColumnName = label.Name }, split, columns, label, hasHeader);
    }

    private ColumnInferenceResults Describe(
        ColumnInformation told, Layout split, IReadOnlyList<InferredColumn> columns, InferredColumn label, bool hasHeader)
    {
        if (label.AreAllBoolean)
            label.Kind = DataKind.Boolean;
        TextLoader.Column[] single = [.. columns.Select(column => new TextLoader.Column(column.Name, column.Kind, column.Index))];
        var data = context.Data.CreateTextLoader(split.Options(single, hasHeader, trimWhitespace)).Load(path);
        foreach (var name in ColumnPurposes.Named(told))
            if (data.Schema.GetColumnOrNull(name) is null)
                throw new ArgumentException($"Specified column {name} is not found in the dataset.");
        var purposes = ColumnPurposes.Infer(context, data, told);
        var groups = groupColumns
            ? ColumnGroups.Of(columns, purposes, hasHeader)
            : [.. single.Zip(purposes, (column, purpose) => (column, purpose))];
        return new ColumnInferenceResults
        {
            TextLoaderOptions = split.Options([.. groups.Select(group => group.Column)], hasHeader, trimWhitespace),
            ColumnInformation = ColumnPurposes.Describe(groups.Select(group => (group.Column.Name!, group.Purpose))),
        };
    }

    /// <summary>The first way of reading the file by which nearly all lines have as many fields, at least two.</summary>
    private Layout Split(char? separator, bool? allowQuoting, bool? allowSparse)
    {
        char[] separators = separator is { } one ? [one] : Separators;
        foreach (var sparse in new[] { false, true })
            foreach (var quoting in new[] { true, false })
                foreach (var candidate in separators)
                    foreach (var multiline in new[] { false, true })
                    {
                        var layout = new Layout(candidate, quoting, sparse, multiline, 0);
                        if (CountFields(layout) is { } count)
                            return layout with
                            {
                                FieldCount = count,
                                AllowQuoting = allowQuoting ?? quoting,
                                AllowSparse = allowSparse ?? sparse,
                            };
                    }
        throw new InferenceException(InferenceExceptionType.ColumnSplit,
            "Unable to split the file provided into multiple, consistent columns. "
            + "Readable formats include delimited files such as CSV/TSV. Check for a consistent number of columns and proper escaping and quoting.");
    }

    private int? CountFields(Layout layout)
    {
        try
        {
            var column = new TextLoader.Column { Name = "C", DataKind = DataKind.String, Source = [new TextLoader.Range(0, null)] };
            var counts = Read(layout.Options([column]), RowsToSplit).GroupBy(row => row.Length)
                .Select(group => (Fields: group.Key, Rows: group.Count())).ToList();
            var (fields, rows) = counts.MaxBy(group => group.Rows);
            return rows >= SameWidth * counts.Sum(group => group.Rows) && fields > 1 ? fields : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or IOException)
        {
            // A layout that the loader refuses, such as sparse rows that are none, is not this file's.
            return null;
        }
    }

    private List<InferredColumn> Columns(Layout split, bool hasHeader)
    {
        if (split.FieldCount >= MostColumns)
            throw Untyped();
        // Of a single field's column the loader makes no vector; two fields are the least here.
        var texts = new TextLoader.Column("C", DataKind.String, 0, split.FieldCount - 1);
        var rows = Read(split.Options([texts]), RowsToType);
        if (rows.Count < 2)
            throw Untyped();
        List<InferredColumn> columns = [];
        HashSet<string> names = [];
        for (var i = 0; i < split.FieldCount; i++)
        {
            var column = new InferredColumn(i, [.. rows.Select(row => row[i])], hasHeader);
            var name = column.Name;
            for (var repeat = 0; !names.Add(column.Name); repeat++)
                column.Name = $"{name}_{repeat:00}";
            columns.Add(column);
        }
        return columns;
    }

    private List<string[]> Read(TextLoader.Options options, int mostRows)
    {
        var data = context.Data.TakeRows(context.Data.CreateTextLoader(options, _sample).Load(_sample), mostRows);
        List<string[]> rows = [];
        using var cursor = data.GetRowCursor(data.Schema);
        var getter = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(data.Schema["C"]);
        VBuffer<ReadOnlyMemory<char>> fields = default;
        while (cursor.MoveNext())
        {
            getter(ref fields);
            rows.Add([.. fields.DenseValues().Select(field => field.ToString())]);
        }
        return rows;
    }

    private static InferenceException Untyped()
        => new(InferenceExceptionType.ColumnDataType, "Unable to infer column types of the file provided.");

    private readonly record struct Layout(char Separator, bool AllowQuoting, bool AllowSparse, bool ReadMultilines, int FieldCount)
    {
        public TextLoader.Options Options(TextLoader.Column[] columns, bool hasHeader = false, bool trimWhitespace = false) => new()
        {
            Columns = columns,
            Separators = [Separator],
            AllowQuoting = AllowQuoting,
            AllowSparse = AllowSparse,
            ReadMultilines = ReadMultilines,
            HasHeader = hasHeader,
            TrimWhitespace = trimWhitespace,
        };
    }
}
