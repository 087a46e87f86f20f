using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>How a feature vector is read as a sequence.</summary>
internal static class LstmInput
{
    // Where nothing else is said. What texts tell they mostly tell at the start: with more words networks learn more by heart.
    private const int MostSteps = 256;
    private const int MostWords = 150;

    public static SequenceInputSpec Describe(LstmOptions options, IDataView data, DataViewSchema.Column feature, LearningTask task)
    {
        var type = (VectorDataViewType)feature.Type;
        if (options.Decoder is { ReadsVector: true })
        {
            return type.IsKnownSize && type.ItemType is NumberDataViewType
                ? new SequenceInputSpec(1, type.Size)
                : throw new ArgumentException(
                    $"LstmOptions.Decoder.ReadsVector must be false for column '{feature.Name}' of type {type}, but was True.");
        }

        var tokens = type.ItemType is KeyDataViewType key ? TokenCount(feature, key) : 0;
        var width = tokens > 0 ? 1 : options.StepWidth ?? (type.Dimensions.Length == 2 && type.IsKnownSize ? type.Dimensions[1] : 1);
        if (tokens > 0 && options.StepWidth is not (null or 1))
        {
            throw new ArgumentException(
                $"LstmOptions.StepWidth must be 1 or null for the keys of column '{feature.Name}', but was {options.StepWidth}.");
        }
        if (type.IsKnownSize && type.Size % width != 0)
        {
            throw new ArgumentException(
                $"LstmOptions.StepWidth must divide the {type.Size} values of column '{feature.Name}', but was {width}.");
        }
        if (type.IsKnownSize && (options.MaximumSteps is null || type.Size / width <= options.MaximumSteps))
            return new SequenceInputSpec(type.Size / width, width, tokens);
        var longest = type.IsKnownSize ? type.Size : Longest(data, feature, type.ItemType.RawType);
        var input = new SequenceInputSpec(1, width, tokens) { IsVariable = true, KeepsEnd = options.KeepsEnd, DropsUnknown = true };
        var most = LstmPlan.IsText(input, task) ? MostWords : MostSteps;
        return input with { Steps = options.MaximumSteps ?? Math.Clamp((longest + width - 1) / width, 1, most) };
    }

    private static int Longest(IDataView data, DataViewSchema.Column feature, Type item) =>
        item == typeof(byte) ? Longest<byte>(data, feature)
        : item == typeof(ushort) ? Longest<ushort>(data, feature)
        : item == typeof(uint) ? Longest<uint>(data, feature)
        : Longest<float>(data, feature);

    private static int Longest<T>(IDataView data, DataViewSchema.Column feature)
    {
        using var cursor = data.GetRowCursor([feature]);
        var getter = cursor.GetGetter<VBuffer<T>>(feature);
        VBuffer<T> buffer = default;
        var longest = 0;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            longest = Math.Max(longest, buffer.Length);
        }
        return longest;
    }

    private static int TokenCount(DataViewSchema.Column feature, KeyDataViewType key) =>
        key.Count is >= 1 and <= CategorySpec.MaximumValueCount
            ? (int)key.Count
            : throw new InvalidOperationException(
                $"Feature column '{feature.Name}' must hold keys of 1 to {CategorySpec.MaximumValueCount} values, but was {feature.Type}.");
}
