using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Data;

public enum DataKind : byte
{
    SByte = 1, Byte = 2, Int16 = 3, UInt16 = 4, Int32 = 5, UInt32 = 6, Int64 = 7, UInt64 = 8, Single = 9, Double = 10,
    String = 11, Boolean = 12, TimeSpan = 13, DateTime = 14, DateTimeOffset = 15,
}

/// <summary>Questions asked of column types all over, and the way from CLR types and data kinds to column types.</summary>
internal static class ColumnTypeExtensions
{
    // At the position that its DataKind has, and then the row identity, which has none.
    private static readonly PrimitiveDataViewType?[] ByKind =
    [
        null, NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16,
        NumberDataViewType.Int32, NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64,
        NumberDataViewType.Single, NumberDataViewType.Double, TextDataViewType.Instance, BooleanDataViewType.Instance,
        TimeSpanDataViewType.Instance, DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance, RowIdDataViewType.Instance,
    ];

    public static DataViewType GetItemType(this DataViewType columnType) => (columnType as VectorDataViewType)?.ItemType ?? columnType;

    // Both are 0 for a vector of varying size.
    public static int GetVectorSize(this DataViewType columnType) => (columnType as VectorDataViewType)?.Size ?? 0;
    public static int GetValueCount(this DataViewType columnType) => (columnType as VectorDataViewType)?.Size ?? 1;
    public static bool IsKnownSizeVector(this DataViewType columnType) => columnType.GetVectorSize() > 0;
    public static ulong GetKeyCount(this DataViewType columnType) => (columnType as KeyDataViewType)?.Count ?? 0;

    public static int GetCountAsInt32(this KeyDataViewType key, IExceptionContext? ectx = null)
    {
        ectx.Check(key.Count <= int.MaxValue, "KeyDataViewType.Count exceeds int.MaxValue.");
        return (int)key.Count;
    }

    /// <summary>Equal but for the way in which a vector's slots are arranged in dimensions.</summary>
    public static bool SameSizeAndItemType(this DataViewType columnType, DataViewType other) => columnType.Equals(other) ||
        (columnType is VectorDataViewType a && other is VectorDataViewType b && a.ItemType.Equals(b.ItemType) && a.Size == b.Size);

    public static bool TryPrimitiveTypeFromType(Type rawType, [NotNullWhen(true)] out PrimitiveDataViewType? type) =>
        (type = Array.Find(ByKind, t => t?.RawType == rawType)) != null;

    public static PrimitiveDataViewType PrimitiveTypeFromType(Type rawType) => TryPrimitiveTypeFromType(rawType, out var type) ? type
        : throw Contracts.ExceptParam(nameof(rawType), $"'{rawType}' is no column value type.");

    public static PrimitiveDataViewType ToPrimitiveType(this DataKind kind) => kind <= DataKind.DateTimeOffset && kind > 0
        ? ByKind[(int)kind]! : throw Contracts.ExceptParam(nameof(kind), $"'{kind}' is no data kind.");

    /// <summary>The data kind of a type's values; a key gives the kind of its integers, a row identity none (0).</summary>
    public static DataKind GetRawDataKind(this DataViewType type) =>
        Array.FindIndex(ByKind, t => t?.RawType == type.GetItemType().RawType) is > 0 and <= (int)DataKind.DateTimeOffset and var kind
            ? (DataKind)kind : 0;
}
