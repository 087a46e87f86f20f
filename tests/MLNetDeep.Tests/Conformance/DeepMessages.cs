using MLNetDeep.Conformance;

namespace MLNetDeep.Tests.Conformance;

/// <summary>The whole messages with which our trainers refuse.</summary>
internal static class DeepMessages
{
    public static IReadOnlyDictionary<Refusal, string> Of(TaskData task, DeepTrainerOptions options)
    {
        var messages = new Dictionary<Refusal, string>
        {
            [Refusal.MissingFeatureColumn] = "Could not find feature column 'Features' (Parameter 'inputSchema')",
            [Refusal.MissingLabelColumn] = "Could not find label column 'Label' (Parameter 'inputSchema')",
            [Refusal.WrongFeatureType] =
                $"Schema mismatch for feature column 'Features': expected Vector<Single>{MoreTypes(options)}, "
                + "got Single (Parameter 'inputSchema')",
            [Refusal.WrongLabelType] =
                $"Schema mismatch for label column 'Label': expected {LabelType(task)}, got String (Parameter 'labelCol')",
            [Refusal.OtherWidth] =
                "Schema mismatch for feature column 'Features': expected Vector<Single, 4>, "
                + "got Vector<Single, 5> (Parameter 'inputSchema')",
            [Refusal.NoRows] = "Training data must have at least one row, but was empty.",
            [Refusal.InfiniteFeature] =
                "Feature column 'Features' must be finite or NaN in every row, but was infinity in row 42, slot 2.",
        };
        if (task == TaskData.Binary)
            messages[Refusal.OneClass] = "Label column 'Label' must have at least 2 classes, but every row is 'false'.";
        if (task == TaskData.Multiclass)
            messages[Refusal.OneClass] = "Label column 'Label' must have at least 2 classes, but every row is 'low'.";
        if (MissingLabel(task) is { } missing)
            messages[Refusal.MissingLabel] = missing;
        return messages;
    }

    private static string MoreTypes(DeepTrainerOptions options) =>
        options.KeepsBytes ? " or Vector<Byte>" : options.TakesSequences ? ", VarVector<Single> or a vector of keys" : "";

    private static string LabelType(TaskData task) => task.Name switch
    {
        "Binary" => "Boolean",
        "Multiclass" => "Key<UInt32>",
        "MultiLabel" => "Vector<Boolean>",
        _ => "Single",
    };

    private static string? MissingLabel(TaskData task) => task.Name switch
    {
        "Multiclass" => "Label column 'Label' must have a value in every row, but is missing in row 30. Filter such rows out first.",
        "MultiLabel" => "Label column 'Label' must be 0 or 1 in every slot, but was NaN in row 30. Filter such rows out first.",
        "Regression" => "Label column 'Label' must be finite in every row, but was NaN in row 30. Filter such rows out first.",
        _ => null,
    };
}
