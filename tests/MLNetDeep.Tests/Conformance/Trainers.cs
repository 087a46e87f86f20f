using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using MLNetDeep.Conformance;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Conformance;

/// <summary>
/// All trainers of the product: whatever extends a catalog of ML.NET with a method that takes one options record.
/// A new architecture enters the suite by itself; it only needs tiny settings here.
/// </summary>
internal static class Trainers
{
    /// <summary>Settings of each architecture that fit in milliseconds; variants reach code that the first does not.</summary>
    private static readonly Dictionary<string, DeepTrainerOptions> TinySettings = new()
    {
        ["Mlp"] = Tiny(new MlpOptions { Preset = MlpPreset.Plain, HiddenSizes = [16] }),
        ["Mlp+BatchNorm"] = Tiny(
            new MlpOptions
            {
                Preset = MlpPreset.Plain,
                HiddenSizes = [8, 8],
                BatchNormalization = true,
                Dropout = 0,
                Activation = Activation.Tanh,
            }),
        ["Mlp+Streaming"] = Tiny(new MlpOptions
        {
            Preset = MlpPreset.Plain,
            HiddenSizes = [16],
            MemoryBudget = 2048,
            CategoricalFeatureColumnNames = ["City"],
        }),
        ["Mlp+Categories"] = Tiny(new MlpOptions
        {
            Preset = MlpPreset.Plain,
            HiddenSizes = [16],
            CategoricalFeatureColumnNames = ["Size", "City"],
            OneHotLimit = 3,
        }),
        ["Mlp+TabM"] = Tiny(new MlpOptions { Preset = MlpPreset.TabM, HiddenSizes = [12], MemberCount = 3 }),
        ["Mlp+RealMlp"] = Tiny(new MlpOptions { Preset = MlpPreset.RealMlp, HiddenSizes = [12] }),
        ["Mlp+ResNet"] = Tiny(new MlpOptions { Preset = MlpPreset.ResNet, HiddenSizes = [8] }),
        ["Cnn"] = Tiny(new CnnOptions { InputShape = InputShape.Signal(), WidthFactor = 0.25 }),
        ["Cnn+LeNet5"] = Tiny(new CnnOptions { Preset = CnnPreset.LeNet5, InputShape = InputShape.Signal(), WidthFactor = 0.5 }),
        ["Lstm"] = Tiny(new LstmOptions { HiddenSize = 8 }),
        ["Lstm+Gru"] = Tiny(new LstmOptions
        {
            Cell = RecurrentCell.Gru,
            HiddenSize = 5,
            LayerCount = 2,
            Pooling = StepPool.Attention,
            Dropout = 0.1,
        }),
        ["Perceptron"] = new PerceptronOptions { MaximumEpochCount = 5 },
        ["Network"] = Tiny(new NetworkOptions
        {
            Layers =
            [
                new ParallelSpec([[PeriodicEmbeddingSpec.Pbld(4)], [new PiecewiseLinearEmbeddingSpec(4, 2)], []], BranchJoin.Concatenate),
                new ScaleSpec(),
                new LinearSpec(12, true, WeightInitialization.UnitOutput)
                {
                    NtkParametrization = true,
                    BiasInitialization = BiasInitialization.AtData,
                },
                ParallelSpec.Residual(new LayerNormSpec(), new LinearSpec(12), new ParametricActivationSpec(Activation.Mish)),
                new StochasticDepthSpec(0.95),
            ],
        }),
        ["Network+Ensemble"] = Tiny(new NetworkOptions
        {
            Layers =
            [
                new EnsembleViewSpec(3), new EnsembleLinearSpec(12, MemberScaling.RandomSigns), new BatchNormSpec(),
                new ActivationSpec(Activation.Relu), new DropoutSpec(0.1), new EnsembleLinearSpec(8), new ParametricReluSpec(),
            ],
        }),
        ["Mlp+Quantiles"] = Tiny(new MlpOptions { HiddenSizes = [16], Loss = new QuantileLoss { Levels = [0.1, 0.5, 0.9] } }),
    };

    /// <summary>Every architecture, task and variant of settings.</summary>
    public static IReadOnlyDictionary<string, DeepSubject> All { get; } =
        (from task in DeepTasks.All
         from method in CatalogMethods(task)
         from settings in TinySettings
         where settings.Key.Split('+')[0] == method.Name
             && Takes(task, settings.Value) && method.GetParameters()[1].ParameterType.IsInstanceOfType(settings.Value)
         select new DeepSubject($"{settings.Key}.{task.Name}", task, settings.Value, Call(task, method)))
        .Concat(DeepTasks.All.Select(Ensemble))
        .ToImmutableSortedDictionary(subject => subject.Name, subject => subject);

    /// <summary>Whether a task can be trained with the settings' loss.</summary>
    private static bool Takes(TaskData task, DeepTrainerOptions settings)
        => settings.Loss is null || LearningTask.ByName(task.Name.ToLowerInvariant()).Takes(settings.Loss);

    /// <summary>The methods of a task's catalog that take an options record.</summary>
    public static IEnumerable<MethodInfo> CatalogMethods(TaskData task)
        => Extensions(task).Where(method =>
            method.GetParameters() is [_, var options] && options.ParameterType.IsSubclassOf(typeof(DeepTrainerOptions)));

    /// <summary>All methods by which the product extends a task's catalog.</summary>
    public static IEnumerable<MethodInfo> Extensions(TaskData task)
        => typeof(DeepTrainerOptions).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.IsDefined(typeof(ExtensionAttribute))
                && method.GetParameters()[0].ParameterType.IsInstanceOfType(DeepTasks.Trainers(task, new MLContext())));

    /// <summary>The methods that make an ensemble of another trainer.</summary>
    public static IEnumerable<MethodInfo> EnsembleMethods(TaskData task)
        => Extensions(task).Where(method => method.GetParameters()[1].Name is "trainer" or "members");

    /// <summary>A small ensemble of small networks: it must conform as its members do.</summary>
    private static DeepSubject Ensemble(TaskData task)
    {
        var mlp = Call(task, CatalogMethods(task).Single(method => method.Name == "Mlp"));
        var method = EnsembleMethods(task).Single(method =>
            method.GetParameters()[^1].ParameterType == typeof(CrossValidationEnsembleOptions));
        var folds = new CrossValidationEnsembleOptions { FoldCount = 2, LeaveOneOutRowLimit = 0 };
        return new DeepSubject($"{method.Name}.{task.Name}", task, Tiny(new MlpOptions { HiddenSizes = [8] }), (ml, options) =>
            (IEstimator<ITransformer>)method.Invoke(
                null, BindingFlags.DoNotWrapExceptions, null, [DeepTasks.Trainers(task, ml), mlp(ml, options), folds], null)!);
    }

    private static Func<MLContext, DeepTrainerOptions, IEstimator<ITransformer>> Call(TaskData task, MethodInfo method)
        => (ml, options) => (IEstimator<ITransformer>)method.Invoke(
            null, BindingFlags.DoNotWrapExceptions, null, [DeepTasks.Trainers(task, ml), options], null)!;

    private static DeepTrainerOptions Tiny(DeepTrainerOptions options)
        => options with { MaximumEpochCount = 40, BatchSize = 32, LearningRate = 0.02, Patience = 40, ThreadCount = 1 };
}
