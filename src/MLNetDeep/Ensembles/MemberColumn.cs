using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tasks;

namespace MLNetDeep.Ensembles;

/// <summary>The column in which a member of a weighted ensemble puts what is averaged.</summary>
internal static class MemberColumn
{
    /// <summary>Finds it and checks its type.</summary>
    /// <param name="schema">What the member puts out.</param>
    /// <param name="head">What the ensemble puts out.</param>
    /// <param name="member">The member's name, for messages.</param>
    /// <exception cref="InvalidOperationException">It is missing, or has another type.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, TaskHead head, string member)
    {
        var name = head.Task.MemberColumn;
        var column = schema.GetColumnOrNull(name) ?? throw Missing(name, member);
        var isScore = column.Type switch
        {
            VectorDataViewType { ItemType: NumberDataViewType item, Size: var size } =>
                item.RawType == typeof(float) && size == head.OutputWidth,
            _ => column.Type.RawType == typeof(float) && head.OutputWidth == 1,
        };
        return isScore ? column : throw new InvalidOperationException(
            $"Column '{name}' of '{member}' must be Single{(head.OutputWidth > 1 ? $" times {head.OutputWidth}" : "")}, "
            + $"but was {column.Type}.");
    }

    /// <summary>What is said of a member without the column.</summary>
    public static InvalidOperationException Missing(string name, string member) => new(
        $"The output of '{member}' must have a column '{name}', but has none."
        + (name == "Probability" ? " A calibrator behind the trainer adds it." : ""));

    /// <summary>A reader of the current row's values.</summary>
    public static Action<Span<float>> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            var getVector = row.GetGetter<VBuffer<float>>(column);
            VBuffer<float> buffer = default;
            return values =>
            {
                getVector(ref buffer);
                buffer.CopyTo(values);
            };
        }
        var getValue = row.GetGetter<float>(column);
        return values => getValue(ref values[0]);
    }
}
