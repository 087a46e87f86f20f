using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Fuzz.Corpus;

/// <summary>A tiny model of every family.</summary>
internal static class Models
{
    private static readonly MLContext Ml = new(seed: 1);

    /// <summary>The pipelines, by name.</summary>
    public static IReadOnlyDictionary<string, IEstimator<ITransformer>> All { get; } = new Dictionary<string, IEstimator<ITransformer>>
    {
        ["mlp-binary"] = Ml.BinaryClassification.Trainers.Mlp(Mlp("Flag")),
        ["mlp-categories"] = Keys("Label", "Kind").Append(Keys("CityKey", "City")).Append(Ml.MulticlassClassification.Trainers.Mlp(
            Mlp("Label") with { CategoricalFeatureColumnNames = ["CityKey"] })),
        ["mlp-tabm"] = Ml.Regression.Trainers.Mlp(Mlp("Value") with { Preset = MlpPreset.TabM, MemberCount = 2, HiddenSizes = [5] }),
        ["mlp-realmlp"] = Keys("Label", "Kind").Append(Ml.MulticlassClassification.Trainers.Mlp(
            Mlp("Label") with { Preset = MlpPreset.RealMlp, HiddenSizes = [6] })),
        ["mlp-resnet"] = Ml.Regression.Trainers.Mlp(Mlp("Value") with { Preset = MlpPreset.ResNet, HiddenSizes = [6] }),
        ["mlp-quantiles"] = Ml.Regression.Trainers.Mlp(Mlp("Value") with { Loss = new QuantileLoss { Levels = [0.1, 0.5, 0.9] } }),
        ["mlp-labels"] = Ml.MultiLabelClassification.Trainers.Mlp(Mlp("Labels")),
        ["perceptron"] = Ml.BinaryClassification.Trainers.Perceptron(new PerceptronOptions { LabelColumnName = "Flag", Seed = 1 }),
        ["network"] = Ml.Regression.Trainers.Network(Network()),
        ["cnn"] = Keys("Label", "Kind").Append(Ml.MulticlassClassification.Trainers.Cnn(new CnnOptions
        {
            FeatureColumnName = "Pixels",
            WidthFactor = 0.25,
            MaximumEpochCount = 1,
            Seed = 1,
            ThreadCount = 1,
        })),
        ["lstm"] = Ml.BinaryClassification.Trainers.Lstm(Lstm("Signal", "Flag") with { StepWidth = 2 }),
        ["lstm-words"] = Keys("WordKeys", "Words").Append(Ml.BinaryClassification.Trainers.Lstm(Lstm("WordKeys", "Flag"))),
        ["labeling"] = Keys("WordKeys", "Words").Append(Keys("Tags", "Words"))
            .Append(Ml.SequenceLabeling.Trainers.Lstm(Lstm("WordKeys", "Tags"))),
        ["sequence"] = Keys("WordKeys", "Words").Append(Keys("Answer", "Words"))
            .Append(Ml.SequenceToSequence.Trainers.Lstm(Lstm("WordKeys", "Answer"))),
        ["folds"] = Ml.BinaryClassification.Trainers.CrossValidationEnsemble(
            Ml.BinaryClassification.Trainers.Mlp(Mlp("Flag")), foldCount: 2),
        ["weighted"] = Ml.Regression.Trainers.WeightedEnsemble(
            [
                Ml.Regression.Trainers.Mlp(Mlp("Value") with { MaximumEpochCount = 8 }),
                Ml.Transforms.ReplaceMissingValues("Filled", "Features")
                    .Append(Ml.Regression.Trainers.FastTree("Value", "Filled", numberOfTrees: 3, numberOfLeaves: 4)),
            ], "Value", foldCount: 2),
        ["spectrogram"] = Ml.Transforms.Spectrogram("Spectrum", "Signal", frameLength: 4)
            .Append(Ml.BinaryClassification.Trainers.Mlp(Mlp("Flag") with { FeatureColumnName = "Spectrum" })),
        ["forecast-naive"] = Ml.Forecasting.ForecastBySeasonalNaive("Forecast", "Value", seasonLength: 3, horizon: 2),
        ["forecast-network"] = Ml.Forecasting.ForecastByNLinear(new NLinearForecastOptions
        {
            InputColumnNames = ["Value"],
            TimeColumnName = "Time",
            Horizon = 3,
            LowerBoundColumnName = "Lower",
            UpperBoundColumnName = "Upper",
            MaximumEpochCount = 2,
            Seed = 1,
        }),
        ["classical"] = Ml.Transforms.ReplaceMissingValues("Filled", "Features").Append(Ml.Transforms.NormalizeMinMax("Scaled", "Filled"))
            .Append(Ml.Transforms.Categorical.OneHotEncoding("CityHot", "City")).Append(Ml.Transforms.Concatenate("All", "Scaled", "CityHot"))
            .Append(Ml.BinaryClassification.Trainers.FastTree("Flag", "All", numberOfTrees: 2, numberOfLeaves: 3)),
        ["linear"] = Ml.Transforms.ReplaceMissingValues("Filled", "Features").Append(Keys("Label", "Kind"))
            .Append(Ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Label", "Filled", maximumNumberOfIterations: 2)),
        ["ssa"] = Ml.Forecasting.ForecastBySsa("Forecast", "Value", windowSize: 4, seriesLength: 12, trainSize: 40, horizon: 2),
    };

    /// <summary>Fits and saves all.</summary>
    public static void Save(string folder)
    {
        var data = Ml.Data.LoadFromEnumerable(Row.Draw(60, seed: 3));
        foreach (var (name, pipeline) in All)
            Ml.Model.Save(pipeline.Fit(data), data.Schema, Path.Combine(folder, name + ".zip"));
        var network = Ml.BinaryClassification.Trainers.Mlp(Mlp("Flag")).Fit(data);
        Ml.Model.Save(Ml.Transforms.DeepFeatures("Deep", network).Fit(data), data.Schema, Path.Combine(folder, "features.zip"));
        var images = Ml.BinaryClassification.Trainers.Cnn(new CnnOptions
        {
            LabelColumnName = "Flag",
            FeatureColumnName = "Pixels",
            Layers = [new ConvSpec(3, 3), new ActivationSpec(Activation.Relu), new GlobalPoolSpec(GlobalPool.Average)],
            MaximumEpochCount = 1,
            Seed = 1,
            ThreadCount = 1,
        }).Fit(data);
        Ml.Model.Save(Ml.Transforms.GradCam("Map", images).Fit(data), data.Schema, Path.Combine(folder, "gradcam.zip"));
    }

    /// <summary>The options of a fit of three epochs that writes a checkpoint.</summary>
    public static MlpOptions Mlp(string label) => new()
    {
        LabelColumnName = label,
        Preset = MlpPreset.Plain,
        HiddenSizes = [8],
        MaximumEpochCount = 3,
        BatchSize = 16,
        Seed = 1,
        ThreadCount = 1,
    };

    private static IEstimator<ITransformer> Keys(string key, string text) => Ml.Transforms.Conversion.MapValueToKey(key, text);

    private static LstmOptions Lstm(string features, string label) => new()
    {
        FeatureColumnName = features,
        LabelColumnName = label,
        HiddenSize = 4,
        MaximumEpochCount = 2,
        Seed = 1,
        ThreadCount = 1,
    };

    private static NetworkOptions Network() => new()
    {
        LabelColumnName = "Value",
        MaximumEpochCount = 2,
        Seed = 1,
        ThreadCount = 1,
        Layers =
        [
            new ParallelSpec([[PeriodicEmbeddingSpec.Pbld(3)], [new PiecewiseLinearEmbeddingSpec(4, 2)], []], BranchJoin.Concatenate),
            new ScaleSpec(),
            new LinearSpec(6),
            ParallelSpec.Residual(new LayerNormSpec(), new LinearSpec(6), new ActivationSpec(Activation.Gelu)),
            new BatchNormSpec(),
            new DropoutSpec(0.1),
        ],
    };
}
