using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Onnx;

/// <summary>Models of tables: every preset for every task, with categories and missing values.</summary>
internal static class OnnxTabularModels
{
    private const int TrainingRows = 90;
    private static readonly string[] Cities =
        ["Bern", "Genoa", "Lyon", "Porto", "Riga", "Turin", "Vaasa", "York", "Zagreb", "Åmål", "Łódź", "Ürümqi"];

    public static Dictionary<string, Func<OnnxModel>> All { get; } = Make();

    private sealed class Row
    {
        [VectorType(5)]
        public float[] Features { get; set; } = [];

        public string Town { get; set; } = "";

        public string Width { get; set; } = "";

        public bool Flag { get; set; }

        public string Kind { get; set; } = "";

        public float Value { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [];

        [VectorType(3)]
        public bool[] Tags { get; set; } = [];
    }

    public static OnnxModel Binary(MlpOptions options) =>
        Fit((ml, made) => ml.BinaryClassification.Trainers.Mlp((MlpOptions)made), Tiny(options) with { LabelColumnName = "Flag" });

    private static Dictionary<string, Func<OnnxModel>> Make()
    {
        Dictionary<string, Func<OnnxModel>> models = [];
        foreach (var preset in Enum.GetValues<MlpPreset>())
        {
            MlpOptions options = new()
            {
                Preset = preset,
                HiddenSizes = preset == MlpPreset.Auto ? null : [12, 12],
                CategoricalFeatureColumnNames = ["City", "Size"],
            };
            models.Add($"Mlp {preset}, binary", () => Binary(options));
            models.Add($"Mlp {preset}, multiclass", () => Multiclass(options));
            models.Add($"Mlp {preset}, regression", () => Regression(options));
            models.Add($"Mlp {preset}, multilabel", () => MultiLabel(options));
        }

        foreach (var embedding in Enum.GetValues<NumericEmbedding>())
        {
            models.Add($"embedding {embedding}", () => Binary(new MlpOptions
            {
                Preset = MlpPreset.Plain,
                NumericEmbedding = embedding,
            }));
        }

        foreach (var scaling in Enum.GetValues<NumericScaling>())
        {
            models.Add($"scaling {scaling}", () => Regression(new MlpOptions
            {
                Preset = MlpPreset.Plain,
                NumericScaling = scaling,
                BatchNormalization = true,
            }));
        }

        AddHeads(models);
        AddEnsembles(models);
        models.Add("Perceptron", () => Fit(
            (ml, made) => ml.BinaryClassification.Trainers.Perceptron((PerceptronOptions)made),
            new PerceptronOptions { MaximumEpochCount = 3, LabelColumnName = "Flag", Seed = 1 }));
        models.Add("Network", () => Fit(
            (ml, made) => ml.Regression.Trainers.Network((NetworkOptions)made),
            Tiny(new NetworkOptions
            {
                LabelColumnName = "Value",
                CategoricalFeatureColumnNames = ["City"],
                OneHotLimit = 2,
                Layers = [new LinearSpec(7), new ActivationSpec(Activation.Mish), new LayerNormSpec()],
            })));
        models.Add("categories alone", () => Binary(new MlpOptions
        {
            Preset = MlpPreset.Plain,
            FeatureColumnName = null,
            CategoricalFeatureColumnNames = ["Size", "City"],
        }));
        return models;
    }

    private static void AddHeads(Dictionary<string, Func<OnnxModel>> models)
    {
        MlpOptions plain = new() { Preset = MlpPreset.Plain, HiddenSizes = [8] };
        MlpOptions members = new() { Preset = MlpPreset.TabM, HiddenSizes = [8], MemberCount = 3 };
        foreach (var (name, options) in new[] { ("one network", plain), ("members", members) })
        {
            var calibrated = options with { Calibration = Calibration.Temperature };
            models.Add($"calibrated binary, {name}", () => Binary(calibrated));
            models.Add($"calibrated multiclass, {name}", () => Multiclass(calibrated with { PredictionSetCoverage = 0.8 }));
            models.Add($"interval, {name}", () => Regression(options with { IntervalCoverage = 0.8 }));
            models.Add($"not clamped, {name}", () => Regression(options with { ClampPredictions = false }));
            models.Add($"several targets, {name}", () => Regression(options with { LabelColumnName = "Pair", IntervalCoverage = 0.8 }));
            models.Add($"quantiles, {name}", () => Regression(options with
            {
                Loss = new QuantileLoss { Levels = [0.1, 0.5, 0.9] },
                IntervalCoverage = 0.8,
            }));
            models.Add($"quantiles of several targets, {name}", () => Regression(options with
            {
                LabelColumnName = "Pair",
                Loss = new QuantileLoss { Levels = [0.25, 0.75], ScoresMean = true },
            }));
            models.Add($"counts, {name}", () => Regression(options with { Loss = new PoissonLoss() }));
        }
    }

