using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tasks;

namespace MLNetDeep.Training;

/// <summary>Reads features, targets and weights of a data view into contiguous blocks, in one pass.</summary>
internal static class RowReader
{
    /// <summary>Reads all rows.</summary>
    /// <param name="data">The data; its schema has been checked.</param>
    /// <param name="options">Which columns to read.</param>
    /// <param name="task">How to read the label.</param>
    /// <param name="checkAlive">Called now and then; throws when the user has cancelled.</param>
    /// <exception cref="InvalidOperationException">There are no rows, or one holds a value that cannot be learned from; the message names column and row.</exception>
    public static LabeledRows Read(IDataView data, DeepTrainerOptions options, LearningTask task, Action checkAlive)
    {
        var label = data.Schema[options.LabelColumnName];
        var feature = data.Schema[options.FeatureColumnName];
        DataViewSchema.Column? weight = options.ExampleWeightColumnName is { } name ? data.Schema[name] : null;
        using var cursor = data.GetRowCursor(weight is { } column ? [label, feature, column] : [label, feature]);

        var width = ((VectorDataViewType)feature.Type).Size;
        var features = new TensorTableBuilder(width);
        var targets = new TensorTableBuilder(task.TargetWidth(label));
        var weights = weight == null ? null : new TensorTableBuilder(1);
        var readFeatures = FeatureReader(cursor, feature);
        var readTarget = task.CreateReader(cursor, label);
        var readWeight = weight is { } weightColumn ? WeightReader(cursor, weightColumn) : null;
        for (long rowNumber = 1; cursor.MoveNext(); rowNumber++)
        {
            if (rowNumber % 1024 == 0)
                checkAlive();
            readFeatures(rowNumber, features.AddRow());
            readTarget(rowNumber, targets.AddRow());
            readWeight?.Invoke(rowNumber, weights!.AddRow());
        }
        if (features.RowCount == 0)
            throw new InvalidOperationException("Training data must have at least one row, but was empty.");
        var weightValues = weights?.ToTable().Values.ToArray();
        if (weightValues != null && Array.TrueForAll(weightValues, value => value == 0))
            throw new InvalidOperationException($"Weight column '{weight!.Value.Name}' must be above 0 in some row, but was 0 in every row.");
        return new LabeledRows(features.ToTable(), targets.ToTable(), weightValues);
    }

    private static TargetReader FeatureReader(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        return (rowNumber, destination) =>
        {
            getter(ref buffer);
            if (buffer.Length != destination.Length)
                throw new InvalidOperationException($"Feature column '{column.Name}' must have {destination.Length} values in every row, but has {buffer.Length} in row {rowNumber}.");
            buffer.CopyTo(destination);
            for (var slot = 0; slot < destination.Length; slot++)
            {
                if (float.IsInfinity(destination[slot]))
                    throw new InvalidOperationException($"Feature column '{column.Name}' must be finite or NaN in every row, but was {(destination[slot] > 0 ? "infinity" : "-infinity")} in row {rowNumber}, slot {FeatureSlots.Describe(column, slot)}.");
            }
        };
    }

    private static TargetReader WeightReader(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<float>(column);
        return (rowNumber, destination) =>
        {
            getter(ref destination[0]);
            if (!float.IsFinite(destination[0]) || destination[0] < 0)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Weight column '{column.Name}' must be finite and at least 0 in every row, but was {destination[0]} in row {rowNumber}."));
        };
    }
}
