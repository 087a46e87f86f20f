using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

// Fits within a scope, such as those of a study's trials.
public sealed partial class DeepTrainer
{
    /// <summary>The seed in fact used by a fit.</summary>
    /// <param name="scoped">The fit, if it is within a scope.</param>
    internal int SeedIn(ScopedFit? scoped) => _options.Seed ?? scoped?.Seed ?? _seed;

    /// <summary>Reads the rows that a scope measures epochs by; null without such.</summary>
    private LabeledRows? ReadMonitored(IDataView input, InputColumns inputs, ScopedFit? scoped)
    {
        if (scoped?.Scope is not { Rows: { } view, OnEpoch: not null } || scoped.FinalEpoch is not null)
            return null;
        using var rows = new RowCollector(RowReader.Layout(input.Schema, inputs, _options, _task), long.MaxValue);
        try
        {
            return view.ReadMonitored(() => Read(input, rows, inputs)) ? rows.ToTables() : null;
        }
        catch (InvalidOperationException error)
        {
            // Such rows cannot be learned from, but may still be scored: the fit goes on without being watched.
            using var channel = _host.Start("Monitoring");
            channel.Warning(MessageSensitivity.UserData, $"Epochs are not measured on the test rows: {error.Message}");
            return null;
        }
    }

    private static TrainingData Monitor(LabeledRows rows, TaskHead head, InputEncoding encoding)
    {
        head.Encode(rows.Targets.Values);
        return new TrainingData
        {
            Features = rows.Features,
            Targets = rows.Targets,
            TrainRows = [],
            ValidationRows = [.. Enumerable.Range(0, rows.Count)],
            Encoding = encoding,
        };
    }
}
