using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Cli.Models;

/// <summary>
/// Predicts images, or a table whose columns it finds by the names that the model reads.
/// </summary>
internal static class Predictor
{
    /// <summary>Where the images of a folder came from, and what models put out.</summary>
    private static readonly string[] OutputColumns = [ImagePredictor.PathColumnName, "PredictedLabel", "Score", "Probability"];

    /// <summary>Writes one line of predictions for every row and returns the number of rows.</summary>
    public static long Predict(
        MLContext ml, ITransformer model, DataViewSchema inputs, ModelCard? card, string dataPath, string outputPath)
    {
        if (ImagePredictor.ImageColumn(inputs) is { } images)
            return Write(model.Transform(ImagePredictor.Load(ml, images, dataPath, card)), outputPath);
        using var file = DataFile.Open(dataPath);
        var table = CsvTable.Open(file);
        var columns = FindColumns(inputs, table);
        CheckRows(table, columns);
        var options = TableLoader.Options(table, [.. columns.Select(c => new TextLoader.Column(c.Name, c.Kind, c.Index))]);
        var rows = ml.Data.CreateTextLoader(options).Load(new MultiFileSource(table.Path));
        return Write(model.Transform(rows), outputPath);
    }

    private static long Write(IDataView predictions, string path)
    {
        var count = 0L;
        AtomicFile.Write(path, stream => count = Write(predictions, stream));
        return count;
    }

    private static List<InputColumn> FindColumns(DataViewSchema inputs, CsvTable table)
    {
        var columns = new List<InputColumn>();
        var missing = new List<string>();
        foreach (var input in inputs.Where(c => !c.IsHidden))
        {
            var index = table.Header.ToList().IndexOf(input.Name);
            if (index < 0)
                missing.Add(input.Name);
            else
                columns.Add(new InputColumn(input.Name, Kind(input), index));
        }
        if (missing.Count == 0)
            return columns;
        var names = string.Join(", ", missing.Select(n => $"'{n}'"));
        var what = missing.Count == 1 ? "a column" : $"{missing.Count} columns";
        throw new CliException($"'{table.Name}' lacks {what} that the model reads: {names}.{NearestName.Hint(missing[0], table.Header)}");
    }

    private static DataKind Kind(DataViewSchema.Column input) => input.Type switch
    {
        TextDataViewType => DataKind.String,
        BooleanDataViewType => DataKind.Boolean,
        NumberDataViewType number when number.RawType == typeof(float) => DataKind.Single,
        NumberDataViewType number when number.RawType == typeof(double) => DataKind.Double,
        NumberDataViewType number when number.RawType == typeof(int) => DataKind.Int32,
        _ => throw new CliException($"The model reads column '{input.Name}' of type {input.Type}, which a table of values cannot " +
            "give: predict with the program that made the model."),
    };

    // The loader would read a word in a column of numbers as a missing value without a sound.
    private static void CheckRows(CsvTable table, List<InputColumn> columns)
    {
        var numbers = columns.Where(c => c.Kind is DataKind.Single or DataKind.Double or DataKind.Int32).ToArray();
        var count = 0L;
        foreach (var row in table.Rows())
        {
            count++;
            foreach (var column in numbers)
            {
                var field = row.Fields[column.Index];
                if (!FieldValue.IsNumberOrMissing(field))
                    throw new CliException(
                        $"Column '{column.Name}' of '{table.Name}' must be a number, but is '{field}' in row {row.Number:N0}.");
            }
        }
        if (count == 0)
            throw new CliException($"Data file '{table.Name}' has a header but no rows.");
    }

    private static long Write(IDataView predictions, Stream stream)
    {
        var columns = OutputColumns.Select(predictions.Schema.GetColumnOrNull).OfType<DataViewSchema.Column>().ToArray();
        if (columns.All(column => column.Name == ImagePredictor.PathColumnName))
            throw new CliException("The model predicts nothing: it has no column PredictedLabel, Score or Probability.");
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', columns.SelectMany(Headings).Select(Quote)));
        using var cursor = predictions.GetRowCursor(columns);
        var fields = columns.Select(c => FieldWriter(cursor, c, writer)).ToArray();
        var rows = 0L;
        for (; cursor.MoveNext(); rows++)
        {
            for (var i = 0; i < fields.Length; i++)
            {
                if (i > 0)
                    writer.Write(',');
                fields[i]();
            }
            writer.WriteLine();
        }
        return rows;
    }

    private static IEnumerable<string> Headings(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
            return [column.Name];
        if (!column.HasSlotNames())
            return Enumerable.Range(1, vector.Size).Select(i => $"{column.Name}.{i}");
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return names.DenseValues().Select(n => $"{column.Name}.{n}");
    }

    private static Action FieldWriter(DataViewRow row, DataViewSchema.Column column, StreamWriter writer) => column.Type switch
    {
        TextDataViewType => Field<ReadOnlyMemory<char>>(row, column, v => writer.Write(Quote(v.ToString()))),
        BooleanDataViewType => Field<bool>(row, column, v => writer.Write(v ? "true" : "false")),
        KeyDataViewType key when key.RawType == typeof(uint) => Field<uint>(row, column, v => writer.Write(v)),
        NumberDataViewType number when number.RawType == typeof(float) => Field<float>(row, column, v => WriteNumber(writer, v)),
        VectorDataViewType vector when vector.ItemType.RawType == typeof(float) => Field<VBuffer<float>>(row, column, v =>
        {
            var separator = "";
            foreach (var value in v.DenseValues())
            {
                writer.Write(separator);
                WriteNumber(writer, value);
                separator = ",";
            }
        }),
        _ => throw new CliException($"The model's column '{column.Name}' of type {column.Type} cannot be written to a table."),
    };

    private static Action Field<T>(DataViewRow row, DataViewSchema.Column column, Action<T> write)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            write(value);
        };
    }

    // The shortest text that reads back as the same number: equal predictions are equal files.
    private static void WriteNumber(StreamWriter writer, float value) => writer.Write(value.ToString("R", CultureInfo.InvariantCulture));

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny("\",\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A column the model reads, and where the table has it.</summary>
    private sealed record InputColumn(string Name, DataKind Kind, int Index);
}
