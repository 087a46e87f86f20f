namespace Microsoft.ML.Data;

/// <summary>One of the columns that make a concatenated vector, with its value in the current row.</summary>
internal sealed class ConcatPart<T>
{
    private readonly string _name;
    private readonly int _size;
    private readonly ValueGetter<T>? _scalar;
    private readonly ValueGetter<VBuffer<T>>? _vector;
    private VBuffer<T> _values;

    public ConcatPart(DataViewRow row, DataViewSchema.Column column)
    {
        _name = column.Name;
        _size = column.Type.GetValueCount();
        if (column.Type is VectorDataViewType)
            _vector = row.GetGetter<VBuffer<T>>(column);
        else
            _scalar = row.GetGetter<T>(column);
    }

    /// <summary>Reads all parts of the row and joins them; sparse when at most half of the slots are present.</summary>
    public static void Join(ConcatPart<T>[] parts, ref VBuffer<T> result)
    {
        var length = 0;
        var count = 0;
        foreach (var part in parts)
        {
            if (part._vector == null)
            {
                length++;
                count++;
                continue;
            }
            part.Read();
            length = checked(length + part._values.Length);
            count += part._values.GetValues().Length;
        }
        if (count > length / 2)
            JoinDense(parts, length, ref result);
        else
            JoinSparse(parts, length, count, ref result);
    }

    private static void JoinDense(ConcatPart<T>[] parts, int length, ref VBuffer<T> result)
    {
        var editor = VBufferEditor.Create(ref result, length);
        var offset = 0;
        foreach (var part in parts)
        {
            if (part._scalar != null)
            {
                part._scalar(ref editor.Values[offset++]);
            }
            else
            {
                part._values.CopyTo(editor.Values, offset);
                offset += part._values.Length;
            }
        }
        result = editor.Commit();
    }

    private static void JoinSparse(ConcatPart<T>[] parts, int length, int count, ref VBuffer<T> result)
    {
        var editor = VBufferEditor.Create(ref result, length, count);
        var offset = 0;
        var at = 0;
        foreach (var part in parts)
        {
            if (part._scalar != null)
            {
                editor.Indices[at] = offset++;
                part._scalar(ref editor.Values[at++]);
                continue;
            }
            var values = part._values.GetValues();
            var indices = part._values.GetIndices();
            for (var i = 0; i < values.Length; i++)
            {
                editor.Values[at] = values[i];
                editor.Indices[at++] = offset + (part._values.IsDense ? i : indices[i]);
            }
            offset += part._values.Length;
        }
        result = editor.Commit();
    }

    private void Read()
    {
        _vector!(ref _values);
        if (_size != 0 && _size != _values.Length)
            throw Contracts.Except($"Column '{_name}': expected {_size} slots, but got {_values.Length}");
    }
}