    private static void AddEnsembles(Dictionary<string, Func<OnnxModel>> models)
    {
        MlpOptions options = Tiny(new MlpOptions { Preset = MlpPreset.Plain, HiddenSizes = [8], CategoricalFeatureColumnNames = ["City"] });
        var folds = new CrossValidationEnsembleOptions { FoldCount = 2, LeaveOneOutRowLimit = 0, Seed = 1 };
        MlpOptions calibrated = options with { LabelColumnName = "Flag", Calibration = Calibration.Temperature };
        models.Add("cross-validated binary", () => Fit(ml => ml.BinaryClassification.Trainers.CrossValidationEnsemble(
            ml.BinaryClassification.Trainers.Mlp(calibrated), folds)));
        models.Add("cross-validated multiclass", () => Fit(ml => ml.MulticlassClassification.Trainers.CrossValidationEnsemble(
            ml.MulticlassClassification.Trainers.Mlp(options with { LabelColumnName = "KindKey", Preset = MlpPreset.TabM }), folds)));
        models.Add("cross-validated regression", () => Fit(ml => ml.Regression.Trainers.CrossValidationEnsemble(
            ml.Regression.Trainers.Mlp(options with { LabelColumnName = "Value" }), folds)));
        models.Add("weighted binary", () => Fit(ml => ml.BinaryClassification.Trainers.WeightedEnsemble(
            [.. Two(options).Select(member => ml.BinaryClassification.Trainers.Mlp(member with { LabelColumnName = "Flag" }))],
            Weighted("Flag", true))));
        models.Add("weighted multiclass", () => Fit(ml => ml.MulticlassClassification.Trainers.WeightedEnsemble(
            [.. Two(options).Select(member => ml.MulticlassClassification.Trainers.Mlp(member with { LabelColumnName = "KindKey" }))],
            Weighted("KindKey", false))));
        models.Add("weighted regression", () => Fit(ml => ml.Regression.Trainers.WeightedEnsemble(
            [.. Two(options).Select(member => ml.Regression.Trainers.Mlp(member with { LabelColumnName = "Value" }))],
            Weighted("Value", true))));
    }

    private static IEnumerable<MlpOptions> Two(MlpOptions options) =>
        [options, options with { Preset = MlpPreset.RealMlp, NumericScaling = NumericScaling.Standardize }];

    private static WeightedEnsembleOptions Weighted(string label, bool refits) => new()
    {
        LabelColumnName = label,
        FoldCount = 2,
        SelectionCount = 5,
        RefitMembers = refits,
        Seed = 1,
    };

    private static OnnxModel Multiclass(MlpOptions options) => Fit(
        (ml, made) => ml.MulticlassClassification.Trainers.Mlp((MlpOptions)made), Tiny(options) with { LabelColumnName = "KindKey" });

    private static OnnxModel Regression(MlpOptions options) => Fit(
        (ml, made) => ml.Regression.Trainers.Mlp((MlpOptions)made),
        Tiny(options) with { LabelColumnName = options.LabelColumnName == "Label" ? "Value" : options.LabelColumnName });

    private static OnnxModel MultiLabel(MlpOptions options) => Fit(
        (ml, made) => ml.MultiLabelClassification.Trainers.Mlp((MlpOptions)made), Tiny(options) with { LabelColumnName = "Tags" });

    private static T Tiny<T>(T options) where T : DeepTrainerOptions => options with
    {
        MaximumEpochCount = 2,
        BatchSize = 32,
        Seed = 1,
        ThreadCount = 1,
        Diagnose = false,
    };

    private static OnnxModel Fit(Func<MLContext, DeepTrainerOptions, IEstimator<ITransformer>> make, DeepTrainerOptions options) =>
        Fit(ml => make(ml, options));

    private static OnnxModel Fit(Func<MLContext, IEstimator<ITransformer>> make)
    {
        var ml = new MLContext(1);
        var training = ml.Data.LoadFromEnumerable(Rows(TrainingRows, 3, Cities.Length - 2));
        var keys = ml.Transforms.Conversion.MapValueToKey("City", "Town").Append(ml.Transforms.Conversion.MapValueToKey("Size", "Width"))
            .Append(ml.Transforms.Conversion.MapValueToKey("KindKey", "Kind")).Fit(training);
        var model = make(ml).Fit(keys.Transform(training));
        // Some of the cities are new.
        return new OnnxModel(model, keys.Transform(ml.Data.LoadFromEnumerable(Rows(25, 4, Cities.Length))));
    }

    private static Row[] Rows(int count, int seed, int cities)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] features = [.. Enumerable.Range(0, 5).Select(_ => random.NextSingle() * 2 - 1)];
            float sum = features[0] + features[1];
            for (int slot = 0; slot < 3 && i % 4 == 0; slot++)
                features[random.Next(5)] = float.NaN;
            features[4] = features[4] * 1000 + 5;
            return new Row
            {
                Features = features,
                Town = Cities[i < cities ? i : random.Next(cities)],
                Width = random.Next(2) == 0 ? "narrow" : "wide",
                Flag = sum > 0,
                Kind = i % 3 == 0 ? "naïve" : sum < 0 ? "low" : "high",
                Value = (float)Math.Round(20 + 5 * sum),
                Pair = [sum, 100 - sum],
                Tags = [sum > 0, features[2] > 0, i % 2 == 0],
            };
        })];
    }
}
