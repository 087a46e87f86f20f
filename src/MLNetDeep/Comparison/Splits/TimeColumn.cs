using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Comparison;

/// <summary>Reads the column that tells the time of rows.</summary>
internal static class TimeColumn
{
    /// <summary>What kinds of column tell a time, in words.</summary>
    public const string Expected = "a date or a number";

    /// <summary>Whether a column of this type tells a time.</summary>
    public static bool Accepts(DataViewType type) => Reader(type) is not null;

    /// <summary>The time of every row; dates in ticks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or tells no time.</exception>
    /// <exception cref="ArgumentException">A row has no time.</exception>
    public static double[] Read(IDataView data, string name)
    {
        var column = data.Schema.GetColumnOrNull(name)
            ?? throw OutOfRange($"Could not find time column '{name}'");
        using var cursor = data.GetRowCursor([column]);
        var read = (Reader(column.Type) ?? throw OutOfRange(
            $"Schema mismatch for time column '{name}': expected {Expected}, got {column.Type}"))(cursor, column);
        var times = new List<double>();
        while (cursor.MoveNext())
        {
            times.Add(read());
            if (!double.IsFinite(times[^1]))
                throw new ArgumentException($"Time column '{name}' has no finite value in row {times.Count}.");
        }
        return [.. times];
    }

    /// <summary>The step of every row: its number, or the number of its time among all times.</summary>
    public static int[] ReadSteps(IDataView data, string? name, out int stepCount)
    {
        if (name is null)
        {
            stepCount = CountRows(data);
            return [.. Enumerable.Range(0, stepCount)];
        }
        var times = Read(data, name);
        double[] distinct = [.. times.Distinct().Order()];
        stepCount = distinct.Length;
        return Array.ConvertAll(times, time => Array.BinarySearch(distinct, time));
    }

    /// <summary>Number of rows, counted where the data do not know it.</summary>
    public static int CountRows(IDataView data)
    {
        if (data.GetRowCount() is { } known)
            return checked((int)known);
        var count = 0;
        using var cursor = data.GetRowCursor([]);
        while (cursor.MoveNext())
            count++;
        return count;
    }

    /// <summary>What makes a reader of the row under a cursor; null for a type that tells no time.</summary>
    public static Func<DataViewRow, DataViewSchema.Column, Func<double>>? Reader(DataViewType type) => type switch
    {
        VectorDataViewType or KeyDataViewType => null,
        DateTimeDataViewType => Values<DateTime>(time => time.Ticks),
        DateTimeOffsetDataViewType => Values<DateTimeOffset>(time => time.UtcTicks),
        TimeSpanDataViewType => Values<TimeSpan>(time => time.Ticks),
        NumberDataViewType when type.RawType == typeof(float) => Values<float>(value => value),
        NumberDataViewType when type.RawType == typeof(double) => Values<double>(value => value),
        NumberDataViewType when type.RawType == typeof(int) => Values<int>(value => value),
        NumberDataViewType when type.RawType == typeof(long) => Values<long>(value => value),
        NumberDataViewType when type.RawType == typeof(uint) => Values<uint>(value => value),
        NumberDataViewType when type.RawType == typeof(short) => Values<short>(value => value),
        _ => null,
    };

    private static Func<DataViewRow, DataViewSchema.Column, Func<double>> Values<T>(Func<T, double> toNumber) => (row, column) =>
    {
        var getValue = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getValue(ref value);
            return toNumber(value);
        };
    };

    private static ArgumentOutOfRangeException OutOfRange(string message, string parameter = "inputSchema") => new(parameter, message);
}
