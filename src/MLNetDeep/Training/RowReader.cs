using System.Globalization;
using Microsoft.ML;
using MLNetDeep.Scoring;
using MLNetDeep.Tasks;

namespace MLNetDeep.Training;

/// <summary>Reads features, targets, weights and groups of a data view, in one pass.</summary>
internal static class RowReader
{
    /// <summary>What a row of some data holds.</summary>
    public static RowLayout Layout(DataViewSchema schema, InputColumns inputs, DeepTrainerOptions options, LearningTask task) => new(
        inputs.Width, inputs.TargetCount ?? task.TargetWidth(schema[options.LabelColumnName]),
        options.ExampleWeightColumnName is not null, options.SamplingKeyColumnName is not null)
    {
        HasBytes = options.KeepsBytes && inputs.FeatureColumnName is { } name && ColumnChecks.IsByteVector(schema[name].Type),
    };

    /// <summary>Reads all rows.</summary>
    /// <param name="data">The data; its schema has been checked.</param>
    /// <param name="rows">Takes the rows.</param>
    /// <param name="inputs">The columns of the features.</param>
    /// <param name="options">Which other columns to read.</param>
    /// <param name="task">How to read the label.</param>
    /// <param name="checkAlive">Called now and then; throws when the user has cancelled.</param>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, or one holds a value that cannot be learned from; the message names column and row.
    /// </exception>
    public static void Read(
        IDataView data, RowCollector rows, BoundInputs inputs, DeepTrainerOptions options, LearningTask task, Action checkAlive)
    {
        checkAlive();
        var label = data.Schema[options.LabelColumnName];
        DataViewSchema.Column? weight = options.ExampleWeightColumnName is { } name ? data.Schema[name] : null;
        DataViewSchema.Column? group = options.SamplingKeyColumnName is { } key ? data.Schema[key] : null;
        DataViewSchema.Column?[] more = [weight, group];
        using var cursor = data.GetRowCursor([label, .. inputs.All, .. more.OfType<DataViewSchema.Column>()]);

        var layout = rows.Layout;
        var readFeatures = new FeatureReader(cursor, inputs);
        var readTarget = task.CreateReader(cursor, label, inputs);
        var readWeight = weight is { } weightColumn ? WeightReader(cursor, weightColumn) : null;
        var readGroup = group is { } groupColumn ? SamplingKeyReader.Create(cursor, groupColumn) : null;
        var hasWeight = false;
        long rowNumber = 0;
        while (cursor.MoveNext())
        {
            if (++rowNumber % 1024 == 0)
                checkAlive();
            var row = rows.AddRow();
            if (layout.HasBytes)
            {
                readFeatures.ReadBytes(rowNumber, layout.Bytes(row));
            }
            else
            {
                readFeatures.Read(rowNumber, layout.Features(row));
                if (inputs.Columns.Sequence is null) // where minus infinity is a step that is not there
                    RefuseInfinite(row[..inputs.Columns.FeatureCount], inputs.Feature, rowNumber);
            }
            readTarget(rowNumber, layout.Targets(row));
            readWeight?.Invoke(rowNumber, layout.Weight(row));
            hasWeight |= layout.WeightOf(row) > 0;
            if (readGroup is not null)
                row[^1] = BitConverter.UInt32BitsToSingle(readGroup());
        }
        rows.Flush();
        if (rowNumber == 0)
            throw new InvalidOperationException("Training data must have at least one row, but was empty.");
        if (!hasWeight)
            throw Refused("Weight", weight!.Value, "above 0 in some row, but was 0 in every row");
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
