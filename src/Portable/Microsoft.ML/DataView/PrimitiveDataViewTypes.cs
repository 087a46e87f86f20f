namespace Microsoft.ML.Data;

// Each of these types has exactly one instance (numbers: one a CLR type), so reference equality is equality.

public sealed class TextDataViewType : PrimitiveDataViewType
{
    public static TextDataViewType Instance { get; } = new();

    private TextDataViewType()
        : base(typeof(ReadOnlyMemory<char>))
    {
    }

    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);

    public override string ToString() => "String";
}

public sealed class NumberDataViewType : PrimitiveDataViewType
{
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

    private NumberDataViewType(Type rawType)
        : base(rawType)
    {
    }

    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);

    public override string ToString() => RawType.Name;
}

public sealed class BooleanDataViewType : PrimitiveDataViewType
{
    public static BooleanDataViewType Instance { get; } = new();

    private BooleanDataViewType()
        : base(typeof(bool))
    {
    }

    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);

    public override string ToString() => "Boolean";
}

public sealed class RowIdDataViewType : PrimitiveDataViewType
{
    public static RowIdDataViewType Instance { get; } = new();

    private RowIdDataViewType()
        : base(typeof(DataViewRowId))
    {
    }

    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);

    public override string ToString() => "DataViewRowId";
}

public sealed class DateTimeDataViewType : PrimitiveDataViewType
{
    public static DateTimeDataViewType Instance { get; } = new();

    private DateTimeDataViewType()
        : base(typeof(DateTime))
    {
    }

    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);

    public override string ToString() => "DateTime";
}

public sealed class DateTimeOffsetDataViewType : PrimitiveDataViewType
{
    public static DateTimeOffsetDataViewType Instance { get; } = new();

    private DateTimeOffsetDataViewType()
        : base(typeof(DateTimeOffset))
    {
    }

    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);

    public override string ToString() => "DateTimeOffset";
}

public sealed class TimeSpanDataViewType : PrimitiveDataViewType
{
    public static TimeSpanDataViewType Instance { get; } = new();

    private TimeSpanDataViewType()
        : base(typeof(TimeSpan))
    {
    }

    public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);

    public override string ToString() => "TimeSpan";
}
