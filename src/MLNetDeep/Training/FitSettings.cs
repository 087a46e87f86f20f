namespace MLNetDeep.Training;

/// <summary>How the loop trains, task and architecture aside.</summary>
internal sealed record FitSettings
{
    /// <summary>The most passes over the training rows; at least 1.</summary>
    public int MaximumEpochCount { get; init; } = 64;

    /// <summary>Rows in a step; 0 chooses by the number of training rows.</summary>
    public int BatchSize { get; init; }

    /// <summary>Peak AdamW step size; finite and above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decoupled weight decay of weight matrices (arXiv:1711.05101), a share of the step size; at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Decay of AdamW's mean of gradients.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of AdamW's mean of squared gradients.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>AdamW's guard against division by 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Longest gradient allowed (Euclidean length over all weights); 0 for no limit.</summary>
    public double GradientClipNorm { get; init; } = 1;

    /// <summary>Epochs without a better validation loss after which the fit ends; 0 runs all. The best weights are kept.</summary>
    public int Patience { get; init; } = 16;

    /// <summary>How much lower the validation loss must be to count as better; at least 0.</summary>
    public double MinimumImprovement { get; init; }

    /// <summary>Shape of the step size over the fit.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Seed of the fit's own generator.</summary>
    public int Seed { get; init; }

    /// <summary>libtorch's threads while this fit runs; at least 1. Small steps lose by a second thread.</summary>
    public int ThreadCount { get; init; } = 1;
}
