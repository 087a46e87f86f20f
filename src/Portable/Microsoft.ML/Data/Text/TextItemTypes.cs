namespace Microsoft.ML.Data;

/// <summary>The item types that the options of a text column name.</summary>
internal static class TextItemTypes
{
    public static KeyDataViewType Key(DataKind kind, KeyCount keyCount)
    {
        var raw = kind.ToPrimitiveType().RawType;
        if (!KeyDataViewType.IsValidDataType(raw))
            throw Contracts.ExceptUserArg(nameof(TextLoader.Column.KeyCount), $"A key cannot be held by {kind}");
        return new KeyDataViewType(raw, keyCount.Count ?? MaxCount(raw));
    }

    /// <summary>The data kind that a member of this type is loaded as, or null.</summary>
    public static DataKind? KindOfMember(Type type)
    {
        if (type == typeof(string))
            return DataKind.String;
        var kind = ColumnTypeExtensions.TryPrimitiveTypeFromType(type, out var found) ? found.GetRawDataKind() : 0;
        return kind == 0 ? null : kind;
    }

    /// <summary>How many keys an unsigned integer can hold; key 0 is the missing one.</summary>
    public static ulong MaxCount(Type raw) => Type.GetTypeCode(raw) switch
    {
        TypeCode.Byte => byte.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        _ => ulong.MaxValue,
    };
}
