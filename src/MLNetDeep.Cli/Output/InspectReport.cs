using System.Globalization;
using System.Text.Json;
using MLNetDeep.Cli.Models;

namespace MLNetDeep.Cli.Output;

/// <summary>What <c>inspect</c> prints.</summary>
internal sealed record InspectReport(string Path, long ByteCount, ModelFile File, DeepModel Model)
{
    private const int CurveWidth = 60;
    private const string CurveLevels = "▁▂▃▄▅▆▇█";

    public void Write(CliStreams streams, bool asJson)
    {
        if (asJson)
            JsonOutput.Write(streams.Out, Document());
        else
            WriteText(streams);
    }

    private object Document()
    {
        using var network = JsonDocument.Parse(Model.Network.ToJson());
        return new
        {
            Command = "inspect",
            Model = Path,
            ByteCount,
            Model.Task,
            Model.Training.Architecture,
            Model.Network.ParameterCount,
            Network = network.RootElement.Clone(),
            Model.Training.Options,
            Model.Training.Seed,
            Model.Training.Data,
            History = new
            {
                Model.History.BestEpoch,
                StopReason = Model.History.StopReason.ToString(),
                Epochs = Model.History.Epochs.Select(e => new
                {
                    e.Epoch,
                    e.TrainingLoss,
                    e.ValidationLoss,
                    e.LearningRate,
                    ElapsedSeconds = e.Elapsed.TotalSeconds,
                    e.IsBest,
                }),
            },
            Findings = FindingsText.Documents(Model.Findings),
            Table = File.Card,
            Model.Training.Versions,
        };
    }

    private void WriteText(CliStreams streams)
    {
        var output = streams.Out;
        Text.WriteWrapped(streams, $"{Path} ({Text.Bytes(ByteCount)}): {Model.Training.Architecture}, {Model.Task}");
        output.WriteLine();
        output.WriteLine(Model.Network.Summary().TrimEnd());
        output.WriteLine();
        WriteHistory(streams);
        output.WriteLine();
        WriteData(streams);
        FindingsText.Write(streams, Model.Findings);
        Text.WriteWrapped(streams, $"Trained with {Versions.Join(Model.Training.Versions)}; seed {Model.Training.Seed}.");
    }

    private void WriteHistory(CliStreams streams)
    {
        var history = Model.History;
        var why = history.StoppedEarly ? "no further improvement" : "all epochs run";
        var seconds = Text.Seconds(history.Epochs[^1].Elapsed.TotalSeconds);
        Text.WriteWrapped(
            streams, $"{history.Epochs.Count} epochs in {seconds} s ({why}); the model is that of epoch {history.BestEpoch}.");
        var table = Text.Table("epoch", "training loss", "validation loss", "learning rate", "");
        foreach (var e in ShownEpochs(history))
        {
            table.Row(
                e.Epoch.ToString(CultureInfo.InvariantCulture), Text.Number(e.TrainingLoss),
                double.IsNaN(e.ValidationLoss) ? "–" : Text.Number(e.ValidationLoss),
                e.LearningRate.ToString("G3", CultureInfo.InvariantCulture), e.Epoch == history.BestEpoch ? "best" : "");
        }
        Text.Render(streams, table);
        var losses = history.Epochs.Select(e => double.IsNaN(e.ValidationLoss) ? e.TrainingLoss : e.ValidationLoss).ToArray();
        streams.Out.WriteLine($"loss {Curve(losses)}");
    }

    private void WriteData(CliStreams streams)
    {
        var data = Model.Training.Data;
        var categories = data.CategoricalColumnNames.Count > 0 ? $", {data.CategoricalColumnNames.Count:N0} categorical" : "";
        Text.WriteWrapped(streams, $"{data.TrainingRowCount:N0} training and {data.ValidationRowCount:N0} validation rows, " +
            $"{data.FeatureCount:N0} numeric features{categories}.");
        if (File.Card is not { } card)
            return;
        var classes = card.Classes.Count is > 0 and <= 10 ? $" ({string.Join(", ", card.Classes)})" : "";
        var from = card.Images is { } images ? $"images of {images.Width} x {images.Height} pixels, {Colors(images.Channels)}"
            : card.Columns.Count == 0 ? "images" : string.Join(", ", card.Columns.Select(Describe));
        Text.WriteWrapped(streams, $"Predicts {card.Label}{classes} from {from}.");
        var measured = card.FoldCount is { } folds
            ? $"Over {folds} folds of {card.TrainRowCount:N0} rows: "
            : $"On {card.TestRowCount:N0} held-out rows: ";
        Text.WriteWrapped(streams, measured +
            string.Join(", ", card.TestMetrics.Select(m => $"{m.Name} {Text.Number(m.Value)}")) + ".");
    }

    private static string Colors(int channels) => channels == 1 ? "grey" : "in colour";

    private static string Describe(ModelCard.Column column) =>
        column.Categories is { } categories ? $"{column.Name} ({categories} categories)" : column.Name;

    // First, best, last, and some between: a long history stays readable.
    private static IEnumerable<EpochReport> ShownEpochs(TrainingHistory history)
    {
        var step = Math.Max(1, history.Epochs.Count / 8);
        int[] always = [1, history.BestEpoch, history.Epochs.Count];
        return history.Epochs.Where(e => always.Contains(e.Epoch) || e.Epoch % step == 0);
    }

    // A picture of the loss in one line: each mark is the mean of the epochs it stands for.
    private static string Curve(double[] losses)
    {
        var width = Math.Min(CurveWidth, losses.Length);
        var means = Enumerable.Range(0, width)
            .Select(i => losses[(i * losses.Length / width)..((i + 1) * losses.Length / width)].Average()).ToArray();
        var (low, high) = (means.Min(), means.Max());
        return string.Concat(means.Select(m => CurveLevels[high > low ? (int)((m - low) / (high - low) * (CurveLevels.Length - 1)) : 0]));
    }
}
