using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using MLNetDeep.AutoML.Tests.Catalog;
using MLNetDeep.AutoML.Tests.Support;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML.Tests.Analysis;

public sealed class CSharpCodeTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<string> Deep => [.. DeepCandidates.Keys];

    private static Dictionary<string, Func<AutoCatalog, SweepableEstimator>> DeepCandidates { get; } = new()
    {
        ["Mlp"] = auto => auto.Mlp(DeepTask.BinaryClassification, new MlpOptions { ClassWeights = ClassWeights.Of(("true", 2.5)) }),
        ["Mlp of several classes"] = auto => auto.Mlp(
            DeepTask.MulticlassClassification, new MlpOptions { CategoricalFeatureColumnNames = ["a", "b\"\\"], FeatureColumnName = null }),
        ["Mlp of numbers"] = auto => auto.Mlp(DeepTask.Regression, new MlpOptions
        {
            Loss = new HuberLoss(),
            MaximumTime = TimeSpan.FromMinutes(1.5),
            MemoryBudget = 5_000_000_000,
        }),
        ["Mlp of labels"] = auto => auto.Mlp(DeepTask.MultiLabelClassification),
        ["Cnn"] = auto => auto.Cnn(DeepTask.MulticlassClassification, new CnnOptions
        {
            InputShape = InputShape.Image(1, 28, 28),
            ImageAugmentation = new ImageAugmentation { Translate = 2 },
            FrozenLayers = ["1-3"],
            LayerLearningRateFactors = [new LayerLearningRateFactor("conv", 0.5)],
        }),
        ["Cnn of layers"] = auto => auto.Cnn(DeepTask.Regression, new CnnOptions
        {
            InputShape = InputShape.Signal(2),
            Layers = [new ConvSpec(8, 3) { Stride = 2, Padding = Padding.Same }, new BatchNormSpec(), new GlobalPoolSpec(GlobalPool.Max)],
        }),
        ["Lstm"] = auto => auto.Lstm(DeepTask.SequenceLabeling, new LstmOptions { Cell = RecurrentCell.Gru }),
        ["Lstm that tells"] = auto => auto.Lstm(DeepTask.SequenceToSequence, new LstmOptions
        {
            Decoder = new DecoderOptions { TeacherForcingSchedule = new CosineSchedule() },
        }),
        ["Network"] = auto => auto.Network(DeepTask.BinaryClassification, new NetworkOptions
        {
            Layers = [new LinearSpec(8, Bias: false), ParallelSpec.Residual(new ActivationSpec(Activation.Gelu), new LinearSpec(8))],
            LearningRateSchedule = new LinearWarmupSchedule { Epochs = 2, Then = new CosineSchedule() },
        }),
        ["Perceptron"] = auto => auto.Perceptron(),
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void CodeOfDeepTrainersMakesTheSameTrainer(string name)
    {
        SweepablePipeline pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(DeepCandidates[name](_ml.Auto()));
        SearchSpace space = pipeline.SearchSpace;
        var random = new Random(3);
        for (int i = 0; i < 6; i++)
        {
            double[] point = i == 0 ? space.Default : [.. Enumerable.Range(0, space.FeatureSpaceDim).Select(_ => random.NextDouble())];
            Parameter setting = space.SampleFromFeatureSpace(point);
            var expected = (DeepTrainer)pipeline.Estimators["e1"].BuildFromOption(_ml, setting["e1"]);
            var actual = TrainerOf(CSharpCode.Of(pipeline, setting, seed: 9));
            Assert.Equal(Describe(expected.Options with { Seed = 9 }), Describe(actual.Options));
            Assert.Equal(expected.Options.MaximumTime, actual.Options.MaximumTime);
            Assert.Same(expected.Task, actual.Task);
        }
    }

    [Fact]
    public void CodeOfClassicalTrainersCompiles()
    {
        AutoCatalog auto = _ml.Auto();
        foreach (SweepablePipeline trainers in new[]
        {
            auto.BinaryClassification("y", "x", "w", useLgbm: false), auto.MultiClassification("y", "x", useLgbm: false),
            auto.Regression("y", useLgbm: false),
        })
        {
            SweepablePipeline pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(trainers);
            foreach (string key in pipeline.Estimators.Keys.Where(key => key != "e0"))
            {
                Parameter setting = At(pipeline, 0.4);
                setting["_SCHEMA_"] = Parameter.FromString($"e0 * {key}");
                IEstimator<ITransformer> expected = pipeline.Estimators[key].BuildFromOption(_ml, setting[key]);
                object chain = CompiledCode.Compile(CSharpCode.Of(pipeline, setting))(_ml, new EstimatorChain<ITransformer>());
                Assert.Same(expected.GetType(), DeepPipelineTests.LastOf(chain).GetType());
            }
        }
    }

    [Theory]
    [InlineData("e1")]
    [InlineData("e2")]
    [InlineData("e4")]
    public void CodeFitsTheModelOfTheTrial(string trainer)
    {
        IDataView rows = Churn.Rows(_ml, 600);
        IEstimator<ITransformer> features = Churn.Features(_ml);
        var options = new MlpOptions { MaximumEpochCount = 3, Seed = 5 };
        SweepablePipeline pipeline = features.Append(_ml.Auto().BinaryClassificationWithDeep(mlpOptions: options));
        Parameter setting = At(pipeline, 0.3);
        setting["_SCHEMA_"] = Parameter.FromString($"e0 * {trainer}");
        ITransformer trial = pipeline.BuildFromOption(new MLContext(seed: 1), setting).Fit(rows);
        ITransformer fromCode = CompiledCode.Compile(CSharpCode.Of(pipeline, setting))(new MLContext(seed: 1), features).Fit(rows);
        Assert.Equal(Scores(trial), Scores(fromCode));

        float[] Scores(ITransformer model) => [.. model.Transform(rows).GetColumn<float>("Score")];
    }

    [Fact]
    public void CodeReadsAsAPersonWouldWriteIt()
    {
        SweepablePipeline pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(
            _ml.Auto().Mlp(
                DeepTask.BinaryClassification, new MlpOptions { LabelColumnName = "churn", Progress = new Progress<EpochReport>() }));
        Parameter setting = pipeline.SearchSpace.SampleFromFeatureSpace(pipeline.SearchSpace.Default);
        setting["e1"] = Parameter.FromObject(new MlpSearchOptions
        {
            Preset = "Plain",
            PlainLayerCount = 1,
            PlainOptimizer = "Sgd",
            LearningRateFactor = 0.71234567,
        });
        Assert.Equal(
            """
            using MLNetDeep;
            using MLNetDeep.Networks;
            using MLNetDeep.Training;
            using Microsoft.ML;

            /// <summary>The best setting of a sweep.</summary>
            internal static class BestPipeline
            {
                /// <summary>Appends its trainer to the estimators that make its columns.</summary>
                /// <param name="mlContext">The ML context.</param>
                /// <param name="features">The featurisation: what stood before the trainer in the swept pipeline.</param>
                public static IEstimator<ITransformer> Create(MLContext mlContext, IEstimator<ITransformer> features)
                {
                    var trainer = mlContext.BinaryClassification.Trainers.Mlp(new MlpOptions
                    {
                        Preset = MlpPreset.Plain,
                        HiddenSizes = [128],
                        Activation = Activation.Silu,
                        Dropout = 0.15,
                        Seed = 3,
                        LabelColumnName = "churn",
                        /* Progress: your own */
                        Optimizer = new Sgd { Momentum = 0.9, Nesterov = true },
                        LearningRate = 0.05,
                        LearningRateFactor = 0.7123,
                        WeightDecay = 0.02,
                    });
                    return features.Append(trainer);
                }
            }

            """.ReplaceLineEndings("\n"),
            CSharpCode.Of(pipeline, setting, seed: 3));
    }

    [Fact]
    public void StrangeTrainersAreNamed()
    {
        SweepablePipeline pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(_ml.Auto().CreateSweepableEstimator(
            (context, own) => context.Regression.Trainers.FastTree(numberOfLeaves: own.Leaves), new SearchSpace<Leafy>()));
        Parameter setting = pipeline.SearchSpace.SampleFromFeatureSpace(pipeline.SearchSpace.Default);
        var error = Assert.Throws<NotSupportedException>(() => CSharpCode.Of(pipeline, setting));
        Assert.Equal(
            "Code can be written of trainers of MLNetDeep and of those that ML.NET's AutoML has by itself, "
            + "but there was none among e0, e1.",
            error.Message);
    }

    private static Parameter At(SweepablePipeline pipeline, double place) =>
        pipeline.SearchSpace.SampleFromFeatureSpace([.. Enumerable.Repeat(place, pipeline.SearchSpace.FeatureSpaceDim)]);

    private DeepTrainer TrainerOf(string code)
    {
        object chain = CompiledCode.Compile(code)(_ml, new EstimatorChain<ITransformer>());
        return Assert.IsType<DeepTrainer>(DeepPipelineTests.LastOf(chain));
    }

    private static string Describe(DeepTrainerOptions options) => JsonSerializer.Serialize(options, options.GetType(), ModelJson.Options);

    private sealed class Leafy
    {
        [Range(4, 32, 8)]
        public int Leaves { get; set; } = 8;
    }
}
