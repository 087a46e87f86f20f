using System.Diagnostics;
using Microsoft.ML;

namespace MLNetDeep.Comparisons.Tabular;

/// <summary>One trainer on one fold of one table.</summary>
internal sealed record TabularJob(TabularTable Table, int Fold, TabularTrainer Trainer)
{
    /// <summary>Fits and measures. A trainer that cannot take a table fails there and nowhere else; the report says so.</summary>
    public IReadOnlyList<TabularResult> Run(Peer peer, string work, CancellationToken cancellation)
    {
        TabularData data = TabularData.Open(Table, Fold, work);
        if (Trainer.Create is not { } create)
            return RunPeers(peer, work, data);
        var clock = Stopwatch.StartNew();
        try
        {
            ITransformer model = create(data, cancellation).Fit(data.Train);
            double seconds = clock.Elapsed.TotalSeconds;
            return [Result(Trainer, data.Error(model), seconds)];
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return [Result(Trainer, null, clock.Elapsed.TotalSeconds) with { Failure = error.Message }];
        }
    }

    private List<TabularResult> RunPeers(Peer peer, string work, TabularData data)
    {
        string train = Path.Combine(work, $"{Table.Name}.{Fold}.train.bin");
        string test = Path.Combine(work, $"{Table.Name}.{Fold}.test.bin");
        int width = data.Export(train, test);
        var measured = peer.Run<Dictionary<string, double[]>>("fit", Table.Task, Table.Metric, train, test, $"{width}");
        File.Delete(train);
        File.Delete(test);
        return [.. TabularTrainer.All.Where(t => measured.ContainsKey(t.Name))
            .Select(t => Result(t, measured[t.Name][0], measured[t.Name][1]))];
    }

    private TabularResult Result(TabularTrainer trainer, double? error, double seconds) => new(
        Table.Name, Fold, trainer.Name, trainer.Key(Table, TabularCommand.Settings.RowLimit), TabularResults.BuildOf(trainer),
        error, seconds);
}
