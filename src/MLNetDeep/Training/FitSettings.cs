using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>How the loop trains, task and architecture aside: the options once presets and defaults are filled in.</summary>
internal sealed record FitSettings
{
    /// <summary>The most passes over the training rows; at least 1.</summary>
    public int MaximumEpochCount { get; init; } = 64;

    /// <summary>Rows in a step; 0 chooses by the number of training rows.</summary>
    public int BatchSize { get; init; }

    /// <summary>Whether the rows that do not fill a last batch are left out of the epoch, as RealMLP does; other rows each time.</summary>
    public bool DropLastBatch { get; init; }

    /// <summary>Mixup draws the rows' shares from Beta(this, this); 0 for none.</summary>
    public double MixupAlpha { get; init; }

    /// <summary>CutMix draws the shares of the boxes from Beta(this, this); 0 for none.</summary>
    public double CutMixAlpha { get; init; }

    /// <summary>Chance changes to single rows, for images and signals; null for none.</summary>
    public RowAugmentation? RowAugmentation { get; init; }

    /// <summary>Deviation of the noise on numeric features; at least 0.</summary>
    public double InputNoise { get; init; }

    /// <summary>
    /// Whether each member of an ensemble sees the rows in an order of its own, so that a step has as many rows for each member. The
    /// paper's plain TabM (arXiv:2410.24210); shared batches are its faster form.
    /// </summary>
    public bool SeparatesMembers { get; init; }

    /// <summary>The rule that turns gradients into steps.</summary>
    public Optimizer Optimizer { get; init; } = new AdamW();

    /// <summary>Peak step size; finite and above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Shape of the step size over the fit.</summary>
    public Schedule LearningRateSchedule { get; init; } = new ConstantSchedule();

    /// <summary>Weight decay, decoupled (arXiv:1711.05101) unless the optimiser couples it; at least 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Shape of the weight decay over the fit.</summary>
    public Schedule WeightDecaySchedule { get; init; } = new ConstantSchedule();

    /// <summary>Shape of the dropout probabilities over the fit.</summary>
    public Schedule DropoutSchedule { get; init; } = new ConstantSchedule();

    /// <summary>Shape of the share of steps that a decoder is fed by a teacher over the fit.</summary>
    public Schedule TeacherForcingSchedule { get; init; } = new ConstantSchedule();

    /// <summary>Share of a class label that goes to all classes alike, its own included; from 0 to 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Shape of the label smoothing over the fit.</summary>
    public Schedule LabelSmoothingSchedule { get; init; } = new ConstantSchedule();

    /// <summary>Multiple of the signs of the weights that decay, added to their gradients; at least 0.</summary>
    public double L1Penalty { get; init; }

    /// <summary>Multiple of the weights that decay, added to their gradients; at least 0.</summary>
    public double L2Penalty { get; init; }

    /// <summary>Longest gradient allowed (Euclidean length over all weights); 0 for no limit.</summary>
    public double GradientClipNorm { get; init; } = 1;

    /// <summary>Largest size of a number in the gradient; 0 for no limit.</summary>
    public double GradientClipValue { get; init; }

    /// <summary>How the weights of many steps become those that are measured and kept; null for the latest ones.</summary>
    public WeightAveraging? WeightAveraging { get; init; }

    /// <summary>Share of the rows that is held out to choose the best epoch; 0 runs all epochs and keeps the last.</summary>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>Which rows are held out.</summary>
    public ValidationRowChoice ValidationRows { get; init; }

    /// <summary>The metric of the validation rows that chooses the epoch, by name; null for the loss.</summary>
    public string? ValidationMetric { get; init; }

    /// <summary>Epochs without a better validation metric after which the fit ends; 0 runs all. The best weights are kept.</summary>
    public int Patience { get; init; } = 16;

    /// <summary>The fit ends in an epoch of at least this times the best one plus the patience; at least 1.</summary>
    public double PatienceFactor { get; init; } = 1;

    /// <summary>How much better the validation metric must be to count as better; at least 0.</summary>
    public double MinimumImprovement { get; init; }

    /// <summary>Whether the model is trained again on all rows for as many epochs as were best.</summary>
    public bool RefitOnAllRows { get; init; }

    /// <summary>Whether the last of equally good epochs is the best (RealMLP, arXiv:2407.04491), not the first.</summary>
    public bool KeepsLastOfTies { get; init; }

    /// <summary>How numeric features are brought to one size.</summary>
    public NumericScaling NumericScaling { get; init; } = NumericScaling.RobustSmoothClip;

    /// <summary>The most values of a category that becomes one-hot columns (RealMLP's 9 counts the missing value); at least 0.</summary>
    public int OneHotLimit { get; init; } = 8;

    /// <summary>Whether the fit ends with the first epoch whose training loss is 0, since nothing moves any more.</summary>
    public bool StopsWithoutError { get; init; }

    /// <summary>Patterns of the layers that stay as they are, statistics included; the output layer is never among them.</summary>
    public IReadOnlyList<string> FrozenLayers { get; init; } = [];

    /// <summary>What some layers' step sizes are multiplied by; the last entry that names a tensor holds.</summary>
    public IReadOnlyList<LayerLearningRateFactor> LayerLearningRateFactors { get; init; } = [];

    /// <summary>What the step size falls by from one layer with parameters to the one before, for those that no entry names.</summary>
    public double LearningRateDecayPerLayer { get; init; } = 1;

    /// <summary>What runs the network forwards and backwards.</summary>
    public TrainingEngine Engine { get; init; }

    /// <summary>Where the random numbers of the fit start.</summary>
    public int Seed { get; init; }

    /// <summary>The threads of this fit; at least 1. Small steps lose by a second thread.</summary>
    public int ThreadCount { get; init; } = 1;
}
