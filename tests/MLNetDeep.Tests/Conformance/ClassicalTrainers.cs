using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using MLNetDeep.Conformance;

namespace MLNetDeep.Tests.Conformance;

/// <summary>ML.NET's own trainers as subjects, with settings that fit a small table in milliseconds, on one thread.</summary>
internal static class ClassicalTrainers
{
    /// <summary>One of each kind that both package worlds have.</summary>
    public static IReadOnlyDictionary<string, TrainerSubject> All { get; } = new[]
    {
        Subject("FastTree.Binary", TaskData.Binary, request => Binary(request).FastTree(
            request.Watch(Trees(new FastTreeBinaryTrainer.Options { LearningRate = 0.3 })))),
        Subject("FastForest.Binary", TaskData.Binary, request => Binary(request).FastForest(
            request.Watch(Trees(new FastForestBinaryTrainer.Options { Seed = request.Seed ?? 1 })))),
        Subject("SdcaLogisticRegression.Binary", TaskData.Binary, request => Binary(request).SdcaLogisticRegression(
            request.Watch(new SdcaLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 20 }))),
        Subject("LbfgsLogisticRegression.Binary", TaskData.Binary, request => Binary(request).LbfgsLogisticRegression(
            request.Watch(new LbfgsLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1 }))),
        Subject("AveragedPerceptron.Binary", TaskData.Binary, request => Binary(request).AveragedPerceptron(
            request.Watch(new AveragedPerceptronTrainer.Options()))),
        Subject("SdcaMaximumEntropy.Multiclass", TaskData.Multiclass, request => Multiclass(request).SdcaMaximumEntropy(
            request.Watch(new SdcaMaximumEntropyMulticlassTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 20 }))),
        Subject("LbfgsMaximumEntropy.Multiclass", TaskData.Multiclass, request => Multiclass(request).LbfgsMaximumEntropy(
            request.Watch(new LbfgsMaximumEntropyMulticlassTrainer.Options { NumberOfThreads = 1 }))),
        Subject("OneVersusAll.Multiclass", TaskData.Multiclass, request => Multiclass(request).OneVersusAll(
            Binary(request).FastTree(
                request.Watch(Trees(new FastTreeBinaryTrainer.Options { LearningRate = 0.3, NumberOfTrees = 10 }))))),
        Subject("FastTree.Regression", TaskData.Regression, request => request.Context.Regression.Trainers.FastTree(
            request.Watch(Trees(new FastTreeRegressionTrainer.Options { LearningRate = 0.3 })))),
        Subject("FastForest.Regression", TaskData.Regression, request => request.Context.Regression.Trainers.FastForest(
            request.Watch(Trees(new FastForestRegressionTrainer.Options { Seed = request.Seed ?? 1 })))),
        Subject("Sdca.Regression", TaskData.Regression, request => request.Context.Regression.Trainers.Sdca(
            request.Watch(new SdcaRegressionTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 50 }))),
        Subject("LbfgsPoissonRegression.Counts", TaskData.Counts, request => request.Context.Regression.Trainers.LbfgsPoissonRegression(
            request.Watch(new LbfgsPoissonRegressionTrainer.Options { NumberOfThreads = 1 }))),
    }.ToDictionary(subject => subject.Name);

    private static BinaryClassificationCatalog.BinaryClassificationTrainers Binary(TrainingRequest request)
        => request.Context.BinaryClassification.Trainers;

    private static MulticlassClassificationCatalog.MulticlassClassificationTrainers Multiclass(TrainingRequest request)
        => request.Context.MulticlassClassification.Trainers;

    private static TrainerSubject Subject(string name, TaskData task, Func<TrainingRequest, IEstimator<ITransformer>> create)
        => new() { Name = name, Task = task, Create = create };

    private static T Trees<T>(T options) where T : TreeOptions
    {
        (options.NumberOfThreads, options.NumberOfLeaves, options.MinimumExampleCountPerLeaf) = (1, 8, 2);
        if (options.NumberOfTrees == 100)
            options.NumberOfTrees = 20;
        return options;
    }
}
