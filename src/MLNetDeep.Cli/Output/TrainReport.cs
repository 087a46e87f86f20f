using MLNetDeep.Cli.Models;

namespace MLNetDeep.Cli.Output;

/// <summary>What <c>train</c> prints when it is done.</summary>
/// <param name="Data">The file or folder it learnt from.</param>
/// <param name="Notes">What was decided on the user's behalf.</param>
/// <param name="Card">What the model's file says of it.</param>
/// <param name="Model">The model.</param>
/// <param name="ModelPath">Where it was saved.</param>
/// <param name="ModelByteCount">Its size.</param>
internal sealed record TrainReport(
    string Data, IReadOnlyList<string> Notes, ModelCard Card, DeepModel Model, string ModelPath, long ModelByteCount)
{
    public string? PredictionsPath { get; init; }

    public string? ConfusionPath { get; init; }

    public string? ReportPath { get; init; }

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
        Data,
        Card.Task,
        Card.Label,
        Card.Classes,
        Card.Images,
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
        Confusion = ConfusionPath,
        Report = ReportPath,
        Notes,
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
        if (ConfusionPath != null)
            Text.WriteWrapped(streams, $"Confusion matrix drawn in {ConfusionPath}.");
        if (ReportPath != null)
            Text.WriteWrapped(streams, $"Report written to {ReportPath}.");
    }
}
