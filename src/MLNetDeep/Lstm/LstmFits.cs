using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>How recurrent networks are trained.</summary>
internal static class LstmFits
{
    /// <summary>What holds words' vectors in check: three times the decay of the other weights.</summary>
    public const double TextEmbeddingDecayFactor = 10.0 / 3;

    private const int FewestSteps = 480; // of the optimiser; fits of few rows get more epochs

    /// <summary>AdamW with a short warm-up and a cosine; gradients clipped, since those of long sequences explode.</summary>
    /// <remarks>arXiv:1211.5063 says why they do.</remarks>
    public static FitSettings For(LstmOptions options, SequenceInputSpec input, DataSummary data)
    {
        int batch = options.BatchSize > 0 ? options.BatchSize : data.RowCount <= 500 ? 16 : 32;
        bool isText = LstmPlan.IsText(input, data.Task);
        int epochs = isText ? TextEpochs(data.RowCount) : data.RowCount switch
        {
            <= 500 => 40,
            <= 10_000 => 8,
            _ => Math.Max(3, 80_000 / data.RowCount),
        };
        int stepsPerEpoch = Math.Max(1, data.RowCount / batch);
        return new FitSettings
        {
            MaximumEpochCount = Math.Max(epochs, (FewestSteps + stepsPerEpoch - 1) / stepsPerEpoch),
            BatchSize = batch,
            LearningRate = isText ? 8e-3 : 5e-3,
            LearningRateSchedule = new OneCycleSchedule { WarmupFraction = 0.1 },
            WeightDecay = isText ? 0.3 : input.AreTokens ? 0.05 : 0.01,
            LabelSmoothing = data.ClassCount > 0 && !isText ? 0.1 : 0,
            GradientClipNorm = 1,
            WeightAveraging = new ExponentialMovingAverage { Decay = data.RowCount <= 500 ? 0.95 : 0.98 },
            ValidationFraction = 0,
            Patience = 0,
        };
    }

    private static int TextEpochs(int rows) => rows <= 10_000 ? 5 : rows <= 100_000 ? 3 : 2;
}
