using System.Linq.Expressions;

namespace Microsoft.ML.Data;

/// <summary>A field or property of a row class: how its CLR type stands for a column's type.</summary>
internal sealed class RowMember
{
    private RowMember(MemberInfo info)
    {
        (Info, Type) = (info, info is FieldInfo field ? field.FieldType : ((PropertyInfo)info).PropertyType);
        var isBuffer = Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        IsVector = Type.IsArray || isBuffer;
        var item = Type.IsArray ? Type.GetElementType()! : isBuffer ? Type.GetGenericArguments()[0] : Type;
        ItemType = item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item;
    }

    public MemberInfo Info { get; }
    public Type Type { get; }
    public string Name => Info.Name;
    public bool IsVector { get; }

    /// <summary>The raw type of the column's items: texts are held as memory of characters.</summary>
    public Type ItemType { get; }

    public static IEnumerable<RowMember> Find(Type rowType, SchemaDefinition.Direction direction) =>
        rowType.GetFields(BindingFlags.Public | BindingFlags.Instance).Cast<MemberInfo>()
            .Concat(rowType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 &&
                ((direction.HasFlag(SchemaDefinition.Direction.Read) && p.GetGetMethod() != null) ||
                (direction.HasFlag(SchemaDefinition.Direction.Write) && p.GetSetMethod() != null))))
            .Where(m => m.GetCustomAttribute<NoColumnAttribute>() is null)
            .Select(m => new RowMember(m)).Where(m => m.Type != typeof(IChannel));

    public static RowMember Get(Type rowType, string name) =>
        new((MemberInfo?)rowType.GetField(name) ?? rowType.GetProperty(name) ?? throw Contracts.ExceptParam(
            "userSchemaDefinition", $"No field or property with name '{name}' found in type '{rowType.FullName}'"));

    /// <summary>The column type that the CLR type and the attributes make.</summary>
    public DataViewType ColumnType(bool withAttributes = true)
    {
        Contracts.CheckParam(ColumnTypeExtensions.TryPrimitiveTypeFromType(ItemType, out var item), "rawType",
            $"Could not determine an IDataView type and registered custom types for member {Name}");
        var key = withAttributes ? Info.GetCustomAttribute<KeyTypeAttribute>() : null;
        Contracts.CheckParam(key is null || KeyDataViewType.IsValidDataType(ItemType), "userType",
            $"Member {Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type");
        var vector = withAttributes ? Info.GetCustomAttribute<VectorTypeAttribute>() : null;
        Contracts.CheckParam(vector is null || IsVector, "userType",
            $"Member {Name} marked with {nameof(VectorTypeAttribute)}, but does not appear to be a vector type");
        item = key is null ? item : new KeyDataViewType(ItemType, key.KeyCount.Count ?? 0);
        return !IsVector ? item : new VectorDataViewType(item, vector is { Dims: { Length: > 0 } dimensions } ? dimensions : [0]);
    }

    public bool Fits(DataViewType type) => IsVector == type is VectorDataViewType && type.GetItemType().RawType == ItemType;

    /// <summary>A getter of the current row's member as a value of a column of this raw type; scalar keys need their type.</summary>
    public Delegate MakeGetter<TRow>(Type rawType, KeyDataViewType? key, Func<TRow> current) =>
        Utils.MarshalInvoke(MakeGetter<TRow, int>, [typeof(TRow), rawType], key, current);

    private Delegate MakeGetter<TRow, TValue>(KeyDataViewType? key, Func<TRow> current)
    {
        var (row, column) = (Expression.Parameter(typeof(TRow)), Expression.Parameter(typeof(TValue).MakeByRefType()));
        var member = Expression.MakeMemberAccess(row, Info);
        Expression body = Type == typeof(string[]) ? Call(nameof(ReadTexts), [], member, column)
            : Type.IsArray ? Call(nameof(ReadArray), [ItemType], member, column)
            : IsVector ? Call(nameof(ReadBuffer), [ItemType], member, column)
            : Expression.Assign(column, Type == typeof(string) ? Call(nameof(ReadText), [], member)
                : key != null ? Call(nameof(ReadKey), [ItemType], member, Expression.Constant(key.Count)) : member);
        var read = Expression.Lambda<ColumnReader<TRow, TValue>>(body, row, column).Compile();
        return (ValueGetter<TValue>)((ref TValue value) => read(current(), ref value));
    }

    /// <summary>What writes a column's value into the member of an object; arrays and buffers that it has already are used again.</summary>
    public Action<TRow> MakeFiller<TRow>(DataViewRow input, DataViewSchema.Column source) =>
        Utils.MarshalInvoke(MakeFiller<TRow, int>, [typeof(TRow), source.Type.RawType], input, source);

    private Action<TRow> MakeFiller<TRow, TValue>(DataViewRow input, DataViewSchema.Column source)
    {
        var (row, column) = (Expression.Parameter(typeof(TRow)), Expression.Parameter(typeof(TValue)));
        var member = Expression.MakeMemberAccess(row, Info);
        Expression value = Type == typeof(string[]) ? Call(nameof(WriteTexts), [], column, member)
            : Type.IsArray ? Call(nameof(WriteArray), [ItemType], column, member)
            : IsVector ? Call(nameof(WriteBuffer), [ItemType], column, member)
            : Type == typeof(string) ? Call(nameof(WriteText), [], column) : column;
        var write = Expression.Lambda<Action<TRow, TValue>>(Expression.Assign(member, value), row, column).Compile();
        var getter = input.GetGetter<TValue>(source);
        TValue current = default!;
        return target =>
        {
            getter(ref current);
            write(target, current);
        };
    }

    private delegate void ColumnReader<in TRow, TValue>(TRow row, ref TValue value);

    private static MethodCallExpression Call(string method, Type[] types, params Expression[] arguments) =>
        Expression.Call(typeof(RowMember), method, types, arguments);

    private static ReadOnlyMemory<char> ReadText(string? text) => text.AsMemory();
    private static void ReadTexts(string?[]? texts, ref VBuffer<ReadOnlyMemory<char>> value) =>
        ReadArray(texts is null ? null : Array.ConvertAll(texts, ReadText), ref value);
    private static void ReadArray<T>(T[]? array, ref VBuffer<T> value) => VBuffer<T>.Copy(array ?? [], 0, ref value, array?.Length ?? 0);
    private static void ReadBuffer<T>(VBuffer<T> buffer, ref VBuffer<T> value) => buffer.CopyTo(ref value);
    private static string WriteText(ReadOnlyMemory<char> text) => text.ToString();

    // A key counts from 0 in an object, and from 1 in a data view; an object's value past the last one is missing.
    private static T ReadKey<T>(T value, ulong count) where T : unmanaged, INumberBase<T> =>
        ulong.CreateTruncating(value) is var index && index < count ? T.CreateTruncating(index + 1) : T.Zero;

    private static string[]? WriteTexts(VBuffer<ReadOnlyMemory<char>> value, string[]? old)
    {
        var texts = SizedArray(value.Length, old);
        foreach (var (slot, text) in value.Items(all: true))
            texts![slot] = text.ToString();
        return texts;
    }

    private static T[]? WriteArray<T>(VBuffer<T> value, T[]? old)
    {
        var array = SizedArray(value.Length, old);
        value.CopyTo(array);
        return array;
    }

    private static VBuffer<T> WriteBuffer<T>(VBuffer<T> value, VBuffer<T> old)
    {
        value.CopyTo(ref old);
        return old;
    }

    // No array will do for no values.
    private static T[]? SizedArray<T>(int length, T[]? old) => (old?.Length ?? 0) == length ? old : new T[length];
}

