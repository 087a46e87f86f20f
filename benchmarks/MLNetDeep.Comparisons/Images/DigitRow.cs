using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparisons.Images;

/// <summary>A row of a table whose first column is the class.</summary>
internal sealed class DigitRow
{
    public string Name { get; set; } = "";

    public float[] Features { get; set; } = [];

    /// <summary>Reads a table with a header.</summary>
    public static DigitRow[] Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        reader.ReadLine();
        var rows = new List<DigitRow>();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            rows.Add(new DigitRow
            {
                Name = fields[0],
                Features = [.. fields.Skip(1).Select(field => float.Parse(field, CultureInfo.InvariantCulture))],
            });
        }

        return [.. rows];
    }

    public static IDataView Load(MLContext ml, DigitRow[] rows)
    {
        var schema = SchemaDefinition.Create(typeof(DigitRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }
}
