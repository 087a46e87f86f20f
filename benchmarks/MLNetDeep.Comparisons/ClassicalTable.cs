using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparisons;

/// <summary>One table as both sides read it: float32 rows of fold, label and features.</summary>
internal sealed record ClassicalTable(string Name, string Task, int Width)
{
    public const int FoldCount = 5;

    /// <summary>The rows, with the columns Label, Positive (the label as a truth value) and Features.</summary>
    public IReadOnlyList<Row> Read(string folder)
    {
        float[] numbers = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, Name + ".bin"))).ToArray();
        return [.. numbers.Chunk(Width + 2).Select(row =>
            new Row { Fold = row[0], Label = row[1], Positive = row[1] > 0, Features = row[2..] })];
    }

    public IDataView View(MLContext ml, IEnumerable<Row> rows)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        return ml.Data.LoadFromEnumerable(rows.ToArray(), definition);
    }

    internal sealed class Row
    {
        public float Fold { get; init; }

        public float Label { get; init; }

        public bool Positive { get; init; }

        public float[] Features { get; init; } = [];
    }
}
