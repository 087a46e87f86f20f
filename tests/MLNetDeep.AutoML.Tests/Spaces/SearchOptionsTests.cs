using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.AutoML.Tests.Spaces;

/// <summary>What must hold of the search options of every trainer.</summary>
public sealed class SearchOptionsTests
{
    private static readonly NetworkOptions Layers = new() { Layers = [new LinearSpec(8)] };

    public static TheoryData<string> Kinds => [.. Cases.Keys];

    private static Dictionary<string, Case> Cases { get; } = new()
    {
        ["Mlp"] = Case.Of<MlpSearchOptions>(new MlpOptions(), point => point.ToOptions()),
        ["Mlp of a user's"] = Case.Of<MlpSearchOptions>(
            new MlpOptions { Seed = 7, LearningRate = 0.1, EpochFactor = 2, Dropout = 0.3 },
            point => point.ToOptions(new MlpOptions { Seed = 7, LearningRate = 0.1, EpochFactor = 2, Dropout = 0.3 })),
        ["Cnn"] = Case.Of<CnnSearchOptions>(new CnnOptions(), point => point.ToOptions()),
        ["Lstm"] = Case.Of<LstmSearchOptions>(new LstmOptions(), point => point.ToOptions()),
        ["Network"] = Case.Of<NetworkSearchOptions>(Layers, point => point.ToOptions(Layers)),
        ["Perceptron"] = Case.Of<PerceptronSearchOptions>(new PerceptronOptions(), point => point.ToOptions()),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheFirstPointIsTheTrainerAsItIs(string kind)
    {
        Case of = Cases[kind];
        // By way of the unit cube, as every tuner goes, and through JSON, as every store does.
        Parameter first = of.Space.SampleFromFeatureSpace(of.Space.Default);
        Assert.Equal(of.Expected, of.Options(first));
        Assert.Equal(of.Expected, of.Options(JsonSerializer.Deserialize<Parameter>(JsonSerializer.Serialize(first))!));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AttributesStartWhereTheRecordDoes(string kind)
    {
        SearchSpace space = Cases[kind].Space;
        Parameter defaults = Cases[kind].Defaults;
        Assert.Equal(space.Default, space.MappingToFeatureSpace(defaults), new Near());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OptionsMatterExactlyWhenTheyAreActive(string kind)
    {
        Case of = Cases[kind];
        var conditions = (IConditionalSpace)of.Space;
        Parameter[] points = [.. Points(of.Space, 60)];
        for (int i = 0; i < points.Length; i++)
        {
            Parameter point = points[i];
            string before = Describe(of.Options(point));
            foreach (string key in of.Space.Keys)
            {
                Parameter other = points[(i + 1) % points.Length][key];
                if (JsonSerializer.Serialize(other) == JsonSerializer.Serialize(point[key]))
                    continue;
                Parameter changed = Copy(point);
                changed[key] = other;
                bool differs = Describe(of.Options(changed)) != before;
                Assert.True(differs == conditions.IsActive(key, point), $"{key} of {JsonSerializer.Serialize(point)}");
            }
        }
    }

    [Fact]
    public void EveryPointMakesATrainer()
    {
        var ml = new MLContext(seed: 1);
        foreach (SweepableEstimator candidate in new[]
        {
            ml.Auto().Mlp(DeepTask.BinaryClassification), ml.Auto().Mlp(DeepTask.MulticlassClassification),
            ml.Auto().Mlp(DeepTask.Regression), ml.Auto().Mlp(DeepTask.MultiLabelClassification),
            ml.Auto().Cnn(DeepTask.BinaryClassification), ml.Auto().Cnn(DeepTask.MulticlassClassification),
            ml.Auto().Cnn(DeepTask.Regression), ml.Auto().Cnn(DeepTask.MultiLabelClassification),
            ml.Auto().Lstm(DeepTask.BinaryClassification), ml.Auto().Lstm(DeepTask.MulticlassClassification),
            ml.Auto().Lstm(DeepTask.Regression), ml.Auto().Lstm(DeepTask.MultiLabelClassification),
            ml.Auto().Lstm(DeepTask.SequenceLabeling), ml.Auto().Lstm(DeepTask.SequenceToSequence),
            ml.Auto().Network(DeepTask.Regression, Layers), ml.Auto().Perceptron(),
        })
        {
            foreach (Parameter point in Points(candidate.SearchSpace, 40))
                Assert.IsType<DeepTrainer>(candidate.BuildFromOption(ml, point));
        }
    }

    [Fact]
    public void TheCandidateTakesTheSpaceOfTheStockCatalogToo()
    {
        var ml = new MLContext(seed: 1);
        SweepableEstimator candidate = ml.Auto().CreateSweepableEstimator(
            (context, point) => context.BinaryClassification.Trainers.Mlp(point.ToOptions()), new SearchSpace<MlpSearchOptions>());
        var trainer = Assert.IsType<DeepTrainer>(candidate.BuildFromOption(ml, candidate.Parameter));
        Assert.Equal(new MlpOptions(), trainer.Options);
    }

    [Fact]
    public void WidthsAreTakenForTheLayersThereAre()
    {
        var point = new MlpSearchOptions
        {
            Preset = "Plain",
            PlainLayerCount = 3,
            PlainWidth3 = 16,
            PlainOptimizer = "Sgd",
            PlainMomentum = 0.8,
        };
        MlpOptions options = point.ToOptions(new MlpOptions { LabelColumnName = "y", WeightDecayFactor = 2 });
        Assert.Equal([128, 64, 16], options.HiddenSizes!.Value.AsEnumerable());
        Assert.Equal(new Sgd { Momentum = 0.8, Nesterov = true }, options.Optimizer);
        Assert.Equal(("y", 2.0, 0.05), (options.LabelColumnName, options.WeightDecayFactor, options.LearningRate));
    }

    [Fact]
    public void PresetsWithTheirDefaultsAreThePresets()
    {
        Check(new MlpSearchOptions { Preset = "TabM" }, new MlpOptions { Preset = MlpPreset.TabM });
        Check(new MlpSearchOptions { Preset = "Plain" }, new MlpOptions { Preset = MlpPreset.Plain });
        Check(new MlpSearchOptions { Preset = "ResNet" }, new MlpOptions { Preset = MlpPreset.ResNet });
        var shorter = new MlpOptions { Preset = MlpPreset.RealMlp, MaximumEpochCount = 48, ValidationFraction = 0 };
        Check(new MlpSearchOptions { Preset = "RealMlp" }, shorter);

        static void Check(MlpSearchOptions point, MlpOptions preset)
        {
            foreach (var (task, classes) in new (LearningTask, int)[] { (BinaryTask.Instance, 2), (MulticlassTask.Instance, 5) })
            {
                var data = new DataSummary(task, 3000, 6) { ClassCount = classes };
                MlpOptions options = point.ToOptions();
                Assert.Equal(Fit(preset), Fit(options));
                FitSettings Fit(MlpOptions of) => of.Complete(of.ChooseStretchedRecipe(data).Fit, 1);
            }
        }
    }

    [Fact]
    public void LayersThatAreGivenStayAsTheyAre()
    {
        var own = new CnnOptions { Layers = [new ConvSpec(8, 3), new GlobalPoolSpec()] };
        var ml = new MLContext(seed: 1);
        SweepableEstimator candidate = ml.Auto().Cnn(DeepTask.MulticlassClassification, own);
        Assert.DoesNotContain(nameof(CnnSearchOptions.Preset), candidate.SearchSpace.Keys);
        Assert.DoesNotContain(nameof(CnnSearchOptions.WidthFactor), candidate.SearchSpace.Keys);
        Assert.Equal(own, new CnnSearchOptions { Preset = "ResNet9", WidthFactor = 2 }.ToOptions(own));
    }

    [Fact]
    public void WhatIsUnknownIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new MlpSearchOptions { Preset = "Deep" }.ToOptions());
        Assert.Equal("MlpSearchOptions.Preset must be Auto, TabM, RealMlp, Plain or ResNet, but was 'Deep'.", error.Message);
        var ml = new MLContext(seed: 1);
        error = Assert.Throws<ArgumentException>(() => ml.Auto().Mlp(DeepTask.SequenceLabeling));
        Assert.Equal(
            "task must be one of BinaryClassification, MulticlassClassification, Regression, MultiLabelClassification, "
            + "but was SequenceLabeling. (Parameter 'task')",
            error.Message);
    }

    private static IEnumerable<Parameter> Points(SearchSpace space, int count)
    {
        var random = new Random(5);
        for (int i = 0; i < count; i++)
            yield return space.SampleFromFeatureSpace([.. Enumerable.Range(0, space.FeatureSpaceDim).Select(_ => random.NextDouble())]);
    }

    private static Parameter Copy(Parameter point) => JsonSerializer.Deserialize<Parameter>(JsonSerializer.Serialize(point))!;

    private static string Describe(DeepTrainerOptions options) => JsonSerializer.Serialize(options, options.GetType(), ModelJson.Options);

    private sealed record Case(
        SearchSpace Space, Parameter Defaults, DeepTrainerOptions Expected, Func<Parameter, DeepTrainerOptions> Options)
    {
        public static Case Of<T>(DeepTrainerOptions expected, Func<T, DeepTrainerOptions> options)
            where T : class, new() => new(
                new ConditionalSpace<T>(), Parameter.FromObject(new T()), expected, parameter => options(parameter.AsType<T>()));
    }

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-12;

        public int GetHashCode(double obj) => 0;
    }
}
