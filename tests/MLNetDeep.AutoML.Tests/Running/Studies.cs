using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.SearchSpace.Option;
using Microsoft.ML.Trainers.FastTree;
using MLNetDeep.Comparison;
using SearchSpace = Microsoft.ML.SearchSpace.SearchSpace;

namespace MLNetDeep.AutoML.Tests.Running;

/// <summary>Pipelines and options of small studies.</summary>
internal static class Studies
{
    /// <summary>A deep trainer and trees, over the raw features.</summary>
    public static SweepablePipeline Mixed() => Start().Append(Mlp(), Trees());

    /// <summary>The deep trainer alone.</summary>
    public static SweepablePipeline Deep() => Start().Append(Mlp());

    /// <summary>A trainer whose option decides what happens: what the function makes of it.</summary>
    public static SweepablePipeline Choices(Func<MLContext, int, IEstimator<ITransformer>> make, int count) =>
        Start().Append(new SweepableEstimator(
            (context, parameter) => make(context, parameter["choice"].AsType<int>()),
            new SearchSpace { ["choice"] = new UniformIntOption(0, count - 1) }));

    /// <summary>The setting of <see cref="Choices"/> with this choice.</summary>
    public static Parameter Choice(int choice)
    {
        var inner = Parameter.CreateNestedParameter();
        inner["choice"] = Parameter.FromInt(choice);
        var setting = Parameter.CreateNestedParameter();
        setting["e1"] = inner;
        return setting;
    }

    public static IEstimator<ITransformer> Network(MLContext context, int epochs = 3, int width = 6, double rate = 0.02) =>
        context.BinaryClassification.Trainers.Mlp(new MlpOptions
        {
            HiddenSizes = [width],
            LearningRate = rate,
            MaximumEpochCount = epochs,
            ValidationFraction = 0,
            NumericEmbedding = null,
        });

    public static StudyOptions Options(SweepablePipeline pipeline, int trials = 4) => new()
    {
        Pipeline = pipeline,
        Data = StudyData.Make(),
        Task = ComparisonTask.Binary(),
        FoldCount = 3,
        TrialCount = trials,
        Tuner = request => new RandomTuner(request.Space, new RandomTunerOptions { Seed = request.Seed }),
        Pruner = null,
        FinalModel = FinalModel.None,
    };

    public static StudyResult Run(this StudyOptions options, CancellationToken cancellation = default) =>
        new Study(options).Run(cancellation);

    private static IEstimator<ITransformer> Start() => new MLContext(1).Transforms.NormalizeMinMax("Features", "Raw");

    private static SweepableEstimator Mlp() => new(
        (context, parameter) => Network(context, 4, parameter["width"].AsType<int>(), parameter["rate"].AsType<double>()),
        new SearchSpace { ["width"] = new UniformIntOption(2, 16, true, 6), ["rate"] = new UniformDoubleOption(1e-3, 0.1, true, 0.02) });

    private static SweepableEstimator Trees() => new(
        (context, parameter) => context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            NumberOfLeaves = parameter["leaves"].AsType<int>(),
            NumberOfTrees = 10,
            MinimumExampleCountPerLeaf = 5,
        }),
        new SearchSpace { ["leaves"] = new UniformIntOption(2, 8, false, 4) });
}

/// <summary>A trainer that does something before it is fitted, and after.</summary>
internal sealed class Before(IEstimator<ITransformer> inner, Action act, Action? after = null) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView input)
    {
        act();
        ITransformer model = inner.Fit(input);
        after?.Invoke();
        return model;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
}
