using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Data;

/// <summary>Questions asked of column types all over, and the way from CLR types and data kinds to column types.</summary>
internal static class ColumnTypeExtensions
{
    private static readonly Dictionary<Type, (PrimitiveDataViewType Type, DataKind Kind)> ByRawType = new()
    {
        [typeof(sbyte)] = (NumberDataViewType.SByte, DataKind.SByte),
        [typeof(byte)] = (NumberDataViewType.Byte, DataKind.Byte),
        [typeof(short)] = (NumberDataViewType.Int16, DataKind.Int16),
        [typeof(ushort)] = (NumberDataViewType.UInt16, DataKind.UInt16),
        [typeof(int)] = (NumberDataViewType.Int32, DataKind.Int32),
        [typeof(uint)] = (NumberDataViewType.UInt32, DataKind.UInt32),
        [typeof(long)] = (NumberDataViewType.Int64, DataKind.Int64),
        [typeof(ulong)] = (NumberDataViewType.UInt64, DataKind.UInt64),
        [typeof(float)] = (NumberDataViewType.Single, DataKind.Single),
        [typeof(double)] = (NumberDataViewType.Double, DataKind.Double),
        [typeof(ReadOnlyMemory<char>)] = (TextDataViewType.Instance, DataKind.String),
        [typeof(bool)] = (BooleanDataViewType.Instance, DataKind.Boolean),
        [typeof(TimeSpan)] = (TimeSpanDataViewType.Instance, DataKind.TimeSpan),
        [typeof(DateTime)] = (DateTimeDataViewType.Instance, DataKind.DateTime),
        [typeof(DateTimeOffset)] = (DateTimeOffsetDataViewType.Instance, DataKind.DateTimeOffset),
        [typeof(DataViewRowId)] = (RowIdDataViewType.Instance, 0),
    };

    public static DataViewType GetItemType(this DataViewType columnType) =>
        columnType is VectorDataViewType vector ? vector.ItemType : columnType;

    /// <summary>The number of slots of a vector, or 0 for a scalar and for a vector of varying length.</summary>
    public static int GetVectorSize(this DataViewType columnType) => (columnType as VectorDataViewType)?.Size ?? 0;

    /// <summary>The number of values: 1 for a scalar, the slots of a vector, 0 where that varies.</summary>
    public static int GetValueCount(this DataViewType columnType) => columnType is VectorDataViewType vector ? vector.Size : 1;

    public static bool IsKnownSizeVector(this DataViewType columnType) => columnType.GetVectorSize() > 0;

    public static ulong GetKeyCount(this DataViewType columnType) => (columnType as KeyDataViewType)?.Count ?? 0;

    public static int GetCountAsInt32(this KeyDataViewType key, IExceptionContext? ectx = null)
    {
        ectx.CheckParam(key.Count <= int.MaxValue, nameof(key), $"A key of {key.Count} values is too large here.");
        return (int)key.Count;
    }

    public static bool SameSizeAndItemType(this DataViewType columnType, DataViewType other) =>
        columnType.Equals(other) ||
        (columnType is VectorDataViewType a && other is VectorDataViewType b && a.ItemType.Equals(b.ItemType) && a.Size == b.Size);

    public static bool TryPrimitiveTypeFromType(Type rawType, [NotNullWhen(true)] out PrimitiveDataViewType? type)
    {
        var found = ByRawType.TryGetValue(rawType, out var entry);
        type = entry.Type;
        return found;
    }

    public static PrimitiveDataViewType PrimitiveTypeFromType(Type rawType) =>
        TryPrimitiveTypeFromType(rawType, out var type) ? type
            : throw Contracts.ExceptParam(nameof(rawType), $"'{rawType}' is no column value type.");

    public static PrimitiveDataViewType ToPrimitiveType(this DataKind kind)
    {
        var found = ByRawType.Values.FirstOrDefault(e => e.Kind == kind && e.Kind != 0).Type;
        return found ?? throw Contracts.ExceptParam(nameof(kind), $"'{kind}' is no data kind.");
    }

    /// <summary>The data kind of a type's values; a key gives the kind of its integers, a row identity none (0).</summary>
    public static DataKind GetRawDataKind(this DataViewType type) =>
        ByRawType.TryGetValue(type.GetItemType().RawType, out var entry) ? entry.Kind : 0;
}
