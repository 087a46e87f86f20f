using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Fuzz.Corpus;

/// <summary>All that a model adds to rows, bit for bit, as one short text.</summary>
internal static class Scores
{
    public static string Of(IDataView rows, ITransformer model)
    {
        var scored = model.Transform(rows);
        var text = new StringBuilder();
        foreach (var column in scored.Schema.Where(column => !column.IsHidden && rows.Schema.GetColumnOrNull(column.Name) is null))
            text.Append(column.Name).Append(' ').Append(column.Type).Append(' ').Append(Digest(scored, column)).Append("; ");
        return text.ToString();
    }

    private static string Digest(IDataView view, DataViewSchema.Column column)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var cursor = view.GetRowCursor([column]);
        var append = Appender(cursor, column, hash);
        while (cursor.MoveNext())
            append();
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static Action Appender(DataViewRowCursor cursor, DataViewSchema.Column column, IncrementalHash hash) =>
        (column.Type.RawType, column.Type is VectorDataViewType vector ? vector.ItemType.RawType : column.Type.RawType) switch
        {
            (var raw, var item) when raw == item && item == typeof(float) => Scalar<float>(cursor, column, hash),
            (var raw, var item) when raw == item && item == typeof(double) => Scalar<double>(cursor, column, hash),
            (var raw, var item) when raw == item && item == typeof(uint) => Scalar<uint>(cursor, column, hash),
            (var raw, var item) when raw == item && item == typeof(bool) => Scalar<bool>(cursor, column, hash),
            (_, var item) when item == typeof(float) => Vector<float>(cursor, column, hash),
            (_, var item) when item == typeof(uint) => Vector<uint>(cursor, column, hash),
            (_, var item) when item == typeof(bool) => Vector<bool>(cursor, column, hash),
            _ => throw new UnsoundException($"Column '{column.Name}' is of the type {column.Type}."),
        };

    private static Action Scalar<T>(DataViewRowCursor cursor, DataViewSchema.Column column, IncrementalHash hash) where T : unmanaged
    {
        var get = cursor.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            get(ref value);
            hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        };
    }

    private static Action Vector<T>(DataViewRowCursor cursor, DataViewSchema.Column column, IncrementalHash hash) where T : unmanaged
    {
        var get = cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            get(ref value);
            hash.AppendData(BitConverter.GetBytes(value.Length));
            foreach (var item in value.DenseValues())
                hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in item)));
        };
    }
}
