using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Scoring;
using MLNetDeep.Tasks;

namespace MLNetDeep.Training;

/// <summary>Reads features, targets and weights of a data view into contiguous blocks, in one pass.</summary>
internal static class RowReader
{
    /// <summary>Reads all rows.</summary>
    /// <param name="data">The data; its schema has been checked.</param>
    /// <param name="inputs">The columns of the features.</param>
    /// <param name="options">Which other columns to read.</param>
    /// <param name="task">How to read the label.</param>
    /// <param name="checkAlive">Called now and then; throws when the user has cancelled.</param>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, or one holds a value that cannot be learned from; the message names column and row.
    /// </exception>
    public static LabeledRows Read(
        IDataView data, BoundInputs inputs, DeepTrainerOptions options, LearningTask task, Action checkAlive)
    {
        var label = data.Schema[options.LabelColumnName];
        DataViewSchema.Column? weight = options.ExampleWeightColumnName is { } name ? data.Schema[name] : null;
        using var cursor = data.GetRowCursor(weight is { } column ? [label, .. inputs.All, column] : [label, .. inputs.All]);

        var features = new TensorTableBuilder(inputs.Columns.Width);
        var targets = new TensorTableBuilder(task.TargetWidth(label));
        var weights = weight == null ? null : new TensorTableBuilder(1);
        var readFeatures = new FeatureReader(cursor, inputs);
        var readTarget = task.CreateReader(cursor, label);
        var readWeight = weight is { } weightColumn ? WeightReader(cursor, weightColumn) : null;
        for (long rowNumber = 1; cursor.MoveNext(); rowNumber++)
        {
            if (rowNumber % 1024 == 0)
                checkAlive();
            var row = features.AddRow();
            readFeatures.Read(rowNumber, row);
            RefuseInfinite(row[..inputs.Columns.FeatureCount], inputs.Feature, rowNumber);
            readTarget(rowNumber, targets.AddRow());
            readWeight?.Invoke(rowNumber, weights!.AddRow());
        }
        if (features.RowCount == 0)
            throw new InvalidOperationException("Training data must have at least one row, but was empty.");
        var weightValues = weights?.ToTable().Values.ToArray();
        if (weightValues != null && Array.TrueForAll(weightValues, value => value == 0))
            throw Refused("Weight", weight!.Value, "above 0 in some row, but was 0 in every row");
        return new LabeledRows(features.ToTable(), targets.ToTable(), weightValues);
    }

    private static void RefuseInfinite(ReadOnlySpan<float> features, DataViewSchema.Column? column, long rowNumber)
    {
        for (var slot = 0; slot < features.Length; slot++)
        {
            if (!float.IsInfinity(features[slot]))
                continue;
            var where = $"{NonFinite.Name(features[slot])} in row {rowNumber}, slot {FeatureSlots.Describe(column!.Value, slot)}";
            throw Refused("Feature", column.Value, $"finite or NaN in every row, but was {where}");
        }
    }

    private static TargetReader WeightReader(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<float>(column);
        return (rowNumber, destination) =>
        {
            getter(ref destination[0]);
            if (!float.IsFinite(destination[0]) || destination[0] < 0)
            {
                var value = destination[0].ToString(CultureInfo.InvariantCulture);
                throw Refused("Weight", column, $"finite and at least 0 in every row, but was {value} in row {rowNumber}");
            }
        };
    }

    private static InvalidOperationException Refused(string role, DataViewSchema.Column column, string rule) =>
        new($"{role} column '{column.Name}' must be {rule}.");
}
