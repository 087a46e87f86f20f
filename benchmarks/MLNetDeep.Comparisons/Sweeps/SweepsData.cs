using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace.Option;
using Microsoft.ML.Trainers.FastTree;
using MLNetDeep.Cli.Data;
using MLNetDeep.Cli.Models;
using MLNetDeep.Comparison;
using MLNetDeep.Ensembles;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.Comparisons.Sweeps;

/// <summary>A part of the churn table, and the pipelines that are swept on it.</summary>
internal sealed class SweepsData : IDisposable
{
    /// <summary>Rows that are taken of the table, evenly: so that three seeds of everything take minutes, not hours.</summary>
    public const int RowCount = 3000;

    public const int FoldCount = 3;

    private readonly DataFile _file;
    private readonly DataPipeline _pipeline;
    private readonly MLContext _ml = new(seed: 1);

    public SweepsData(string folder)
    {
        _file = DataFile.Open(Path.Combine(folder, "telco-churn.csv.gz"));
        var plan = DataPlan.Create(TableProfile.Read(CsvTable.Open(_file)), "churn", "binary", []);
        _pipeline = new DataPipeline(_ml, plan);
        IDataView all = _pipeline.Load();
        int count = TimeColumn.CountRows(all);
        bool[] taken = [.. Enumerable.Range(0, count).Select(row => (long)row * RowCount / count != (row + 1L) * RowCount / count)];
        Rows = _ml.Data.Cache(new RowSubsetView(all, taken));
    }

    public IDataView Rows { get; }

    public string Label => _pipeline.LabelColumnName;

    public ComparisonTask Task => ComparisonTask.Binary(Label);

    /// <summary>An MLP beside ML.NET's boosted trees and logistic regression.</summary>
    public SweepablePipeline Mixed() => Features().Append(Mlp(), Trees(), Logistic());

    /// <summary>The MLP alone.</summary>
    public SweepablePipeline Deep() => Features().Append(Mlp());

    public void Dispose() => _file.Dispose();

    /// <summary>A plain MLP of two layers, all of whose fits run 32 epochs: small enough that a fold takes about a second.</summary>
    public IEstimator<ITransformer> Network(MLContext context, int width, double rate, double dropout, double decay) =>
        context.BinaryClassification.Trainers.Mlp(new MlpOptions
        {
            LabelColumnName = Label,
            Preset = MlpPreset.Plain,
            HiddenSizes = [width, width],
            LearningRate = rate,
            Dropout = dropout,
            WeightDecay = decay,
            BatchSize = 64,
            MaximumEpochCount = 32,
            ValidationFraction = 0,
        });

    /// <summary>The featurisation: categories one-hot, missing numbers replaced.</summary>
    public IEstimator<ITransformer> Features()
    {
        string[] holed = ["total_charges"];
        return _pipeline.Features(_ml.Transforms.ReplaceMissingValues([.. holed.Select(name => new InputOutputColumnPair(name))]));
    }

    /// <summary>ML.NET's own space goes up to 32,768 trees of as many leaves, of which one trial would take the whole time.</summary>
    private SweepableEstimator Trees() => new(
        (context, point) => context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            LabelColumnName = Label,
            NumberOfTrees = point["Trees"].AsType<int>(),
            NumberOfLeaves = point["Leaves"].AsType<int>(),
            LearningRate = point["Rate"].AsType<double>(),
            NumberOfThreads = 1,
        }),
        new SearchSpace
        {
            ["Trees"] = new UniformIntOption(10, 200, logBase: true, 100),
            ["Leaves"] = new UniformIntOption(4, 64, logBase: true, 20),
            ["Rate"] = new UniformDoubleOption(0.02, 0.5, logBase: true, 0.2),
        });

    private SweepableEstimator Logistic() => new(
        (context, point) => context.BinaryClassification.Trainers.LbfgsLogisticRegression(
            Label, l1Regularization: point["L1"].AsType<float>(), l2Regularization: point["L2"].AsType<float>()),
        new SearchSpace
        {
            ["L1"] = new UniformSingleOption(0.01f, 10, logBase: true, 1),
            ["L2"] = new UniformSingleOption(0.01f, 10, logBase: true, 1),
        });

    private SweepableEstimator Mlp() => new(
        (context, point) => Network(
            context, point["Width"].AsType<int>(), point["Rate"].AsType<double>(), point["Dropout"].AsType<double>(),
            point["Decay"].AsType<double>()),
        new SearchSpace
        {
            ["Width"] = new UniformIntOption(16, 256, logBase: true, 64),
            ["Rate"] = new UniformDoubleOption(1e-4, 3e-2, logBase: true, 1e-3),
            ["Dropout"] = new UniformDoubleOption(0, 0.5, logBase: false, 0.1),
            ["Decay"] = new UniformDoubleOption(1e-5, 1e-1, logBase: true, 1e-2),
        });
}
