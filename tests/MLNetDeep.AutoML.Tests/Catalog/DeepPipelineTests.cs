using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;
using MLNetDeep.AutoML.Tests.Support;

namespace MLNetDeep.AutoML.Tests.Catalog;

public sealed class DeepPipelineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void TheStockExperimentRunsDeepAndClassicalCandidates()
    {
        IDataView rows = Churn.Rows(_ml, 600);
        var quick = new MlpOptions { Preset = MlpPreset.Plain, HiddenSizes = [16], MaximumEpochCount = 4, Seed = 1 };
        var space = new ConditionalSpace<MlpSearchOptions>();
        space.Remove(nameof(MlpSearchOptions.Preset));
        SweepablePipeline pipeline = Churn.Features(_ml).Append(
            _ml.Auto().BinaryClassificationWithDeep(mlpOptions: quick, mlpSearchSpace: space));
        var monitor = new Names(pipeline);
        TrialResult best = _ml.Auto().CreateExperiment()
            .SetPipeline(pipeline)
            .SetDataset(_ml.Data.TrainTestSplit(rows, 0.3, seed: 1))
            .SetBinaryClassificationMetric(BinaryClassificationMetric.AreaUnderRocCurve, "Label")
            .SetMaxModelToExplore(6)
            .SetMonitor(monitor)
            .Run();
        Assert.InRange(best.Metric, 0.8, 0.9);
        // Which classical ones the tuner takes depends on how long each fit took; a candidate of ours has no name in AutoML.
        string[] done = [.. monitor.Done.Select(name => name.Split("=>")[^1]).Distinct()];
        Assert.Contains("Unknown", done);
        Assert.True(done.Length > 1, string.Join(", ", done));
        Assert.Empty(monitor.Failed);
        IDataView scored = best.Model.Transform(rows);
        Assert.True(_ml.BinaryClassification.EvaluateNonCalibrated(scored).AreaUnderRocCurve > 0.8);
    }

    [Fact]
    public void TheDeepCandidateComesFirstAtItsDefault()
    {
        foreach (SweepablePipeline pipeline in new[]
        {
            _ml.Auto().BinaryClassificationWithDeep(), _ml.Auto().MulticlassClassificationWithDeep(), _ml.Auto().RegressionWithDeep(),
        })
        {
            SearchSpace space = pipeline.SearchSpace;
            Assert.Equal(["e4", "e0", "e1", "e2", "e3"], Schemas(pipeline));
            var chain = pipeline.BuildFromOption(_ml, space.SampleFromFeatureSpace(space.Default));
            var trainer = Assert.IsType<DeepTrainer>(LastOf(chain));
            Assert.Equal(new MlpOptions(), trainer.Options);
        }
    }

    [Fact]
    public void ColumnsReachAllCandidates()
    {
        SweepablePipeline pipeline = _ml.Auto().RegressionWithDeep("Price", "Inputs", "Weight", mlpOptions: new MlpOptions { Seed = 4 });
        SearchSpace space = pipeline.SearchSpace;
        Parameter setting = space.SampleFromFeatureSpace(space.Default);
        foreach (string key in new[] { "e0", "e1", "e2", "e3" })
        {
            Assert.Equal("Price", setting[key]["LabelColumnName"].AsType<string>());
            Assert.Equal("Inputs", setting[key]["FeatureColumnName"].AsType<string>());
            Assert.Equal("Weight", setting[key]["ExampleWeightColumnName"].AsType<string>());
        }

        var trainer = Assert.IsType<DeepTrainer>(LastOf(pipeline.BuildFromOption(_ml, setting)));
        var expected = new MlpOptions { LabelColumnName = "Price", FeatureColumnName = "Inputs", ExampleWeightColumnName = "Weight" };
        Assert.Equal(expected with { Seed = 4 }, trainer.Options);
    }

    [Theory]
    [InlineData(true, false, "e1, e0")]
    [InlineData(false, false, "e0")]
    [InlineData(true, true, "e0")]
    public void CandidatesAreChosen(bool useMlp, bool useNothingElse, string expected)
    {
        SweepablePipeline pipeline = _ml.Auto().BinaryClassificationWithDeep(
            useMlp: useMlp, useFastTree: !useNothingElse, useFastForest: false, useLbfgs: false, useSdca: false);
        Assert.Equal(expected, string.Join(", ", Schemas(pipeline)));
    }

    [Fact]
    public void NoCandidateAtAllIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => _ml.Auto().BinaryClassificationWithDeep(
            useMlp: false, useFastTree: false, useFastForest: false, useLbfgs: false, useSdca: false));
        Assert.Equal(
            "At least one of useMlp, useFastTree, useFastForest, useLbfgs, useSdca and useLgbm must be true, but was none.", error.Message);
    }

    private static IEnumerable<string> Schemas(SweepablePipeline pipeline) =>
        ((ChoiceOption)pipeline.SearchSpace["_SCHEMA_"]).Choices.Select(choice => choice.AsType<string>());

    /// <summary>The last estimator of a chain of whatever type.</summary>
    internal static IEstimator<ITransformer> LastOf(object chain) => (IEstimator<ITransformer>)((dynamic)chain).LastEstimator;

    private sealed class Names(SweepablePipeline pipeline) : IMonitor
    {
        public List<string> Done { get; } = [];

        public List<Exception?> Failed { get; } = [];

        public void ReportBestTrial(TrialResult result)
        {
        }

        public void ReportCompletedTrial(TrialResult result) => Done.Add(pipeline.ToString(result.TrialSettings.Parameter));

        public void ReportFailTrial(TrialSettings settings, Exception? exception = null) => Failed.Add(exception);

        public void ReportRunningTrial(TrialSettings settings)
        {
        }
    }
}
