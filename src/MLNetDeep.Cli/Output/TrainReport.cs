using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;

namespace MLNetDeep.Cli.Output;

/// <summary>What <c>train</c> prints when it is done.</summary>
internal sealed record TrainReport(
    DataPlan Plan, ModelCard Card, DeepModel Model, string ModelPath, long ModelByteCount, string? PredictionsPath)
{
    public void Write(CliStreams streams, bool asJson)
    {
        if (asJson)
            JsonOutput.Write(streams.Out, Document());
        else
            WriteText(streams);
    }

    private object Document() => new
    {
        Command = "train",
        Data = Plan.Profile.Table.Name,
        Card.Task,
        Card.Label,
        Card.Classes,
        Card.TrainRowCount,
        Card.TestRowCount,
        Card.TestMetrics,
        EpochCount = Model.History.Epochs.Count,
        Model.History.BestEpoch,
        Model.Training.Seed,
        Model.Network.ParameterCount,
        Model = ModelPath,
        ModelByteCount,
        Predictions = PredictionsPath,
        Plan.Notes,
        Findings = FindingsText.Documents(Model.Findings),
        Versions = Versions.Current,
    };

    private void WriteText(CliStreams streams)
    {
        var history = Model.History;
        var stopped = history.StoppedEarly ? "stopped early" : "ran to the end";
        Text.WriteWrapped(streams, $"Trained on {Card.TrainRowCount:N0} rows: {history.Epochs.Count} epochs ({stopped}), " +
            $"best epoch {history.BestEpoch}, " +
            $"{Text.Seconds(history.Epochs[^1].Elapsed.TotalSeconds)} s.");
        Text.WriteWrapped(streams, $"On the {Card.TestRowCount:N0} rows held out: " +
            string.Join(", ", Card.TestMetrics.Select(m => $"{m.Name} {Text.Number(m.Value)}")) + ".");
        FindingsText.Write(streams, Model.Findings);
        Text.WriteWrapped(streams, $"Saved {ModelPath} ({Text.Bytes(ModelByteCount)}); the held-out rows took no part in it.");
        if (PredictionsPath != null)
            Text.WriteWrapped(streams, $"Predictions written to {PredictionsPath}.");
    }
}
