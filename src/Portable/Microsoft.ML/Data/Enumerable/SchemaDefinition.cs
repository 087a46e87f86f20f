namespace Microsoft.ML.Data;

public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition() { }

    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    public Column this[string columnName] => Find(c => c.ColumnName == columnName)!;

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Contracts.CheckValue(userType, nameof(userType));
        var definition = new SchemaDefinition();
        foreach (var member in RowMember.Find(userType, direction))
        {
            var name = member.Info.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            // The order of members is not defined, so neither would be which of two columns hides the other.
            Contracts.CheckParam(definition[name] is null, nameof(userType),
                $"Duplicate column name '{name}' detected, this is disallowed");
            definition.Add(new Column(member.Name, member.ColumnType(), name));
        }
        return definition;
    }

    /// <summary>The definition of a row class by the columns of a schema that there is already.</summary>
    internal static SchemaDefinition For(Type userType, DataViewSchema schema)
    {
        var definition = Create(userType, Direction.Read);
        foreach (var column in schema)
        {
            var defined = definition[column.Name] ?? throw Contracts.Except($"Type should contain a member named {column.Name}");
            // A float[] stands for the Vector<Single, 38> that the model knows.
            defined.ColumnType = column.Type;
            defined.TakeOver(column.Annotations);
        }
        return definition;
    }

    /// <summary>One member as a column; what is set here overrides its attributes.</summary>
    public sealed class Column
    {
        internal Column(string memberName, DataViewType columnType, string columnName) =>
            (MemberName, ColumnType, ColumnName) = (memberName, columnType, columnName);

        public string MemberName { get; }
        public string ColumnName { get; set; }
        public DataViewType ColumnType { get; set; }
        public DataViewSchema.Annotations Annotations { get; private set; } = DataViewSchema.Annotations.Empty;

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Contracts.CheckValue(kind, nameof(kind));
            Contracts.CheckValue(annotationType, nameof(annotationType));
            Contracts.Check(Annotations.Schema.GetColumnOrNull(kind) is null, "Column already contains an annotation of this kind.");
            var (given, itemType) = (RowMember.Get(typeof(Cell<T>), nameof(Cell<T>.Value)), annotationType.GetItemType().RawType);
            var (wanted, unwanted) = annotationType is VectorDataViewType ? ("vector", "scalar") : ("scalar", "vector");
            Contracts.Check(given.IsVector == annotationType is VectorDataViewType,
                $"Value inputted is supposed to be {unwanted}, but type of Annotationinfo is {wanted}");
            Contracts.Check(given.ItemType == itemType,
                $"Value inputted is supposed to have Type {given.ItemType}, but type of Annotationinfo has {itemType}");
            var added = new DataViewSchema.Annotations.Builder();
            added.Add(kind, annotationType, given.MakeGetter(annotationType.RawType, null, () => new Cell<T> { Value = value }));
            TakeOver(added.ToAnnotations());
        }

        internal void TakeOver(DataViewSchema.Annotations added)
        {
            var builder = new DataViewSchema.Annotations.Builder();
            builder.Add(Annotations, kind => added.Schema.GetColumnOrNull(kind) is null);
            builder.Add(added, _ => true);
            Annotations = builder.ToAnnotations();
        }
    }
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ColumnNameAttribute(string name) : Attribute
{
    internal string Name { get; } = name;
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class NoColumnAttribute : Attribute;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class VectorTypeAttribute(params int[] dimensions) : Attribute
{
    internal int[] Dims { get; } = dimensions.All(d => d >= 0) ? dimensions : throw (dimensions.Length == 1
        ? Contracts.ExceptParam("size", "Should be non-negative number")
        : Contracts.ExceptParam(nameof(dimensions), "Should contain only non-negative values"));
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeyTypeAttribute(ulong count) : Attribute
{
    internal KeyCount KeyCount { get; } = new(count);
}

/// <summary>The number of values of a key; none for as many as its integer holds.</summary>
public sealed class KeyCount
{
    public ulong? Count;

    public KeyCount() { }

    public KeyCount(ulong count) => Count = count;
}
