using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using Space = Microsoft.ML.SearchSpace.SearchSpace;

namespace Portable.Tests.AutoML;

public sealed class SweepablePipelineTests
{
    private readonly MLContext _ml = new(1);
    private readonly List<string> _built = [];

    private IEstimator<ITransformer> Copy => _ml.Transforms.CopyColumns("A", "B");

    [Theory]
    [InlineData(2, 2, "e0 * e1 * e3,e0 * e1 * e4,e0 * e2 * e3,e0 * e2 * e4")]
    [InlineData(3, 2, "e0 * e1 * e4,e0 * e2 * e4,e0 * e1 * e5,e0 * e2 * e5,e0 * e3 * e4,e0 * e3 * e5")] // halves of the first, not each
    [InlineData(1, 3, "e0 * e1 * e2,e0 * e1 * e3,e0 * e1 * e4")]
    public void Alternatives_are_multiplied_out_in_the_official_order(int first, int second, string expected) =>
        Assert.Equal(expected, string.Join(',', Schemas(Copy.Append(Candidates(first)).Append(Candidates(second)))));

    [Fact]
    public void Pipelines_in_pipelines_are_numbered_anew()
    {
        var inner = Copy.Append(Candidates(2));
        var outer = Candidates(1)[0].Append(inner);
        Assert.Equal(["e0", "e1", "e2", "e3", "_SCHEMA_"], outer.SearchSpace.Keys);
        Assert.Equal(["e0 * e1 * e2", "e0 * e1 * e3"], Schemas(outer));
    }

    [Fact]
    public void Only_what_the_schema_names_is_built()
    {
        var pipeline = Copy.Append(Candidates(2)).Append(Candidates(1));
        var parameter = pipeline.SearchSpace.SampleFromFeatureSpace([0.5, 0.25, 0.75, 0.5]);
        Assert.Equal("""{"_SCHEMA_":"e0 * e2 * e3","e0":{},"e1":{"x":0.25},"e2":{"x":0.75},"e3":{"x":0.5}}""", parameter.ToString());
        pipeline.BuildFromOption(_ml, parameter);
        Assert.Equal(["0.75", "0.5"], _built);
        Assert.Equal("e0 * e2 * e3", pipeline.CurrentParameter["_SCHEMA_"].AsType<string>());
    }

    [Fact]
    public void A_part_is_a_pipeline_with_the_same_names()
    {
        var part = Copy.Append(Candidates(3)).BuildSweepableEstimatorPipeline("e0 * (e1 + e3)");
        Assert.Equal(["e0", "e1", "e3", "_SCHEMA_"], part.SearchSpace.Keys);
        Assert.Equal(["e0 * e1", "e0 * e3"], Schemas(part));
    }

    [Theory]
    [InlineData("e0 *")]
    [InlineData("e0 - e1")]
    [InlineData("(e0")]
    public void A_schema_that_is_none_is_refused(string schema) =>
        Assert.ThrowsAny<Exception>(() => Copy.Append(Candidates(2)).BuildSweepableEstimatorPipeline(schema));

    /// <summary>What product code rests on: a space that knows more than its options reaches the tuner.</summary>
    [Fact]
    public void The_pipeline_keeps_an_estimators_own_space()
    {
        var space = new Conditional();
        var pipeline = Copy.Append(new SweepableEstimator((_, _) => Copy, space));
        Assert.Same(space, pipeline.SearchSpace["e1"]);
        Assert.Same(space, pipeline.BuildSweepableEstimatorPipeline("e0 * e1").SearchSpace["e1"]);
    }

    [Fact]
    public void Setting_of_an_experiment_names_the_kinds_of_its_estimators()
    {
        var pipeline = _ml.Auto().Regression(useLgbm: false, useFastForest: false, useSdca: false);
        var parameter = Parameter.CreateNestedParameter();
        Assert.Equal("", pipeline.ToString(parameter));
        parameter["_pipeline_"] = pipeline.SearchSpace.SampleFromFeatureSpace(pipeline.SearchSpace.Default);
        Assert.Equal("FastTreeRegression", pipeline.ToString(parameter));
    }

    private static string[] Schemas(SweepablePipeline pipeline) =>
        [.. ((ChoiceOption)pipeline.SearchSpace["_SCHEMA_"]).Choices.Select(choice => choice.AsType<string>())];

    private SweepableEstimator[] Candidates(int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ => new SweepableEstimator(
            (context, parameter) =>
            {
                _built.Add(parameter["x"].ToString());
                return context.Transforms.CopyColumns("A", "B");
            },
            new Space { { "x", new UniformDoubleOption(0, 1) } })),
    ];

    private sealed class Conditional() : Space(typeof(SearchSpaceTests.Options));
}
