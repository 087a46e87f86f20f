namespace Microsoft.ML.Data;

/// <summary>The type of a column: what its values are and which CLR type carries them.</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    /// <summary>The CLR type of the values that a getter of such a column fills.</summary>
    public Type RawType { get; }

    internal DataViewType(Type rawType)
    {
        ArgumentNullException.ThrowIfNull(rawType);
        RawType = rawType;
    }

    // Types without parts are single instances; those with parts override Equals(object) and GetHashCode themselves.
    public abstract bool Equals(DataViewType? other);
}

/// <summary>A type made of other types, such as a vector.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    protected StructuredDataViewType(Type rawType)
        : base(rawType)
    {
    }
}

/// <summary>A type whose values are copied by assignment: a number, a text, a key.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType)
    {
        if (typeof(IDisposable).IsAssignableFrom(rawType))
            throw new ArgumentException("A " + nameof(PrimitiveDataViewType) + " cannot have a disposable " + nameof(RawType),
                nameof(rawType));
    }
}
