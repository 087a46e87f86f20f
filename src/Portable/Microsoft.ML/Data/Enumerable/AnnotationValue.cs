namespace Microsoft.ML.Data;

/// <summary>A value that a user gives as a CLR object (a text, an array) becomes the getter that a column type asks for.</summary>
internal static class AnnotationValue
{
    public static Delegate MakeGetter<T>(T value, DataViewType type)
    {
        object? raw = value is string text ? text.AsMemory() : value is string[] texts ? Array.ConvertAll(texts, t => t.AsMemory()) : value;
        if (type is VectorDataViewType vector && raw is Array array && array.GetType().GetElementType() == vector.ItemType.RawType)
            return Utils.MarshalInvoke(VectorGetter<int>, vector.ItemType.RawType, array);
        if (raw != null && type.RawType == raw.GetType())
            return Utils.MarshalInvoke(ScalarGetter<int>, type.RawType, raw);
        throw Contracts.ExceptParam(nameof(value), $"A value of type '{typeof(T)}' cannot be an annotation of type '{type}'.");
    }

    private static Delegate ScalarGetter<T>(object value)
    {
        var typed = (T)value;
        return (ValueGetter<T>)((ref T destination) => destination = typed);
    }

    private static Delegate VectorGetter<T>(Array value)
    {
        var buffer = new VBuffer<T>(value.Length, (T[])value);
        return (ValueGetter<VBuffer<T>>)buffer.CopyTo;
    }
}
