using System.Diagnostics;
using Microsoft.ML;
using MLNetDeep.Scoring;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>Prediction with a loaded model: one row bare and through a prediction engine, many rows bare and through the pipeline.</summary>
internal sealed class PredictionWorker : IPeerWorker
{
    private static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(50);

    private readonly MLContext _ml = new(seed: 1);
    private readonly string _file;
    private readonly FeatureRow _row;
    private readonly IDataView _test;
    private readonly float[] _features;
    private readonly int _inputs;
    private readonly int _classes;
    private readonly ITransformer _pipeline;
    private readonly DeepModel _model;
    private readonly PredictionEngine<FeatureRow, ScoreRow> _engine;
    private readonly PredictionEngine<FeatureRow, ScoreRow> _empty;

    public PredictionWorker(PeerSettings settings, string folder, int threads)
    {
        (_inputs, _classes) = (settings.Inputs, settings.Classes);
        IDataView train = FeatureRow.Load(_ml, settings, folder, "train");
        FeatureRow[] rows = FeatureRow.Read(settings, folder, "test");
        _row = rows[0];
        _test = _ml.Data.LoadFromEnumerable(rows, FeatureRow.Schema(settings));
        _features = PeerSettings.ReadFloats(folder, "test-features.f32");
        MlpOptions options = TrainingWorker.Plainly(TrainingWorker.MlpLikePeers(settings), settings, threads);
        // In its own process, so that training leaves nothing behind: what is measured is the model as it is loaded.
        _file = Path.Combine(folder, $"model-{Environment.ProcessId}.zip");
        _ml.Model.Save(_ml.MulticlassClassification.Trainers.Mlp(options).Fit(train), train.Schema, _file);
        _pipeline = _ml.Model.Load(_file, out DataViewSchema schema);
        _model = ((DeepPredictionTransformer)(_pipeline is IEnumerable<ITransformer> chain ? chain.Last() : _pipeline)).Model;
        _engine = _ml.Model.CreatePredictionEngine<FeatureRow, ScoreRow>(_pipeline, schema);
        ITransformer copy = _ml.Transforms.CopyColumns(nameof(ScoreRow.Score), nameof(FeatureRow.Features)).Fit(train);
        _empty = _ml.Model.CreatePredictionEngine<FeatureRow, ScoreRow>(copy, schema);
    }

    public string Name => $"MLNetDeep {typeof(DeepModel).Assembly.GetName().Version?.ToString(3)}";

    public Dictionary<string, double> Round()
    {
        int rows = _features.Length / _inputs;
        float[] scores = new float[rows * _classes];
        var prediction = new ScoreRow();
        double engine = Microseconds(() => _engine.Predict(_row, ref prediction));
        double empty = Microseconds(() => _empty.Predict(_row, ref prediction));
        return new Dictionary<string, double>
        {
            ["row us"] = Microseconds(() => _model.Score(_features.AsSpan(0, _inputs), 1, scores.AsSpan(0, _classes))),
            ["engine us"] = engine,
            ["empty engine us"] = empty,
            ["rows/s"] = rows / Seconds(() => ParallelScoring.Score(_model, _features, rows, scores)),
            ["pipeline rows/s"] = rows / Seconds(ReadLabels),
            ["load ms"] = Microseconds(() => _ml.Model.Load(_file, out _)) / 1000,
        };
    }

    /// <summary>The predicted class of every row, read as a program reads a scored view.</summary>
    private void ReadLabels()
    {
        IDataView scored = _pipeline.Transform(_test);
        DataViewSchema.Column column = scored.Schema["PredictedLabel"];
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<uint> getter = cursor.GetGetter<uint>(column);
        uint label = 0;
        long sum = 0;
        while (cursor.MoveNext())
        {
            getter(ref label);
            sum += label;
        }

        if (sum == 0)
            throw new InvalidOperationException("No row was predicted.");
    }

    private static double Seconds(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>A call's time; the median of three runs, each long enough for the clock.</summary>
    private static double Microseconds(Action action)
    {
        double[] runs = new double[3];
        for (int run = 0; run < runs.Length; run++)
        {
            long calls = 0;
            var clock = Stopwatch.StartNew();
            for (; clock.Elapsed < RunTime; calls += 4)
            {
                for (int i = 0; i < 4; i++)
                    action();
            }

            runs[run] = clock.Elapsed.TotalMicroseconds / calls;
        }

        Array.Sort(runs);
        return runs[1];
    }
}
