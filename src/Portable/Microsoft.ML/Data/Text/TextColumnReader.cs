namespace Microsoft.ML.Data;

/// <summary>Holds the value of one column in the current row, as parsed from the row's fields.</summary>
internal abstract class TextColumnReader(TextColumnBinding binding, TextFormat format)
{
    protected TextColumnBinding Binding { get; } = binding;

    protected TextFormat Format { get; } = format;

    public abstract Delegate Getter { get; }

    /// <summary>Reads the column from a line that was split into <paramref name="fieldCount"/> fields.</summary>
    public abstract void Read(TextFieldSplitter fields, int fieldCount, long lineNumber);

    public static TextColumnReader Create(TextColumnBinding binding, TextFormat format)
    {
        var parser = TextValueParser.Create(binding.ItemType, format)!;
        var shape = binding.Type is VectorDataViewType ? typeof(VectorReader<>) : typeof(ScalarReader<>);
        return (TextColumnReader)Activator.CreateInstance(shape.MakeGenericType(binding.ItemType.RawType), binding, format, parser)!;
    }

    private sealed class ScalarReader<T>(TextColumnBinding binding, TextFormat format, TextValueParser<T> parse)
        : TextColumnReader(binding, format)
    {
        private readonly int _position = binding.Segments[0].Min;
        private T _value = default!;

        public override Delegate Getter => (ValueGetter<T>)((ref T value) => value = _value);

        public override void Read(TextFieldSplitter fields, int fieldCount, long lineNumber)
        {
            var i = fields.Find(_position);
            if (i < fields.Count && fields.PositionAt(i) == _position)
            {
                if (!parse(fields.FieldAt(i), out _value) && !Binding.HasMissingValue)
                    throw Contracts.Except($"Could not parse value {fields.FieldAt(i)} in line {lineNumber}, column {Binding.Name}");
            }
            else if (Format.MissingRealsAsNaNs && Binding.IsReal)
            {
                parse(default, out _value);
            }
            else
            {
                _value = default!;
            }
        }
    }

    private sealed class VectorReader<T>(TextColumnBinding binding, TextFormat format, TextValueParser<T> parse)
        : TextColumnReader(binding, format)
    {
        // The present items, in order of their slots.
        private T[] _values = new T[4];
        private int[] _slots = new int[4];
        private int _count;
        private int _size;

        public override Delegate Getter => (ValueGetter<VBuffer<T>>)Get;

        public override void Read(TextFieldSplitter fields, int fieldCount, long lineNumber)
        {
            _count = 0;
            var slot = 0;
            foreach (var segment in Binding.Segments)
            {
                var limit = segment.IsVariable ? Math.Max(segment.Min, fieldCount) : segment.Limit;
                var i = fields.Find(segment.Min);
                for (; i < fields.Count && fields.PositionAt(i) < limit; i++)
                {
                    var target = slot + fields.PositionAt(i) - segment.Min;
                    if (!parse(fields.FieldAt(i), out var value) && !Binding.HasMissingValue)
                    {
                        throw Contracts.Except(
                            $"Could not parse value {fields.FieldAt(i)} in slot {target} of column {Binding.Name} in line {lineNumber}");
                    }

                    Add(target, value);
                }

                if (Format.MissingRealsAsNaNs && Binding.IsReal && i >= fields.Count)
                {
                    parse(default, out var missing);
                    for (var position = Math.Max(segment.Min, fieldCount); position < limit; position++)
                        Add(slot + position - segment.Min, missing);
                }

                slot += limit - segment.Min;
            }

            _size = slot;
        }

        private void Add(int slot, T value)
        {
            if (_count == _values.Length)
            {
                Array.Resize(ref _values, 2 * _count);
                Array.Resize(ref _slots, 2 * _count);
            }

            _values[_count] = value;
            _slots[_count++] = slot;
        }

        // Dense as soon as more than half of the slots are present.
        private void Get(ref VBuffer<T> value)
        {
            if (_count > 0 && _count > _size / 2)
            {
                var dense = VBufferEditor.Create(ref value, _size);
                if (_count == _size)
                {
                    _values.AsSpan(0, _count).CopyTo(dense.Values);
                }
                else
                {
                    dense.Values.Clear();
                    for (var i = 0; i < _count; i++)
                        dense.Values[_slots[i]] = _values[i];
                }

                value = dense.Commit();
                return;
            }

            var sparse = VBufferEditor.Create(ref value, _size, _count);
            _values.AsSpan(0, _count).CopyTo(sparse.Values);
            _slots.AsSpan(0, _count).CopyTo(sparse.Indices);
            value = sparse.Commit();
        }
    }
}
