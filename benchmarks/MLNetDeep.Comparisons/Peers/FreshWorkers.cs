using System.Diagnostics;
using Microsoft.ML;
using MLNetDeep.Networks;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>One epoch on a table that is made while it is read: what a fit takes as rows and columns grow.</summary>
internal sealed class GrowthWorker(PeerSettings settings, int threads) : IPeerWorker
{
    public string Name => $"MLNetDeep {typeof(DeepModel).Assembly.GetName().Version?.ToString(3)}";

    public bool IsFresh => true;

    public Dictionary<string, double> Round()
    {
        var ml = new MLContext(seed: 1);
        MlpOptions options = TrainingWorker.Plainly(TrainingWorker.MlpLikePeers(settings), settings, threads) with
        {
            NumericScaling = NumericScaling.Standardize,
            MemoryBudget = long.MaxValue,
        };
        IDataView view = ml.Data.LoadFromEnumerable(ScaleRow.Make(settings.TrainRows, settings.Inputs), ScaleRow.Schema(settings.Inputs));
        var clock = Stopwatch.StartNew();
        ml.Regression.Trainers.Mlp(options).Fit(view);
        return new Dictionary<string, double>
        {
            ["fit s"] = clock.Elapsed.TotalSeconds,
            ["data MB"] = settings.TrainRows * (settings.Inputs + 1.0) * sizeof(float) / 1e6,
        };
    }
}

/// <summary>Loads a model and predicts a row, all within the start of the process; libtorch is not loaded.</summary>
internal sealed class ColdWorker : IPeerWorker
{
    public const string ModelFile = "model.zip";

    public ColdWorker(PeerSettings settings, string folder)
    {
        var ml = new MLContext(seed: 1);
        ITransformer model = ml.Model.Load(Path.Combine(folder, ModelFile), out DataViewSchema schema);
        using var engine = ml.Model.CreatePredictionEngine<FeatureRow, ScoreRow>(model, schema);
        if (engine.Predict(new FeatureRow { Features = new float[settings.Inputs] }).Score.Length != settings.Classes)
            throw new InvalidOperationException("The model has another number of classes.");
    }

    public string Name => $"MLNetDeep {typeof(DeepModel).Assembly.GetName().Version?.ToString(3)}";

    public bool IsFresh => true;

    public Dictionary<string, double> Round() => [];
}
