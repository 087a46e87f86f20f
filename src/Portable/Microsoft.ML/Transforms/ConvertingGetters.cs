using Microsoft.ML.Data;
using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Getters of a column's values as another item type.</summary>
internal static class ConvertingGetters
{
    public static Delegate Create(DataViewRow row, DataViewSchema.Column column, DataViewType itemType)
    {
        var from = column.Type.GetItemType();
        var conversion = ValueConversions.TryGet(from, itemType)
            ?? throw Contracts.Except($"No standard conversion from '{from}' to '{itemType}'");
        Type[] types = [from.RawType, itemType.RawType];
        return column.Type is VectorDataViewType
            ? Utils.MarshalInvoke(Vector<int, int>, types, row, column, conversion)
            : Utils.MarshalInvoke(Scalar<int, int>, types, row, column, conversion);
    }

    private static Delegate Scalar<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, Delegate conversion)
    {
        var get = row.GetGetter<TFrom>(column);
        var convert = (ValueConversion<TFrom, TTo>)conversion;
        TFrom source = default!;
        return (ValueGetter<TTo>)((ref TTo value) =>
        {
            get(ref source);
            convert(in source, ref value);
        });
    }

    // Zero may not convert to zero (the empty text as a real is NaN in some formats): then the result is dense.
    private static Delegate Vector<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, Delegate conversion)
    {
        var get = row.GetGetter<VBuffer<TFrom>>(column);
        var convert = (ValueConversion<TFrom, TTo>)conversion;
        TFrom zero = default!;
        TTo fill = default!;
        convert(in zero, ref fill);
        var keepsZero = EqualityComparer<TTo>.Default.Equals(fill, default);
        VBuffer<TFrom> source = default;
        return (ValueGetter<VBuffer<TTo>>)((ref VBuffer<TTo> value) =>
        {
            get(ref source);
            var from = source.GetValues();
            if (source.IsDense || keepsZero)
            {
                var editor = VBufferEditor.Create(ref value, source.Length, from.Length);
                for (var i = 0; i < from.Length; i++)
                    convert(in from[i], ref editor.Values[i]);
                if (!source.IsDense)
                    source.GetIndices().CopyTo(editor.Indices);
                value = editor.Commit();
                return;
            }

            var dense = VBufferEditor.Create(ref value, source.Length);
            dense.Values.Fill(fill);
            var indices = source.GetIndices();
            for (var i = 0; i < from.Length; i++)
                convert(in from[i], ref dense.Values[indices[i]]);
            value = dense.Commit();
        });
    }
}
