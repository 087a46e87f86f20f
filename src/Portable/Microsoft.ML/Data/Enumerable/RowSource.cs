namespace Microsoft.ML.Data;

/// <summary>The columns of a row class, and getters that read them from an object.</summary>
internal sealed class RowSource<TRow>
    where TRow : class
{
    private readonly RowMember[] _members;

    public RowSource(SchemaDefinition? definition)
    {
        definition ??= SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        var builder = new DataViewSchema.Builder();
        _members = new RowMember[definition.Count];
        for (var i = 0; i < _members.Length; i++)
        {
            var column = definition[i];
            var member = RowMember.Get(typeof(TRow), column.MemberName);
            var type = column.ColumnType ?? member.DefaultColumnType();
            CheckType(column, member, type);
            _members[i] = member;
            builder.AddColumn(string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName, type, column.Annotations);
        }
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    /// <summary>The definition of a row class by the columns of a schema that there is already.</summary>
    public static SchemaDefinition DefinitionFor(DataViewSchema schema)
    {
        var definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        foreach (var column in schema)
        {
            var defined = definition[column.Name] ?? throw Contracts.Except($"Type should contain a member named {column.Name}");
            // A float[] stands for the Vector<Single, 38> that the model knows.
            defined.ColumnType = column.Type;
            defined.AddAnnotations(column.Annotations);
        }
        return definition;
    }

    public Delegate MakeGetter(int column, Func<TRow> current)
    {
        var member = _members[column];
        return member.IsBuffer ? Utils.MarshalInvoke(MakeBuffer<int>, member.ItemType, member, current)
            : member.IsVector ? Utils.MarshalInvoke(MakeArray<int>, member.ItemType, member, current)
            : Schema[column].Type is KeyDataViewType key ? Utils.MarshalInvoke(MakeKey<uint>, member.ItemType, member, current, key.Count)
            : Utils.MarshalInvoke(MakeScalar<int>, member.ItemType, member, current);
    }

    private static void CheckType(SchemaDefinition.Column column, RowMember member, DataViewType type)
    {
        var isVector = type is VectorDataViewType;
        Contracts.CheckParam(isVector == member.IsVector, "userSchemaDefinition",
            $"Column '{column.ColumnName}' is supposed to be {(isVector ? "vector" : "scalar")}, " +
            $"but type of associated field '{member.Name}' is {(member.IsVector ? "vector" : "scalar")}");
        Contracts.CheckParam(type.GetItemType().RawType == member.ItemType, "userSchemaDefinition",
            $"Column '{column.ColumnName}' is supposed to have item type {type.GetItemType().RawType}, " +
            $"but associated field has type {member.ItemType}");
    }

    /// <summary>A key counts from 0 in an object, and from 1 in a data view; an object's value past the last one is missing.</summary>
    private static Delegate MakeKey<T>(RowMember member, Func<TRow> current, ulong count)
        where T : unmanaged, INumberBase<T>
    {
        var read = member.MakeReader<TRow, T>();
        return (ValueGetter<T>)((ref T value) =>
        {
            var index = ulong.CreateTruncating(read(current()));
            value = index < count ? T.CreateTruncating(index + 1) : T.Zero;
        });
    }

    private static Delegate MakeScalar<T>(RowMember member, Func<TRow> current)
    {
        var read = member.MakeReader<TRow, T>();
        return (ValueGetter<T>)((ref T value) => value = read(current()));
    }

    private static Delegate MakeArray<T>(RowMember member, Func<TRow> current)
    {
        var read = member.MakeReader<TRow, T[]?>();
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            var source = read(current()) ?? [];
            VBuffer<T>.Copy(source, 0, ref value, source.Length);
        });
    }

    private static Delegate MakeBuffer<T>(RowMember member, Func<TRow> current)
    {
        var read = member.MakeReader<TRow, VBuffer<T>>();
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => read(current()).CopyTo(ref value));
    }
}
