namespace Microsoft.ML.Data;

public abstract class DataViewType : IEquatable<DataViewType>
{
    internal DataViewType(Type rawType) => RawType = rawType ?? throw new ArgumentNullException(nameof(rawType));

    public Type RawType { get; }

    // Types without parts are single instances; those with parts override Equals(object) and GetHashCode themselves.
    public abstract bool Equals(DataViewType? other);
}

public abstract class StructuredDataViewType(Type rawType) : DataViewType(rawType);

public abstract class PrimitiveDataViewType(Type rawType) : DataViewType(!typeof(IDisposable).IsAssignableFrom(rawType) ? rawType
    : throw new ArgumentException($"A {nameof(PrimitiveDataViewType)} cannot have a disposable {nameof(RawType)}", nameof(rawType)));

public sealed class TextDataViewType : PrimitiveDataViewType
{
    private TextDataViewType() : base(typeof(ReadOnlyMemory<char>)) { }
    public static TextDataViewType Instance { get; } = new();
    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    public override string ToString() => "String";
}

public sealed class NumberDataViewType : PrimitiveDataViewType
{
    private NumberDataViewType(Type rawType) : base(rawType) { }
    public static NumberDataViewType SByte { get; } = new(typeof(sbyte));
    public static NumberDataViewType Byte { get; } = new(typeof(byte));
    public static NumberDataViewType Int16 { get; } = new(typeof(short));
    public static NumberDataViewType UInt16 { get; } = new(typeof(ushort));
    public static NumberDataViewType Int32 { get; } = new(typeof(int));
    public static NumberDataViewType UInt32 { get; } = new(typeof(uint));
    public static NumberDataViewType Int64 { get; } = new(typeof(long));
    public static NumberDataViewType UInt64 { get; } = new(typeof(ulong));
    public static NumberDataViewType Single { get; } = new(typeof(float));
    public static NumberDataViewType Double { get; } = new(typeof(double));
    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    public override string ToString() => RawType.Name;
}

public sealed class BooleanDataViewType : PrimitiveDataViewType
{
    private BooleanDataViewType() : base(typeof(bool)) { }
    public static BooleanDataViewType Instance { get; } = new();
    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    public override string ToString() => "Boolean";
}

public sealed class RowIdDataViewType : PrimitiveDataViewType
{
    private RowIdDataViewType() : base(typeof(DataViewRowId)) { }
    public static RowIdDataViewType Instance { get; } = new();
    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    public override string ToString() => "DataViewRowId";
}

public sealed class DateTimeDataViewType : PrimitiveDataViewType
{
    private DateTimeDataViewType() : base(typeof(DateTime)) { }
    public static DateTimeDataViewType Instance { get; } = new();
    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    public override string ToString() => "DateTime";
}

public sealed class DateTimeOffsetDataViewType : PrimitiveDataViewType
{
    private DateTimeOffsetDataViewType() : base(typeof(DateTimeOffset)) { }
    public static DateTimeOffsetDataViewType Instance { get; } = new();
    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    public override string ToString() => "DateTimeOffset";
}

public sealed class TimeSpanDataViewType : PrimitiveDataViewType
{
    private TimeSpanDataViewType() : base(typeof(TimeSpan)) { }
    public static TimeSpanDataViewType Instance { get; } = new();
    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    public override string ToString() => "TimeSpan";
}

/// <summary>Categories numbered 1 to <see cref="Count"/> in an unsigned integer; 0 is "missing".</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    public KeyDataViewType(Type type, ulong count) : base(type)
    {
        Contracts.CheckParam(IsValidDataType(type), nameof(type), "Type is not valid, it must be Byte, UInt16, UInt32, or UInt64.");
        Contracts.CheckParam(count - 1 < ulong.MaxValue >> (64 - (8 * Marshal.SizeOf(type))), nameof(count),
            $"The cardinality of a {nameof(KeyDataViewType)} must not exceed {type.Name}.MaxValue and must be strictly positive, " +
            $"but got {count}.");
        Count = count;
    }

    public KeyDataViewType(Type type, int count) : this(type, (ulong)count) =>
        Contracts.CheckParam(count > 0, nameof(count), $"The cardinality of a {nameof(KeyDataViewType)} must be strictly positive.");

    public ulong Count { get; }

    public static bool IsValidDataType(Type type) => new[] { typeof(byte), typeof(ushort), typeof(uint), typeof(ulong) }.Contains(type);
    public override bool Equals(DataViewType? other) => other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;
    public override bool Equals(object? other) => other is DataViewType type && Equals(type);
    public override int GetHashCode() => HashCode.Combine(RawType, Count);
    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";
}

/// <summary>A vector of primitive values, of known or (size 0) varying length; its values travel in a <see cref="VBuffer{T}"/>.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0) : this(itemType, [size], nameof(size)) { }

    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, [.. dimensions ?? []], nameof(dimensions)) { }

    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : this(itemType, dimensions, nameof(dimensions)) { }

    private VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions, string paramName)
        : base(typeof(VBuffer<>).MakeGenericType(Contracts.CheckRef(itemType, nameof(itemType)).RawType))
    {
        Contracts.CheckParam(!dimensions.IsDefaultOrEmpty && dimensions.All(d => d >= 0), paramName);
        (ItemType, Dimensions) = (itemType, dimensions);
        Size = dimensions.Aggregate(1, (size, dimension) => checked(size * dimension));
    }

    public ImmutableArray<int> Dimensions { get; }
    public PrimitiveDataViewType ItemType { get; }

    /// <summary>The number of slots, or 0 where it varies from row to row.</summary>
    public int Size { get; }

    public bool IsKnownSize => Size > 0;

    public override bool Equals(DataViewType? other) =>
        other is VectorDataViewType vector && vector.ItemType.Equals(ItemType) && vector.Dimensions.SequenceEqual(Dimensions);
    public override bool Equals(object? other) => other is DataViewType type && Equals(type);
    public override int GetHashCode() => Dimensions.Aggregate(ItemType.GetHashCode(), HashCode.Combine);

    public override string ToString() => Dimensions is [0]
        ? $"Vector<{ItemType}>"
        : $"Vector<{ItemType}, {string.Join(", ", Dimensions.Select(d => d > 0 ? d.ToString() : "*"))}>";
}

public readonly struct DataViewRowId(ulong low, ulong high) : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low = low;
    public readonly ulong High = high;

    public override string ToString() => $"{High:x16}{Low:x16}";
    public int CompareTo(DataViewRowId other) => (High, Low).CompareTo((other.High, other.Low));
    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;
    public override bool Equals(object? obj) => obj is DataViewRowId other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(Low, High);
}
