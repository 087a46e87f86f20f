using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Portable.Tests.FastTree;

/// <summary>The trainers as users meet them.</summary>
public sealed partial class TrainerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Both_forms_of_the_catalog_methods_train_the_same_model()
    {
        var data = View(Rows(0, 600));
        var common = _ml.BinaryClassification.Trainers.FastTree(
            numberOfLeaves: 8, numberOfTrees: 7, minimumExampleCountPerLeaf: 5, learningRate: 0.3);
        var options = _ml.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            NumberOfLeaves = 8,
            NumberOfTrees = 7,
            MinimumExampleCountPerLeaf = 5,
            LearningRate = 0.3,
        });
        Assert.Equal(Scores(common.Fit(data).Transform(data)), Scores(options.Fit(data).Transform(data)));

        var commonRegression = _ml.Regression.Trainers.FastTree("Target", numberOfTrees: 7);
        var optionsRegression = _ml.Regression.Trainers.FastTree(
            new FastTreeRegressionTrainer.Options { LabelColumnName = "Target", NumberOfTrees = 7 });
        Assert.Equal(Scores(commonRegression.Fit(data).Transform(data)), Scores(optionsRegression.Fit(data).Transform(data)));

        var commonForest = _ml.BinaryClassification.Trainers.FastForest(numberOfLeaves: 8, numberOfTrees: 7, minimumExampleCountPerLeaf: 5);
        var optionsForest = _ml.BinaryClassification.Trainers.FastForest(
            new FastForestBinaryTrainer.Options { NumberOfLeaves = 8, NumberOfTrees = 7, MinimumExampleCountPerLeaf = 5 });
        Assert.Equal(Scores(commonForest.Fit(data).Transform(data)), Scores(optionsForest.Fit(data).Transform(data)));
    }

    /// <summary>Scores of the rows 1700 to 1703 after training on those before, as ML.NET 5.0.0 on x64 Linux gives them.</summary>
    public static TheoryData<string, Func<MLContext, IEstimator<ITransformer>>, float[]> Recorded => new()
    {
        { "FastTree", ml => ml.BinaryClassification.Trainers.FastTree(), [5.353824f, 8.486963f, 6.698437f, 12.409475f] },
        {
            "FastTree, balanced and limited", ml => ml.BinaryClassification.Trainers.FastTree(
                new FastTreeBinaryTrainer.Options { UnbalancedSets = true, MaximumTreeOutput = 0.3, LearningRate = 0.4 }),
            [3.785038f, 5.500936f, 2.9186354f, 7.9219117f]
        },
        {
            "FastTree, weights", ml => ml.BinaryClassification.Trainers.FastTree(exampleWeightColumnName: "Weight"),
            [3.9090478f, 10.125516f, 8.379059f, 14.750204f]
        },
        { "FastTree regression", ml => ml.Regression.Trainers.FastTree("Target"), [1.169048f, 1.1098282f, 1.3974618f, 1.631614f] },
        {
            "FastTree regression, weights", ml => ml.Regression.Trainers.FastTree("Target", exampleWeightColumnName: "Weight"),
            [0.70234555f, 1.2922906f, 1.3524923f, 1.7678487f]
        },
        {
            "FastTree regression, few bins and histograms", ml => ml.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
            {
                LabelColumnName = "Target", MaximumBinCountPerFeature = 16, HistogramPoolSize = 3, Shrinkage = 0.5, NumberOfLeaves = 31,
                MinimumExampleCountPerLeaf = 3,
            }), [1.1860988f, 1.2206291f, 1.0977026f, 1.5425249f]
        },
        {
            "FastTree regression, rows and features by chance", ml => ml.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
            {
                LabelColumnName = "Target", BaggingSize = 10, BaggingExampleFraction = 0.5, FeatureFraction = 0.7,
                FeatureFractionPerSplit = 0.8, Seed = 5, FeatureSelectionSeed = 6,
            }), [1.1938759f, 1.2848316f, 1.3046523f, 1.4863602f]
        },
        { "FastForest", ml => ml.BinaryClassification.Trainers.FastForest(), [55.212543f, 66.45982f, 57.648457f, 72.02811f] },
        {
            "FastForest, weights", ml => ml.BinaryClassification.Trainers.FastForest(
                exampleWeightColumnName: "Weight", numberOfTrees: 30, numberOfLeaves: 7, minimumExampleCountPerLeaf: 3),
            [14.4445715f, 19.441973f, 14.661175f, 21.074757f]
        },
        { "FastForest regression", ml => ml.Regression.Trainers.FastForest("Target"), [0.8448991f, 0.9620475f, 0.8221762f, 1.2330959f] },
    };

    [Theory]
    [MemberData(nameof(Recorded), DisableDiscoveryEnumeration = true)]
    public void Scores_are_those_on_record(string _, Func<MLContext, IEstimator<ITransformer>> make, float[] expected)
    {
        var rows = Rows(0, 1704);
        foreach (var row in rows) row.Weight = 1 + row.Features[3];
        var scores = Scores(make(_ml).Fit(View(rows[..1700])).Transform(View(rows[1700..])));
        Assert.All(scores.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f * Math.Abs(pair.Second)));
    }

    [Fact]
    public void A_binary_forest_gives_no_probability()
    {
        var data = View(Rows(0, 600));
        var trainer = _ml.BinaryClassification.Trainers.FastForest(numberOfTrees: 5);
        var model = trainer.Fit(data);
        var added = model.Transform(data).Schema.Select(column => column.Name).Except(data.Schema.Select(column => column.Name));
        Assert.Equal(["PredictedLabel", "Score"], added.Order());
    }

    [Fact]
    public void Trainers_ask_for_no_normalisation_and_no_cache()
    {
        Assert.False(_ml.BinaryClassification.Trainers.FastTree().Info.NeedNormalization);
        Assert.False(_ml.BinaryClassification.Trainers.FastTree().Info.WantCaching);
        Assert.False(_ml.Regression.Trainers.FastTree().Info.NeedNormalization);
    }

    [Fact]
    public void The_probability_is_the_calibrated_score()
    {
        var data = View(Rows(0, 800));
        var model = _ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 20, learningRate: 0.1).Fit(data);
        Assert.Equal((-0.2, 0.0), (model.Model.Calibrator.Slope, model.Model.Calibrator.Offset));
        foreach (var row in _ml.Data.CreateEnumerable<Prediction>(model.Transform(data), false))
        {
            Assert.Equal(1 / (1 + Math.Exp(-0.2 * row.Score)), row.Probability, 5);
            Assert.Equal(row.Score > 0, row.PredictedLabel);
        }
    }

    [Fact]
    public void The_evaluated_model_is_as_good_as_the_golden_one()
    {
        var trainRows = Synthetic.Golden.GetProperty("trainRows").GetInt32();
        var (train, test) = (View(Rows(0, trainRows)), View(Rows(trainRows, Synthetic.RowCount)));
        var binary = _ml.BinaryClassification.Evaluate(_ml.BinaryClassification.Trainers.FastTree().Fit(train).Transform(test));
        Assert.InRange(binary.AreaUnderRocCurve - Synthetic.Golden.GetProperty("areaUnderRocCurve").GetDouble(), -0.01, 0.02);
        var regression = _ml.Regression.Evaluate(_ml.Regression.Trainers.FastTree("Target").Fit(train).Transform(test), "Target");
        Assert.InRange(regression.RSquared - Synthetic.Golden.GetProperty("rSquared").GetDouble(), -0.01, 0.02);
    }

    [Fact]
    public void Saved_and_loaded_models_score_the_same()
    {
        var data = View(Rows(0, 600));
        foreach (var trainer in new IEstimator<ITransformer>[]
        {
            _ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 10),
            _ml.Regression.Trainers.FastTree("Target", numberOfTrees: 10),
            _ml.BinaryClassification.Trainers.FastForest(numberOfTrees: 10),
            _ml.Regression.Trainers.FastForest(
                new FastForestRegressionTrainer.Options { LabelColumnName = "Target", ExampleWeightColumnName = "Weight" }),
        })
        {
            var model = trainer.Fit(data);
            using var stream = new MemoryStream();
            _ml.Model.Save(model, data.Schema, stream);
            stream.Position = 0;
            var again = new MLContext().Model.Load(stream, out var schema);
            Assert.Equal(data.Schema.Select(c => (c.Name, c.Type)), schema.Select(c => (c.Name, c.Type)));
            Assert.Equal(Scores(model.Transform(data)), Scores(again.Transform(data)));
        }
    }

    [Fact]
    public void Rows_with_missing_features_do_not_change_the_model()
    {
        var complete = Rows(0, 600);
        var gaps = complete.SelectMany((row, i) => i % 5 == 0 ? new[] { row, Missing(row) } : [row]).ToArray();
        var trainer = _ml.Regression.Trainers.FastTree("Target", numberOfTrees: 10);
        var probe = View(Rows(600, 700));
        Assert.Equal(Scores(trainer.Fit(View(complete)).Transform(probe)), Scores(trainer.Fit(View(gaps)).Transform(probe)));
    }

    [Fact]
    public void A_missing_value_goes_right()
    {
        var rows = Enumerable.Range(0, 40).Select(i => new Narrow { X = [i], Y = i < 20 ? 0 : 1 }).ToArray();
        var trainer = _ml.Regression.Trainers.FastTree("Y", "X", numberOfLeaves: 2, numberOfTrees: 1, learningRate: 1);
        var model = trainer.Fit(_ml.Data.LoadFromEnumerable(rows));
        Assert.Equal([0f, 1f, 1f], Scores(model.Transform(_ml.Data.LoadFromEnumerable(
            new[] { new Narrow { X = [3] }, new Narrow { X = [30] }, new Narrow { X = [float.NaN] } }))));
    }

    [Fact]
    public void Weights_of_examples_are_heeded()
    {
        var rows = Rows(0, 600);
        foreach (var row in rows) row.Weight = row.Label ? 5 : 1;
        var data = View(rows);
        var plain = _ml.BinaryClassification.Trainers.FastTree().Fit(data).Transform(data);
        var weighted = _ml.BinaryClassification.Trainers.FastTree(exampleWeightColumnName: "Weight").Fit(data).Transform(data);
        Assert.True(Scores(weighted).Average() > Scores(plain).Average() + 0.2);
    }

    [Fact]
    public void Feature_weights_say_what_the_trees_used()
    {
        var rows = Rows(0, 800);
        foreach (var row in rows) row.Target = row.Features[1];
        var model = _ml.Regression.Trainers.FastTree("Target", numberOfLeaves: 2, numberOfTrees: 3).Fit(View(rows)).Model;
        VBuffer<float> weights = default;
        model.GetFeatureWeights(ref weights);
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 0, 0], weights.DenseValues());
        Assert.All(model.TrainedTreeEnsemble.Trees, tree => Assert.Equal([1], tree.NumericalSplitFeatureIndexes));
        Assert.Equal((3, 0.0), (model.TrainedTreeEnsemble.TreeWeights.Count, model.TrainedTreeEnsemble.Bias));
    }

    public static TheoryData<string, Action<FastTreeRegressionTrainer.Options>> BadOptions => new()
    {
        { "Must be at least 2. (Parameter 'NumberOfLeaves')", o => o.NumberOfLeaves = 1 },
        { "Must be positive. (Parameter 'NumberOfTrees')", o => o.NumberOfTrees = 0 },
        { "Must be positive. (Parameter 'NumberOfThreads')", o => o.NumberOfThreads = 0 },
        { "Must be between 0 and 1. (Parameter 'FeatureFraction')", o => o.FeatureFraction = 1.5 },
        { "Must be between 0 and 1. (Parameter 'FeatureFractionPerSplit')", o => o.FeatureFractionPerSplit = -0.5 },
        { "Must be between 0 and 1. (Parameter 'BaggingExampleFraction')", o => o.BaggingExampleFraction = -1 },
        { "Must be non-negative. (Parameter 'BaggingSize')", o => o.BaggingSize = -1 },
        { "Operation is not valid due to the current state of the object.", o => o.MaximumBinCountPerFeature = 0 },
        { "Must be positive. (Parameter 'Shrinkage')", o => o.Shrinkage = 0 },
        { "Must be non-negative. (Parameter 'MaximumTreeOutput')", o => o.MaximumTreeOutput = -1 },
        { "Number of trees should be a multiple of number bag size", o => o.BaggingSize = 7 },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Options_out_of_range_are_refused(string message, Action<FastTreeRegressionTrainer.Options> spoil)
    {
        var options = new FastTreeRegressionTrainer.Options { LabelColumnName = "Target" };
        spoil(options);
        var error = Assert.ThrowsAny<Exception>(() => _ml.Regression.Trainers.FastTree(options).Fit(View(Rows(0, 100))));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Data_without_a_complete_row_are_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => _ml.Regression.Trainers.FastTree("Target").Fit(View([.. Rows(0, 20).Select(Missing)])));
        Assert.Equal("All instances skipped due to missing features.", error.Message);
    }

    [Fact]
    public void Empty_trees_are_an_error_only_on_request()
    {
        var data = View(Rows(0, 12)); // too few for two leaves of ten
        Assert.Empty(_ml.Regression.Trainers.FastTree("Target").Fit(data).Model.TrainedTreeEnsemble.Trees);
        var strict = new FastTreeRegressionTrainer.Options { LabelColumnName = "Target", AllowEmptyTrees = false };
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Regression.Trainers.FastTree(strict).Fit(data));
        Assert.Equal("Impossible to perform a leaf split, but the learner was configured to not allow empty trees", error.Message);
    }

    private static Row[] Rows(int first, int end) => [.. Enumerable.Range(first, end - first).Select(row => new Row
    {
        Features = Synthetic.Features(row).ToArray(), Label = Synthetic.Label(row), Target = Synthetic.Target(row),
    })];

    private static Row Missing(Row row) => new() { Features = [float.NaN, .. row.Features[1..]], Label = row.Label, Target = row.Target };

    private IDataView View(Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private float[] Scores(IDataView data) => [.. _ml.Data.CreateEnumerable<Scored>(data, false).Select(row => row.Score)];

    private sealed class Row
    {
        [VectorType(Synthetic.FeatureCount)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Target { get; set; }

        public float Weight { get; set; } = 1;
    }

    private sealed class Narrow
    {
        [VectorType(1)]
        public float[] X { get; set; } = [];

        public float Y { get; set; }
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }

    private sealed class Prediction
    {
        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
