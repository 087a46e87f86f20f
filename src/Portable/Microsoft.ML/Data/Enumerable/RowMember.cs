using System.Linq.Expressions;

namespace Microsoft.ML.Data;

internal sealed class RowMember
{
    private RowMember(MemberInfo info)
    {
        Info = info;
        Type = info is FieldInfo field ? field.FieldType : ((PropertyInfo)info).PropertyType;
        IsVector = Type.IsArray || IsBuffer;
        var item = Type.IsArray ? Type.GetElementType()! : IsBuffer ? Type.GetGenericArguments()[0] : Type;
        ItemType = item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item;
    }

    public MemberInfo Info { get; }

    public string Name => Info.Name;

    public Type Type { get; }

    public bool IsVector { get; }

    /// <summary>Whether the member is a <see cref="VBuffer{T}"/> and not an array.</summary>
    public bool IsBuffer => Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(VBuffer<>);

    /// <summary>The raw type of the column's items: texts are held as memory of characters.</summary>
    public Type ItemType { get; }

    public static IEnumerable<RowMember> Find(Type rowType, SchemaDefinition.Direction direction) =>
        rowType.GetFields(BindingFlags.Public | BindingFlags.Instance).Cast<MemberInfo>()
            .Concat(rowType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 &&
                ((direction.HasFlag(SchemaDefinition.Direction.Read) && p.GetGetMethod() != null) ||
                (direction.HasFlag(SchemaDefinition.Direction.Write) && p.GetSetMethod() != null))))
            .Where(m => m.GetCustomAttribute<NoColumnAttribute>() is null)
            .Select(m => new RowMember(m))
            .Where(m => m.Type != typeof(IChannel));

    public static RowMember Get(Type rowType, string name)
    {
        var info = (MemberInfo?)rowType.GetField(name) ?? rowType.GetProperty(name);
        return info is null
            ? throw Contracts.ExceptParam("userSchemaDefinition",
                $"No field or property with name '{name}' found in type '{rowType.FullName}'")
            : new RowMember(info);
    }

    public DataViewType DefaultColumnType()
    {
        if (!ColumnTypeExtensions.TryPrimitiveTypeFromType(ItemType, out var item))
        {
            throw Contracts.ExceptParam("rawType",
                $"Could not determine an IDataView type and registered custom types for member {Name}");
        }
        if (Info.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            Contracts.CheckParam(KeyDataViewType.IsValidDataType(ItemType), "userType",
                $"Member {Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type");
            item = new KeyDataViewType(ItemType, key.KeyCount.Count ?? Convert.ToUInt64(ItemType.GetField("MaxValue")!.GetValue(null)));
        }
        var vector = Info.GetCustomAttribute<VectorTypeAttribute>();
        Contracts.CheckParam(vector is null || IsVector, "userType",
            $"Member {Name} marked with {nameof(VectorTypeAttribute)}, but does not appear to be a vector type");
        if (!IsVector)
            return item;
        return vector?.Dims is { Length: > 0 } dimensions ? new VectorDataViewType(item, dimensions) : new VectorDataViewType(item);
    }

    public bool Fits(DataViewType type) => IsVector == type is VectorDataViewType && type.GetItemType().RawType == ItemType;

    public Func<TRow, TValue> MakeReader<TRow, TValue>()
    {
        var row = Expression.Parameter(typeof(TRow));
        var value = Converted(Expression.MakeMemberAccess(row, Info), typeof(TValue), nameof(ToColumn));
        return Expression.Lambda<Func<TRow, TValue>>(value, row).Compile();
    }

    public Action<TRow, TValue> MakeWriter<TRow, TValue>()
    {
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(TValue));
        var assignment = Expression.Assign(Expression.MakeMemberAccess(row, Info), Converted(value, Type, nameof(ToMember)));
        return Expression.Lambda<Action<TRow, TValue>>(assignment, row, value).Compile();
    }

    // Only texts are held otherwise in columns than in members.
    private static Expression Converted(Expression value, Type type, string method) =>
        value.Type == type ? value : Expression.Call(typeof(RowMember), method, null, value);

    private static ReadOnlyMemory<char> ToColumn(string? text) => text.AsMemory();

    private static ReadOnlyMemory<char>[]? ToColumn(string?[]? texts) =>
        texts is null ? null : Array.ConvertAll(texts, text => text.AsMemory());

    private static string ToMember(ReadOnlyMemory<char> text) => text.ToString();

    private static string[]? ToMember(ReadOnlyMemory<char>[]? texts) =>
        texts is null ? null : Array.ConvertAll(texts, text => text.ToString());
}
