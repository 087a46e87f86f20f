using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Conformance.Data;

/// <summary>One row of what a trainer's transformer adds.</summary>
internal sealed record Prediction(float[] Score, float[]? Probabilities, object? PredictedLabel)
{
    /// <summary>The probability of a column that has one.</summary>
    public float? Probability => Probabilities?.Single();

    /// <summary>Reads the prediction columns of all rows.</summary>
    public static IReadOnlyList<Prediction> Read(IDataView data)
    {
        DataViewSchema.Column?[] columns =
            [data.Schema["Score"], data.Schema.GetColumnOrNull("Probability"), data.Schema.GetColumnOrNull("PredictedLabel")];
        using var cursor = data.GetRowCursor(columns.OfType<DataViewSchema.Column>());
        var score = ScoreReader(cursor, data.Schema["Score"]);
        var probability = columns[1] is { } p ? ScoreReader(cursor, p) : null;
        Func<object>? label = columns[2] switch
        {
            null => null,
            { Type: BooleanDataViewType } c => Boxed(Reader<bool>(cursor, c)),
            { Type: VectorDataViewType { ItemType: BooleanDataViewType } } c => Flags(Reader<VBuffer<bool>>(cursor, c)),
            { Type: KeyDataViewType } c => Boxed(Reader<uint>(cursor, c)),
            { } c => throw new InvalidOperationException($"PredictedLabel is {c.Type}."),
        };
        List<Prediction> predictions = [];
        while (cursor.MoveNext())
            predictions.Add(new(score(), probability?.Invoke(), label?.Invoke()));
        return predictions;
    }

    /// <summary>Equal to the last bit, row by row.</summary>
    public static void AssertSame(IEnumerable<Prediction> expected, IEnumerable<Prediction> actual)
        => Assert.Equal(expected.Select(p => p.Bits), actual.Select(p => p.Bits));

    public bool IsFinite => Score.All(float.IsFinite) && (Probabilities ?? []).All(float.IsFinite);

    public bool HasSameBits(Prediction other) => Bits == other.Bits;

    private string Bits => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join(' ', Score.Concat(Probabilities ?? []).Select(BitConverter.SingleToUInt32Bits))} {PredictedLabel}");

    private static Func<float[]> ScoreReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var scalar = Reader<float>(row, column);
            return () => [scalar()];
        }
        var vector = Reader<VBuffer<float>>(row, column);
        return () => [.. vector().DenseValues()];
    }

    private static Func<T> Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        var value = default(T)!;
        return () =>
        {
            getter(ref value);
            return value;
        };
    }

    private static Func<object> Flags(Func<VBuffer<bool>> reader) =>
        () => string.Concat(reader().DenseValues().Select(flag => flag ? '1' : '0'));

    private static Func<object> Boxed<T>(Func<T> reader) => () => reader()!;
}