/// <summary>A lone value as a row class.</summary>
internal sealed class Cell<T>
{
    // A member that is no array may stay so where there are no values; here they become an empty one.
    public T Value = typeof(T).IsArray ? (T)(object)Array.CreateInstance(typeof(T).GetElementType()!, 0) : default!;
}

/// <summary>The objects of a sequence as rows. The sequence is enumerated anew for every cursor.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView where TRow : class
{
    private readonly IEnumerable<TRow> _data;
    private readonly RowMember[] _members;

    public EnumerableDataView(IEnumerable<TRow> data, SchemaDefinition? definition)
    {
        definition ??= SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        (_data, _members) = (data, [.. definition.Select(c => RowMember.Get(typeof(TRow), c.MemberName))]);
        var builder = new DataViewSchema.Builder();
        foreach (var (column, member) in definition.Zip(_members))
        {
            var type = column.ColumnType ?? member.ColumnType(withAttributes: false);
            var isVector = type is VectorDataViewType;
            Contracts.CheckParam(isVector == member.IsVector, "userSchemaDefinition",
                $"Column '{column.ColumnName}' is supposed to be {(isVector ? "vector" : "scalar")}, " +
                $"but type of associated field '{member.Name}' is {(member.IsVector ? "vector" : "scalar")}");
            Contracts.CheckParam(member.Fits(type), "userSchemaDefinition", $"Column '{column.ColumnName}' is supposed to have item type " +
                $"{type.GetItemType().RawType}, but associated field has type {member.ItemType}");
            builder.AddColumn(string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName, type, column.Annotations);
        }
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;
    public DataViewSchema Schema { get; }
    public long? GetRowCount() => (_data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var (rows, row) = (_data.GetEnumerator(), default(TRow));
        return new RowCursor(Schema, RowCursor.Active(columnsNeeded, Schema).Select((on, i) => on ? MakeGetter(i) : null), MoveNext,
            rows.Dispose);

        bool MoveNext()
        {
            var more = rows.MoveNext();
            row = !more ? null : rows.Current
                ?? throw Contracts.Except("Encountered null when iterating over data, this is not supported.");
            return more;
        }

        Delegate MakeGetter(int column) => _members[column].MakeGetter(Schema[column].Type.RawType, Schema[column].Type as KeyDataViewType,
            () => row ?? throw Contracts.Except("Values can only be fetched while the cursor stands on a row."));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        RowPool.Share(GetRowCursor(columnsNeeded, rand), n);
}

/// <summary>The columns of a data view that members of a row class take, and the filling of objects from a row.</summary>
internal sealed class RowSink<TRow>(IHostEnvironment env, DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition? definition)
    where TRow : class
{
    private readonly (RowMember Member, DataViewSchema.Column Column)[] _bound =
        [.. Bind(env.Register("TypedCursorable"), schema, ignoreMissingColumns, definition)];

    public IEnumerable<DataViewSchema.Column> Columns => _bound.Select(b => b.Column).DistinctBy(c => c.Index);

    public Action<TRow> MakeFiller(DataViewRow row) =>
        _bound.Aggregate((Action<TRow>)(_ => { }), (all, bound) => all + bound.Member.MakeFiller<TRow>(row, bound.Column));

    private static IEnumerable<(RowMember, DataViewSchema.Column)> Bind(
        IHost host, DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition? definition)
    {
        foreach (var defined in definition ?? SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Write))
        {
            var member = RowMember.Get(typeof(TRow), defined.MemberName);
            host.CheckParam(ignoreMissingColumns || schema.GetColumnOrNull(defined.ColumnName) != null, "Schema",
                $"Could not find  column '{defined.ColumnName}'");
            if (schema.GetColumnOrNull(defined.ColumnName) is not { } column)
                continue;
            host.Check(member.Fits(column.Type), $"Can't bind the IDataView column '{column.Name}' of type '{column.Type}' " +
                $"to field or property '{member.Name}' of type '{member.Type.FullName}'.");
            yield return (member, column);
        }
    }
}

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName) =>
        data.GetColumn<T>(Contracts.CheckRef(data, nameof(data)).Schema[columnName]);

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Contracts.CheckValue(data, nameof(data));
        var found = data.Schema[column.Index];
        Contracts.CheckParam(found.Name == column.Name && found.Type.Equals(column.Type), nameof(column),
            $"column with name {column.Name}, type {column.Type}, and index {column.Index} cannot be found in {nameof(data)}");
        Contracts.CheckParam(!typeof(T).IsArray || column.Type is VectorDataViewType, nameof(column),
            $"Cannot load vector type, {column.Type}, specified in {nameof(column)} to the user-defined type, {typeof(T)}.");
        var member = RowMember.Get(typeof(Cell<T>), nameof(Cell<T>.Value));
        Contracts.CheckParam(member.Fits(column.Type), nameof(column),
            $"Cannot map column (name: {column.Name}, type: {column.Type}) in {nameof(data)} to the user-defined type, {typeof(T)}.");
        return Read();

        IEnumerable<T> Read()
        {
            using var cursor = data.GetRowCursor([column]);
            var fill = member.MakeFiller<Cell<T>>(cursor, column);
            while (cursor.MoveNext())
            {
                // A cell of its own for each row: callers keep the arrays and buffers that they are given.
                var cell = new Cell<T>();
                fill(cell);
                yield return cell.Value;
            }
        }
    }
}

public static class SchemaAnnotationsExtensions
{
    public static bool HasSlotNames(this DataViewSchema.Column column) => column.HasSlotNames(column.Type.GetVectorSize());
    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames) =>
        column.Annotations.GetValue(AnnotationUtils.Kinds.SlotNames, ref slotNames);
    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues) =>
        column.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref keyValues);

    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        var value = false;
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.IsNormalized)?.Type is BooleanDataViewType)
            column.Annotations.GetValue(AnnotationUtils.Kinds.IsNormalized, ref value);
        return value;
    }
}
