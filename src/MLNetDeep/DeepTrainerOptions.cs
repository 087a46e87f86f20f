using System.Text.Json.Serialization;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What every deep trainer can be told, whatever its architecture.</summary>
/// <remarks>
/// Options are immutable and are checked once, when the trainer is made: all violations arrive in one
/// <see cref="ArgumentException"/>. What is learned from the data goes into the model, never into the options.
/// </remarks>
public abstract record DeepTrainerOptions
{
    /// <summary>The column with the values to predict.</summary>
    /// <value>Default <c>Label</c>. Boolean for binary classification, key for multiclass, float for regression.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The column with the features: a float vector of known length. Raw values will do.</summary>
    /// <value>Default <c>Features</c>.</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>The column that says how much each row counts in the loss.</summary>
    /// <value>Default <see langword="null"/>: all rows count alike. The values must be finite and at least 0.</value>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>Where the random numbers of a fit start: initial weights, order of the rows, dropout, validation rows.</summary>
    /// <value>Default <see langword="null"/>: drawn from the <c>MLContext</c>, and recorded in the model.</value>
    public int? Seed { get; init; }

    /// <summary>How many passes over the training rows a fit makes at most.</summary>
    /// <value>Default 32: the step size falls along a cosine over as many epochs. At least 1.</value>
    public int MaximumEpochCount { get; init; } = 32;

    /// <summary>How many rows one optimiser step sees.</summary>
    /// <value>Default 0: chosen by the number of training rows, from 64 to 1,024 (RealMLP's rule). At least 0.</value>
    public int BatchSize { get; init; }

    /// <summary>AdamW's first step size; it falls along a cosine to 0 over <see cref="MaximumEpochCount"/>.</summary>
    /// <value>Default 3e-3, the best of a small grid on the tables under samples/data. Finite and above 0.</value>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Decoupled weight decay on the weight matrices; biases and normalisation are left alone.</summary>
    /// <value>
    /// Default 0.3, of which a step takes the share that its step size says (arXiv:1711.05101); the best of a small grid
    /// on the tables under samples/data. Finite and at least 0.
    /// </value>
    public double WeightDecay { get; init; } = 0.3;

    /// <summary>The largest Euclidean norm of a step's gradient; a longer one is scaled down to it.</summary>
    /// <value>Default 1, TabM's published default. Finite and at least 0; 0 switches clipping off.</value>
    public double GradientClipNorm { get; init; } = 1;

    /// <summary>The share of the rows that is held out of training to choose the best epoch.</summary>
    /// <value>Default 0.2, stratified by class. At least 0 and below 1; 0 runs all epochs and keeps the last.</value>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>How many epochs may pass without a better validation loss before the fit ends.</summary>
    /// <value>Default 10. At least 1.</value>
    public int Patience { get; init; } = 10;

    /// <summary>How many threads libtorch uses for one fit.</summary>
    /// <value>Default 1, the fastest for small networks. At least 1; results depend on it.</value>
    public int ThreadCount { get; init; } = 1;

    /// <summary>Told about every epoch, on the thread that fits.</summary>
    /// <value>Default <see langword="null"/>.</value>
    [JsonIgnore]
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Ends a fit before its next step once it is cancelled; nothing is left of the fit.</summary>
    /// <value>Default <see cref="CancellationToken.None"/>.</value>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The name of the architecture, as it stands in messages and in the model.</summary>
    internal abstract string Architecture { get; }

    /// <summary>Describes the network for features of one width and a head of another.</summary>
    /// <param name="input">The first layer: it takes the raw features.</param>
    /// <param name="inputWidth">The number of raw features.</param>
    /// <param name="outputWidth">The number of outputs the task's head needs.</param>
    internal abstract NetworkSpec BuildNetwork(InputNormalizationSpec input, int inputWidth, int outputWidth);

    /// <summary>Adds what this kind of options demands beyond the common rules.</summary>
    private protected abstract void Check(OptionRules rules);

    /// <summary>Checks all options.</summary>
    /// <exception cref="ArgumentException">One or more options are out of range; the message lists all of them.</exception>
    internal void Validate()
    {
        var rules = new OptionRules(GetType().Name);
        rules.Require(!string.IsNullOrEmpty(LabelColumnName), nameof(LabelColumnName), "a column name", LabelColumnName);
        rules.Require(!string.IsNullOrEmpty(FeatureColumnName), nameof(FeatureColumnName), "a column name", FeatureColumnName);
        rules.Require(ExampleWeightColumnName != "", nameof(ExampleWeightColumnName), "a column name or null", ExampleWeightColumnName);
        rules.Require(MaximumEpochCount >= 1, nameof(MaximumEpochCount), "at least 1", MaximumEpochCount);
        rules.Require(BatchSize >= 0, nameof(BatchSize), "at least 0", BatchSize);
        rules.Require(double.IsFinite(LearningRate) && LearningRate > 0, nameof(LearningRate), "finite and above 0", LearningRate);
        rules.Require(double.IsFinite(WeightDecay) && WeightDecay >= 0, nameof(WeightDecay), "finite and at least 0", WeightDecay);
        var isClipUsable = double.IsFinite(GradientClipNorm) && GradientClipNorm >= 0;
        rules.Require(isClipUsable, nameof(GradientClipNorm), "finite and at least 0", GradientClipNorm);
        rules.Require(ValidationFraction is >= 0 and < 1, nameof(ValidationFraction), "at least 0 and below 1", ValidationFraction);
        rules.Require(Patience >= 1, nameof(Patience), "at least 1", Patience);
        rules.Require(ThreadCount >= 1, nameof(ThreadCount), "at least 1", ThreadCount);
        Check(rules);
        rules.ThrowIfBroken();
    }

    /// <summary>What the training loop needs of these options.</summary>
    internal FitSettings ToFitSettings(int seed) => new()
    {
        MaximumEpochCount = MaximumEpochCount,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        WeightDecay = WeightDecay,
        GradientClipNorm = GradientClipNorm,
        Patience = Patience,
        Schedule = LearningRateSchedule.Cosine,
        Seed = seed,
        ThreadCount = ThreadCount,
    };
}
