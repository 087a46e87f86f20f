using System.Collections;
namespace Microsoft.ML;

public interface IEstimator<out TTransformer> where TTransformer : ITransformer
{
    TTransformer Fit(IDataView input);
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}

public interface ITransformer : ICanSaveModel
{
    bool IsRowToRowMapper { get; }
    DataViewSchema GetOutputSchema(DataViewSchema inputSchema);
    IDataView Transform(IDataView input);
    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}

public interface ICanSaveModel
{
    void Save(ModelSaveContext ctx);
}

public interface IDataLoader<in TSource> : ICanSaveModel
{
    IDataView Load(TSource input);
    DataViewSchema GetOutputSchema();
}

public sealed class TrainerInfo
{
    // What nobody asks for is not kept; the parameters are the official ones.
    internal TrainerInfo(bool normalization = true, bool calibration = false, bool caching = true, bool supportValid = false,
        bool supportIncrementalTrain = false, bool supportTest = false) => (NeedNormalization, WantCaching) = (normalization, caching);

    public bool NeedNormalization { get; }
    public bool WantCaching { get; }
}

/// <summary>What is known of a schema before there are data: names, item types, kinds of vector, annotations.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape Empty = new([]);
    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        _columns = [.. Contracts.CheckRef(columns, nameof(columns))];
        Contracts.CheckParam(_columns.All(c => c.IsValid), nameof(columns), "Some items are not initialized properly.");
    }

    public int Count => _columns.Length;
    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema)
    {
        return new(Contracts.CheckRef(schema, nameof(schema)).Where(c => !c.IsHidden)
            .Select(c => ShapeOf(c, new SchemaShape(c.Annotations.Schema.Select(a => ShapeOf(a, Empty))))));

        static Column ShapeOf(DataViewSchema.Column column, SchemaShape annotations)
        {
            var item = column.Type.GetItemType();
            var kind = column.Type is not VectorDataViewType vector ? Column.VectorKind.Scalar
                : vector.IsKnownSize ? Column.VectorKind.Vector : Column.VectorKind.VariableVector;
            return item is KeyDataViewType
                ? new(column.Name, kind, ColumnTypeExtensions.PrimitiveTypeFromType(item.RawType), true, annotations)
                : new(column.Name, kind, item, false, annotations);
        }
    }

    internal bool TryFindColumn(string name, out Column column) =>
        (column = _columns.FirstOrDefault(c => c.Name == Contracts.CheckRef(name, nameof(name)))).IsValid;

    public readonly struct Column
    {
        public readonly string Name;
        public readonly VectorKind Kind;
        public readonly DataViewType ItemType;
        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape? annotations = null)
        {
            Contracts.CheckNonEmpty(name, nameof(name));
            Contracts.CheckParam(itemType is not KeyDataViewType, nameof(itemType), "Item type cannot be a key");
            Contracts.CheckParam(itemType is not VectorDataViewType, nameof(itemType), "Item type cannot be a vector");
            Contracts.CheckParam(!isKey || KeyDataViewType.IsValidDataType(itemType.RawType), nameof(itemType),
                "The item type must be valid for a key");
            (Name, Kind, ItemType, IsKey, Annotations) = (name, vecKind, itemType, isKey, annotations ?? Empty);
        }

        public enum VectorKind
        {
            Scalar, Vector, VariableVector,
        }

        internal bool IsValid => Name != null;

        internal bool IsCompatibleWith(Column source)
        {
            Contracts.Check(source.IsValid, nameof(source));
            return Name == source.Name && Kind == source.Kind && ItemType.Equals(source.ItemType) && IsKey == source.IsKey &&
                Annotations.All(a => source.Annotations.TryFindColumn(a.Name, out var have) && a.IsCompatibleWith(have));
        }

        internal string GetTypeString()
        {
            var item = IsKey ? $"Key<{ItemType}>" : $"{ItemType}";
            return Kind == VectorKind.Scalar ? item : Kind == VectorKind.Vector ? $"Vector<{item}>" : $"VarVector<{item}>";
        }
    }
}
