using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>
/// RealMLP-TD and RealMLP-TD-S as published (arXiv:2407.04491, defaults of pytabkit): 256 epochs along coslog4, always run to the end,
/// of which the best epoch on the held-out rows is kept, the last of equals.
/// </summary>
internal static class RealMlpPreset
{
    public static Recipe Choose(MlpOptions options, DataSummary data, bool isSmall)
    {
        bool hasClasses = data.ClassCount > 0;
        return new Recipe
        {
            Fit = new FitSettings
            {
                MaximumEpochCount = 256,
                BatchSize = Math.Min(256, data.RowCount),
                DropLastBatch = true,
                Optimizer = new AdamW { Beta2 = 0.95 },
                LearningRate = hasClasses ? 0.04 : isSmall ? 0.07 : 0.2,
                LearningRateSchedule = new CosLog4Schedule(),
                WeightDecay = isSmall ? 0 : 0.02,
                WeightDecaySchedule = new FlatCosineSchedule(),
                DropoutSchedule = new FlatCosineSchedule(),
                // The metric rule: what log-loss and AUC measure, smoothing spoils.
                LabelSmoothing = hasClasses && options.ValidationMetric is null or "Accuracy" ? 0.1 : 0,
                GradientClipNorm = 0,
                ValidationFraction = 0.2,
                ValidationMetric = hasClasses ? "Accuracy" : null,
                Patience = 0,
                KeepsLastOfTies = true,
            },
            BuildNetwork = Recipe.ForTables((input, outputWidth) => Build(options, input, outputWidth, hasClasses, isSmall)),
        };
    }

    private static NetworkSpec Build(MlpOptions options, NetworkInput input, int outputWidth, bool hasClasses, bool isSmall)
    {
        Activation activation = options.Activation ?? (hasClasses ? Activation.Selu : Activation.Mish);
        NumericEmbedding embedding = isSmall ? NumericEmbedding.None : NumericEmbedding.PeriodicWithInput;
        var layers = new List<LayerSpec> { input.Encoding };
        layers.AddRange(MlpParts.Front(options, input, embedding).Layers);
        layers.Add(new ScaleSpec());
        foreach (int size in options.HiddenSizes ?? [256, 256, 256])
        {
            layers.Add(Linear(size, isSmall));
            layers.Add(isSmall ? new ActivationSpec(activation) : new ParametricActivationSpec(activation));
            MlpParts.AddDropout(layers, options.Dropout ?? (isSmall ? 0 : 0.15));
        }

        layers.Add(isSmall
            ? Linear(outputWidth, isSmall) with { Initialization = WeightInitialization.Zeros, BiasInitialization = BiasInitialization.Zeros }
            : Linear(outputWidth, isSmall));
        return new NetworkSpec([input.RawWidth], layers);
    }

    private static LinearSpec Linear(int size, bool isSmall) =>
        new(size, Initialization: isSmall ? WeightInitialization.StandardNormal : WeightInitialization.UnitOutput)
        {
            NtkParametrization = true,
            BiasInitialization = isSmall ? BiasInitialization.StandardNormal : BiasInitialization.AtData,
            BiasLearningRateFactor = 0.1,
        };
}
