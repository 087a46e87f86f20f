using System.Collections;

namespace Microsoft.ML;

/// <summary>The columns of a data view. A later column hides an earlier one of the same name.</summary>
public sealed class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _indexByName = new(StringComparer.Ordinal);

    private DataViewSchema(IReadOnlyList<DetachedColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
            _indexByName[columns[i].Name] = i;
        _columns = [.. columns.Select((c, i) => new Column(c.Name, i, _indexByName[c.Name] != i, c.Type, c.Annotations))];
    }

    public int Count => _columns.Length;
    public Column this[string name] =>
        GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found");

    public Column this[int columnIndex] => (uint)columnIndex < (uint)_columns.Length
        ? _columns[columnIndex]
        : throw new ArgumentOutOfRangeException(nameof(columnIndex));

    public Column? GetColumnOrNull(string name) => _indexByName.TryGetValue(CheckName(name), out var index) ? _columns[index] : null;
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public override string ToString() => $"{Count} columns";
    private static string CheckName(string? name) => string.IsNullOrEmpty(name) ? throw new ArgumentNullException(nameof(name)) : name;

    public readonly struct Column
    {
        internal Column(string name, int index, bool isHidden, DataViewType type, Annotations annotations) =>
            (Name, Index, IsHidden, Type, Annotations) = (name, index, isHidden, type, annotations);

        public string Name { get; }
        public int Index { get; }
        public bool IsHidden { get; }
        public DataViewType Type { get; }
        public Annotations Annotations { get; }

        public override string ToString() => Annotations is { Schema.Count: > 0 } ? $"{Name}: {Type} {{{Annotations}}}" : $"{Name}: {Type}";
    }

    public readonly struct DetachedColumn(string name, DataViewType type, Annotations? annotations = null)
    {
        public DetachedColumn(Column column) : this(column.Name, column.Type, column.Annotations) { }

        public string Name { get; } = CheckName(name);
        public DataViewType Type { get; } = type ?? throw new ArgumentNullException(nameof(type));
        public Annotations Annotations { get; } = annotations ?? Annotations.Empty;
    }

    public sealed class Builder
    {
        private readonly List<DetachedColumn> _items = [];

        public void AddColumn(string name, DataViewType type, Annotations? annotations = null) => _items.Add(new(name, type, annotations));
        public void AddColumns(IEnumerable<Column> source) => _items.AddRange(source.Select(c => new DetachedColumn(c)));
        public void AddColumns(IEnumerable<DetachedColumn> source) => _items.AddRange(source);
        public DataViewSchema ToSchema() => new(_items);
    }

    public sealed class Annotations
    {
        private readonly Delegate[] _getters;

        internal Annotations(DataViewSchema schema, Delegate[] getters) => (Schema, _getters) = (schema, getters);

        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        public DataViewSchema Schema { get; }

        public ValueGetter<TValue> GetGetter<TValue>(Column column) => column.Index >= _getters.Length
            ? throw new ArgumentException(nameof(column))
            : GetGetterInternal(column.Index) as ValueGetter<TValue> ?? throw new InvalidOperationException("Invalid call to 'GetGetter'");

        public void GetValue<TValue>(string kind, ref TValue value)
        {
            var column = Schema.GetColumnOrNull(kind) ?? throw new InvalidOperationException("Invalid call to 'GetValue'");
            GetGetter<TValue>(column)(ref value);
        }

        public override string ToString() => string.Join(", ", Schema.Select(c => c.Name));
        internal Delegate GetGetterInternal(int index) => _getters[index];

        public sealed class Builder
        {
            private readonly DataViewSchema.Builder _schema = new();
            private readonly List<Delegate> _getters = [];

            public void Add(Annotations? annotations, Func<string, bool> selector)
            {
                if (annotations is null)
                    return;
                ArgumentNullException.ThrowIfNull(selector);
                foreach (var column in annotations.Schema.Where(c => selector(c.Name)))
                    Add(column.Name, column.Type, annotations._getters[column.Index], column.Annotations);
            }

            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations? annotations = null)
            {
                if (type is not null && type.RawType != typeof(TValue))
                    throw new ArgumentException($"type.RawType must be of type '{typeof(TValue).FullName}'.", nameof(type));
                Add(name, type!, (Delegate)getter, annotations);
            }

            public void Add(string name, DataViewType type, Delegate getter, Annotations? annotations = null)
            {
                CheckName(name);
                ArgumentNullException.ThrowIfNull(type);
                ArgumentNullException.ThrowIfNull(getter);
                var expected = typeof(ValueGetter<>).MakeGenericType(type.RawType);
                if (getter.GetType() != expected)
                    throw new ArgumentException($"getter must be of type '{expected.FullName}'", nameof(getter));
                _schema.AddColumn(name, type, annotations);
                _getters.Add(getter);
            }

            public void AddPrimitiveValue<TValue>(
                string name, PrimitiveDataViewType type, TValue value, Annotations? annotations = null) =>
                Add(name, type, (ref TValue destination) => destination = value, annotations);

            public Annotations ToAnnotations() => new(_schema.ToSchema(), [.. _getters]);
        }
    }
}

/// <summary>Fills <paramref name="value"/> with a column's value in the current row; the buffer given may be reused.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);

public interface IDataView
{
    bool CanShuffle { get; }
    DataViewSchema Schema { get; }
    long? GetRowCount();
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null);
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null);
}

public abstract class DataViewRow : IDisposable
{
    private bool _disposed;

    public abstract long Position { get; }
    public abstract long Batch { get; }
    public abstract DataViewSchema Schema { get; }
    public abstract bool IsColumnActive(DataViewSchema.Column column);
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    public void Dispose()
    {
        if (!_disposed)
            Dispose(_disposed = true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }
}

public abstract class DataViewRowCursor : DataViewRow
{
    public abstract bool MoveNext();
}
