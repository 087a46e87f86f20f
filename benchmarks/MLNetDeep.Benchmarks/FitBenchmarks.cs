using BenchmarkDotNet.Attributes;
using Microsoft.ML;

namespace MLNetDeep.Benchmarks;

/// <summary>What surrounds the kernels: a training step, reading rows, saving and loading, a row through a prediction engine.</summary>
public class FitBenchmarks
{
    private const int RowCount = 12_800;

    private readonly MLContext _ml = new(seed: 1);
    private readonly Parts.Row _row = new();
    private IDataView _rows = null!;
    private DeepTrainer _trainer = null!;
    private ITransformer _model = null!;
    private PredictionEngine<Parts.Row, Prediction> _engine = null!;
    private byte[] _zip = [];

    [GlobalSetup]
    public void SetUp()
    {
        _rows = Parts.Rows(_ml, RowCount);
        _trainer = _ml.Regression.Trainers.Mlp(Parts.Options());
        _model = _trainer.Fit(_rows);
        _engine = _ml.Model.CreatePredictionEngine<Parts.Row, Prediction>(_model);
        using var stream = new MemoryStream();
        _ml.Model.Save(_model, _rows.Schema, stream);
        _zip = stream.ToArray();
    }

    /// <summary>A fit of 100 steps of 128 rows, with all that comes before and after.</summary>
    [Benchmark]
    public object FitOfHundredSteps() => _trainer.Fit(_rows);

    [Benchmark]
    public object ReadRows() => _trainer.Read(_rows, _trainer.CheckColumns(_rows));

    [Benchmark]
    public object Load() => _ml.Model.Load(new MemoryStream(_zip), out _);

    [Benchmark]
    public float OneRow() => _engine.Predict(_row).Score;

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
