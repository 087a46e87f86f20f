using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>From a data view to a tensor, as a fit reads its rows: from memory and from a CSV file.</summary>
internal sealed class TablesWorker : IPeerWorker
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly DeepTrainer _trainer;
    private readonly IDataView _view;
    private readonly IDataView _csv;

    public TablesWorker(PeerSettings settings, string folder)
    {
        _trainer = _ml.Regression.Trainers.Mlp(new MlpOptions());
        _view = _ml.Data.LoadFromEnumerable(ScaleRow.Make(settings.TrainRows, settings.Inputs), ScaleRow.Schema(settings.Inputs));
        _csv = _ml.Data.LoadFromTextFile(
            Path.Combine(folder, "rows.csv"),
            [
                new TextLoader.Column("Label", DataKind.Single, 0),
                new TextLoader.Column("Features", DataKind.Single, [new TextLoader.Range(1, settings.Inputs - 1)]),
            ],
            separatorChar: ',', hasHeader: true);
    }

    public string Name => $"MLNetDeep {typeof(DeepModel).Assembly.GetName().Version?.ToString(3)}";

    public Dictionary<string, double> Round()
    {
        (double rows, double seconds, double megabytes) = Read(_view);
        (double lines, double csvSeconds, _) = Read(_csv);
        return new Dictionary<string, double>
        {
            ["view rows/s"] = rows / seconds,
            ["view MB/s"] = megabytes / seconds,
            ["CSV rows/s"] = lines / csvSeconds,
        };
    }

    private (double Rows, double Seconds, double Megabytes) Read(IDataView view)
    {
        var clock = Stopwatch.StartNew();
        LabeledRows rows = _trainer.Read(view, _trainer.CheckColumns(view));
        using torch.Tensor tensor = torch.from_array(EncodedBlock.Gather(rows.Features.ToFloats(), [.. Enumerable.Range(0, rows.Count)]));
        return (rows.Count, clock.Elapsed.TotalSeconds, tensor.numel() * sizeof(float) / 1e6);
    }
}
