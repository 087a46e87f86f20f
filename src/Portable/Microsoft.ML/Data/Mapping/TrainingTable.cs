using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The features, labels and weights of a data view, read in one pass into arrays: what trainers and evaluators of this
/// implementation work on. Boolean labels are 0 and 1, keys their zero-based index, missing ones NaN.
/// </summary>
internal sealed class TrainingTable
{
    // Rows between two looks at whether the work has been called off.
    private const int RowsPerCheck = 4096;

    private TrainingTable(int width, int rowCount, float[] features, float[] labels, float[]? weights)
    {
        Width = width;
        RowCount = rowCount;
        Features = features;
        Labels = labels;
        Weights = weights;
    }

    /// <summary>The number of features a row.</summary>
    public int Width { get; }

    public int RowCount { get; }

    /// <summary>Row after row, [rows x width]; the array may be longer.</summary>
    public float[] Features { get; }

    /// <summary>One a row, empty where no label column was named; the array may be longer.</summary>
    public float[] Labels { get; }

    /// <summary>One a row, or null where no weight column was named; the array may be longer.</summary>
    public float[]? Weights { get; }

    public ReadOnlySpan<float> Row(int index) => Features.AsSpan(index * Width, Width);

    /// <summary>
    /// Reads the columns named. <paramref name="keep"/> sees each row's features, label and weight and says whether to keep
    /// it, as for rows with missing values.
    /// </summary>
    public static TrainingTable Read(
        IHostEnvironment env, IDataView data, string? features, string? label = null, string? weight = null, RowFilter? keep = null)
    {
        var columns = new[] { features, label, weight }.Where(n => n != null).Select(n => data.Schema[n!]).ToArray();
        using var cursor = data.GetRowCursor(columns);
        var width = features is null ? 0 : data.Schema[features].Type.GetValueCount();
        env.CheckParam(features is null || width > 0, nameof(features), $"Column '{features}' must have a known size.");
        var readFeatures = features is null ? null : VectorReader(cursor, data.Schema[features]);
        var readLabel = label is null ? null : ScalarReader(cursor, data.Schema[label]);
        var readWeight = weight is null ? null : ScalarReader(cursor, data.Schema[weight]);

        var capacity = (int)Math.Clamp(data.GetRowCount() ?? 1024, 16, Array.MaxLength / Math.Max(width, 1));
        var table = new float[capacity * width];
        var labels = new float[readLabel is null ? 0 : capacity];
        var weights = readWeight is null ? null : new float[capacity];
        var count = 0;
        for (var seen = 0L; cursor.MoveNext(); seen++)
        {
            if (seen % RowsPerCheck == 0)
                env.CheckAlive();
            if (count == capacity)
            {
                env.Check((long)capacity * 2 * width <= Array.MaxLength, $"The data has more than {Array.MaxLength} feature values.");
                capacity *= 2;
                Array.Resize(ref table, capacity * width);
                if (readLabel != null)
                    Array.Resize(ref labels, capacity);
                if (readWeight != null)
                    Array.Resize(ref weights, capacity);
            }
            var row = table.AsSpan(count * width, width);
            readFeatures?.Invoke(row);
            var y = readLabel?.Invoke() ?? 0;
            var w = readWeight?.Invoke() ?? 1;
            if (keep != null && !keep(row, y, w))
                continue;
            if (readLabel != null)
                labels[count] = y;
            if (weights != null)
                weights[count] = w;
            count++;
        }
        return new TrainingTable(width, count, table, labels, weights);
    }

    /// <summary>Fills a span with the current row's vector (or single value) of floats.</summary>
    public static FeatureReader VectorReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType { ItemType: NumberDataViewType item } && item == NumberDataViewType.Single)
        {
            var getter = row.GetGetter<VBuffer<float>>(column);
            VBuffer<float> buffer = default;
            return destination =>
            {
                getter(ref buffer);
                buffer.CopyTo(destination);
            };
        }
        var scalar = ScalarReader(row, column);
        return destination => destination[0] = scalar();
    }

    /// <summary>Reads the current row's number, flag or key as a float.</summary>
    public static Func<float> ScalarReader(DataViewRow row, DataViewSchema.Column column)
    {
        Contracts.CheckParam(column.Type is NumberDataViewType or BooleanDataViewType or KeyDataViewType, nameof(column),
            $"Column '{column.Name}' must hold numbers, flags or keys, but is {column.Type}.");
        if (column.Type is KeyDataViewType)
        {
            var key = Utils.MarshalInvoke(NumberReader<byte>, column.Type.RawType, row, column);
            return () => key() is var k && k > 0 ? k - 1 : float.NaN;
        }
        if (column.Type is BooleanDataViewType)
        {
            var getter = row.GetGetter<bool>(column);
            var value = false;
            return () =>
            {
                getter(ref value);
                return value ? 1 : 0;
            };
        }
        return Utils.MarshalInvoke(NumberReader<byte>, column.Type.RawType, row, column);
    }

    private static Func<float> NumberReader<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return float.CreateSaturating(value);
        };
    }
}

/// <summary>Fills <paramref name="destination"/> with the current row's features.</summary>
internal delegate void FeatureReader(Span<float> destination);

/// <summary>Says whether to keep a row.</summary>
internal delegate bool RowFilter(ReadOnlySpan<float> features, float label, float weight);
