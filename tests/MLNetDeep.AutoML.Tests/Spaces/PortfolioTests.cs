using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Spaces;

public sealed class PortfolioTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void EveryCandidatesDefaultComesBeforeAnyonesSecond()
    {
        SweepablePipeline pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(_ml.Auto().BinaryClassificationWithDeep());
        string[] settings = [.. Portfolio.For(pipeline, perCandidate: 2).Select(each => JsonSerializer.Serialize(each))];
        Assert.Equal(
            [
                """{"_SCHEMA_":"e0 * e1","e1":{}}""",
                """{"_SCHEMA_":"e0 * e2","e2":{"NumberOfLeaves":20,"NumberOfTrees":100,"MinimumExampleCountPerLeaf":10,"""
                    + "\"LearningRate\":0.2,\"FeatureFraction\":1}}",
                """{"_SCHEMA_":"e0 * e3","e3":{"NumberOfTrees":100,"NumberOfLeaves":20,"FeatureFraction":1}}""",
                """{"_SCHEMA_":"e0 * e4","e4":{"L1Regularization":1,"L2Regularization":1}}""",
                """{"_SCHEMA_":"e0 * e5","e5":{"L1Regularization":0.001,"L2Regularization":0.001}}""",
                """{"_SCHEMA_":"e0 * e1","e1":{"Preset":"RealMlp"}}""",
            ],
            settings[..6]);
        Assert.Equal(10, settings.Length);
    }

    [Fact]
    public void AllSettingsAreInTheirSpaceAndMakeDifferentTrainers()
    {
        var layers = new NetworkOptions();
        SweepablePipeline pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(
            _ml.Auto().Mlp(DeepTask.BinaryClassification), _ml.Auto().Cnn(DeepTask.BinaryClassification),
            _ml.Auto().Lstm(DeepTask.BinaryClassification), _ml.Auto().Network(DeepTask.BinaryClassification, layers),
            _ml.Auto().Perceptron());
        IReadOnlyList<Parameter> settings = Portfolio.For(pipeline);
        Assert.Equal(6 + 4 + 4 + 3 + 3, settings.Count);
        var trainers = new HashSet<string>();
        foreach (Parameter setting in settings)
        {
            string key = setting.Keys.Single(each => each != "_SCHEMA_");
            SearchSpace space = pipeline.Estimators[key].SearchSpace;
            Parameter point = space.SampleFromFeatureSpace(space.Default);
            foreach ((string name, Parameter value) in setting[key])
            {
                Assert.True(space.ContainsKey(name), $"{name} of {key}");
                Assert.True(((IConditionalSpace)space).IsActive(name, Merge(point, setting[key])), $"{name} of {key}");
                point[name] = value;
            }

            var trainer = (DeepTrainer)pipeline.Estimators[key].BuildFromOption(_ml, point);
            Assert.True(trainers.Add(JsonSerializer.Serialize<object>(trainer.Options)), JsonSerializer.Serialize(setting));
        }
    }

    [Fact]
    public void WhatTheUserTookOutIsNotSpokenOf()
    {
        var space = new ConditionalSpace<MlpSearchOptions>();
        space.Remove(nameof(MlpSearchOptions.Preset));
        space[nameof(MlpSearchOptions.PlainDropout)] = new UniformDoubleOption(0, 0.1);
        SweepablePipeline pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(_ml.Auto().Mlp(DeepTask.Regression, space: space));
        foreach (Parameter setting in Portfolio.For(pipeline))
        {
            Assert.DoesNotContain("Preset", setting["e1"].Keys);
            Assert.DoesNotContain("PlainDropout", setting["e1"].Keys);
        }
    }

    [Fact]
    public void CandidatesOfTheUsersOwnHaveNone()
    {
        SweepablePipeline pipeline = _ml.Transforms.NormalizeMinMax("Features").Append(_ml.Auto().CreateSweepableEstimator(
            (context, own) => context.Regression.Trainers.FastTree(numberOfLeaves: own.Leaves), new SearchSpace<Own>()));
        Assert.Empty(Portfolio.For(pipeline));
        Assert.Throws<ArgumentOutOfRangeException>(() => Portfolio.For(pipeline, 0));
    }

    private static Parameter Merge(Parameter under, Parameter over)
    {
        var merged = Parameter.CreateNestedParameter();
        foreach ((string name, Parameter value) in under)
            merged[name] = over.TryGetValue(name, out Parameter? own) ? own : value;
        return merged;
    }

    private sealed class Own
    {
        [Range(4, 32, 8)]
        public int Leaves { get; set; } = 8;
    }
}
