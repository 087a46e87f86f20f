using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Tasks;
using MLNetDeep.Persistence;

namespace MLNetDeep.Comparisons.Tabular;

/// <summary>A contender: every one with its defaults and one thread.</summary>
/// <param name="Name">At most six letters: the table has no more room.</param>
/// <param name="Settings">What it was told; results with other settings are not taken for its own.</param>
/// <param name="Create">Makes it for a fold; null for a peer, which the script fits.</param>
internal sealed record TabularTrainer(
    string Name, string Settings, Func<TabularData, CancellationToken, IEstimator<ITransformer>>? Create)
{
    /// <summary>The names that the report speaks of.</summary>
    public const string Default = "MLP", Plain = "Plain", TabM = "TabM", FastTree = "FTree", FastForest = "FForst", Lbfgs = "LBFGS",
        Sdca = "SDCA", XGBoost = "XGB", HistGradient = "HGB", PlainEnsemble = "PlainE", DefaultEnsemble = "MLPE", Mix = "Mix";

    /// <summary>All contenders, in the order of the report's columns.</summary>
    public static IReadOnlyList<TabularTrainer> All { get; } =
    [
        Deep(Default, new MlpOptions()),
        Deep(TabM, new MlpOptions { Preset = MlpPreset.TabM }),
        Deep(Plain, new MlpOptions { Preset = MlpPreset.Plain }),
        Ensemble(PlainEnsemble, new MlpOptions { Preset = MlpPreset.Plain }),
        Ensemble(DefaultEnsemble, new MlpOptions()),
        Weighted(Mix, new MlpOptions()),
        Classical(FastTree, normalize: false, FastTrees),
        Classical(FastForest, normalize: false, FastForests),
        Classical(Lbfgs, normalize: true, Quasi),
        Classical(Sdca, normalize: true, Sdcas),
        new(XGBoost, "defaults", null),
        new(HistGradient, "defaults", null),
    ];

    /// <summary>Whether our library trains it, so that its results hold for one build of the library only.</summary>
    public bool IsOurs => Settings.StartsWith('{');

    /// <summary>Tells its settings and the table's content.</summary>
    public string Key(TabularTable table, int rows)
    {
        string text = $"{Name}|{Settings}|{table.Digest}|{table.Metric}|{rows}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private static TabularTrainer Deep(string name, MlpOptions options) =>
        new(name, Describe(options), (data, cancellation) => data.Pipeline.Mlp(For(data, options, cancellation)));

    /// <summary>Our trainers are told the metric that the table is judged by; their recipes aim at it.</summary>
    private static MlpOptions For(TabularData data, MlpOptions options, CancellationToken cancellation) => options with
    {
        CancellationToken = cancellation,
        ValidationMetric = data.Table.Metric switch { "auc" => "AUC", "rmse" => "RMSE", _ => "Accuracy" },
    };

    /// <summary>The network once for each of five folds; one after the other, for the times to be comparable.</summary>
    private static TabularTrainer Ensemble(string name, MlpOptions options)
    {
        var folds = new CrossValidationEnsembleOptions { MaximumParallelism = 1 };
        return new(name, $"{{{folds}, {Describe(options)}}}", (data, cancellation) =>
            data.Pipeline.Mlp(For(data, options, cancellation), trainer => data.Plan.Task.Name switch
            {
                "binary" => data.ML.BinaryClassification.Trainers.CrossValidationEnsemble(trainer, folds),
                "multiclass" => data.ML.MulticlassClassification.Trainers.CrossValidationEnsemble(trainer, folds),
                _ => data.ML.Regression.Trainers.CrossValidationEnsemble(trainer, folds),
            }));
    }

    /// <summary>The network, boosted trees and a linear model, weighted by what they predict on three folds.</summary>
    private static TabularTrainer Weighted(string name, MlpOptions options)
    {
        string[] classical = [FastTree, Lbfgs];
        return new(name, $"{{{string.Join(' ', classical)} 3 folds, {Describe(options)}}}", (data, cancellation) =>
        {
            IEstimator<ITransformer>[] members =
            [
                data.Pipeline.Mlp(For(data, options, cancellation)),
                .. classical.Select(member => All.Single(trainer => trainer.Name == member).Create!(data, cancellation)),
            ];
            var settings = new WeightedEnsembleOptions { LabelColumnName = data.Pipeline.LabelColumnName, FoldCount = 3 };
            return data.Plan.Task.Name switch
            {
                "binary" => data.ML.BinaryClassification.Trainers.WeightedEnsemble(members, settings),
                "multiclass" => data.ML.MulticlassClassification.Trainers.WeightedEnsemble(members, settings),
                _ => data.ML.Regression.Trainers.WeightedEnsemble(members, settings),
            };
        });
    }

    private static string Describe(MlpOptions options) => JsonSerializer.Serialize(options, ModelJson.Options);

    private static TabularTrainer Classical(
        string name, bool normalize, Func<TabularData, string, string, IEstimator<ITransformer>> create) =>
        new(name, "defaults", (data, _) => data.Pipeline.Classical(new ClassicalTrainer(
            name, create(data, data.Pipeline.LabelColumnName, DataPipeline.FeatureColumnName), normalize)));

    private static IEstimator<ITransformer> FastTrees(TabularData data, string label, string features)
    {
        return data.Plan.Task.Name switch
        {
            "regression" => data.ML.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
            {
                LabelColumnName = label,
                FeatureColumnName = features,
                NumberOfThreads = 1,
            }),
            "binary" => Binary(),
            _ => data.ML.MulticlassClassification.Trainers.OneVersusAll(Binary(), label),
        };

        FastTreeBinaryTrainer Binary() => data.ML.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            NumberOfThreads = 1,
        });
    }

    private static IEstimator<ITransformer> FastForests(TabularData data, string label, string features)
    {
        return data.Plan.Task.Name switch
        {
            "regression" => data.ML.Regression.Trainers.FastForest(new FastForestRegressionTrainer.Options
            {
                LabelColumnName = label,
                FeatureColumnName = features,
                NumberOfThreads = 1,
            }),
            "binary" => Binary(),
            _ => data.ML.MulticlassClassification.Trainers.OneVersusAll(Binary(), label),
        };

        FastForestBinaryTrainer Binary() => data.ML.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            NumberOfThreads = 1,
        });
    }

    private static IEstimator<ITransformer> Quasi(TabularData data, string label, string features) => data.Plan.Task.Name switch
    {
        "regression" => data.ML.Regression.Trainers.LbfgsPoissonRegression(new LbfgsPoissonRegressionTrainer.Options
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            NumberOfThreads = 1,
        }),
        "binary" => data.ML.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            NumberOfThreads = 1,
        }),
        _ => data.ML.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            NumberOfThreads = 1,
        }),
    };

    private static IEstimator<ITransformer> Sdcas(TabularData data, string label, string features) => data.Plan.Task.Name switch
    {
        "regression" => data.ML.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            NumberOfThreads = 1,
        }),
        "binary" => data.ML.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            NumberOfThreads = 1,
        }),
        _ => data.ML.MulticlassClassification.Trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = label,
            FeatureColumnName = features,
            NumberOfThreads = 1,
        }),
    };
}
