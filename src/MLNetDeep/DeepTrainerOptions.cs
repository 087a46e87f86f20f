using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What every deep trainer can be told, whatever its architecture.</summary>
/// <remarks>
/// Options are immutable and are checked once, when the trainer is made: all violations arrive in one
/// <see cref="ArgumentException"/>. An option that is <see langword="null"/> leaves the choice to the architecture's recipe for the
/// data at hand. What is learned from the data goes into the model, never into the options.
/// </remarks>
public abstract partial record DeepTrainerOptions
{
    /// <summary>Where the random numbers of a fit start: initial weights, order of the rows, dropout, validation rows.</summary>
    /// <value>Default <see langword="null"/>: drawn from the <c>MLContext</c>, and recorded in the model.</value>
    public int? Seed { get; init; }

    /// <summary>How many passes over the training rows a fit makes at most.</summary>
    /// <value>Default <see langword="null"/>: the recipe's. At least 1.</value>
    public int? MaximumEpochCount { get; init; }

    /// <summary>What the number of epochs, the recipe's or <see cref="MaximumEpochCount"/>, is multiplied by.</summary>
    /// <value>Default 1. Finite and above 0; the product is rounded, and at least 1. Schedules stretch with it.</value>
    public double EpochFactor { get; init; } = 1;

    /// <summary>How many rows one optimiser step sees.</summary>
    /// <value>Default 0: the recipe's, by the number of training rows from 64 to 1,024 (RealMLP's rule). At least 0.</value>
    public int BatchSize { get; init; }

    /// <summary>Whether rows that do not fill a last batch are left out of the epoch; it is other rows in each.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's; RealMLP leaves them out (arXiv:2407.04491), others learn from all. Rows that do not
    /// even fill one batch are always learned from.
    /// </value>
    public bool? DropLastBatch { get; init; }

    /// <summary>What runs the network forwards and backwards while it is trained.</summary>
    /// <value>
    /// Default <see cref="TrainingEngine.Automatic"/>. Both engines compute the same to about 1e-5 a step, and differ in the last bits.
    /// </value>
    public TrainingEngine Engine { get; init; }

    /// <summary>How many threads one fit uses.</summary>
    /// <value>
    /// Default <see langword="null"/>: 1, the fastest for small networks, and all cores for convolutions whose steps are large. At least 1;
    /// results depend on it.
    /// </value>
    public int? ThreadCount { get; init; }

    /// <summary>The name of the architecture, as it stands in messages and in the model.</summary>
    internal abstract string Architecture { get; }

    /// <summary>The threads that a fit takes by default.</summary>
    /// <param name="multiplyAdds">Multiply-adds that one step takes on its way forward.</param>
    private protected virtual int ChooseThreads(long multiplyAdds) => 1;

    /// <summary>The threads of a fit.</summary>
    /// <param name="network">What is fitted.</param>
    /// <param name="batchSize">Rows in a step.</param>
    internal int Threads(NetworkSpec network, int batchSize) => ThreadCount ?? ChooseThreads(network.MultiplyAdds * batchSize);

    /// <summary>Whether rows of bytes are kept as such, because the network's first layer takes them.</summary>
    internal virtual bool KeepsBytes => false;

    /// <summary>Whether the features may be a sequence: a vector without a length of its own, or one of keys.</summary>
    internal virtual bool TakesSequences => false;

    /// <summary>How the feature vector is read as a sequence, for architectures that do so.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="feature">Their feature vector, whose type has been checked.</param>
    /// <param name="task">What is to be learned.</param>
    internal virtual SequenceInputSpec? DescribeSequence(IDataView data, DataViewSchema.Column feature, LearningTask task) => null;

    /// <summary>Whether an option of the architecture's own decides which layers there are.</summary>
    internal virtual bool DescribesNetwork(string option) => true;

    /// <summary>Chooses how to train and what, for the data at hand; the user's options come on top.</summary>
    internal abstract Recipe ChooseRecipe(DataSummary data);

    /// <summary>The recipe with its epochs by <see cref="EpochFactor"/>; what it makes of their number goes along.</summary>
    internal Recipe ChooseStretchedRecipe(DataSummary data)
    {
        Recipe recipe = ChooseRecipe(data);
        if (EpochFactor == 1)
            return recipe;
        double epochs = Math.Round((MaximumEpochCount ?? recipe.Fit.MaximumEpochCount) * EpochFactor);
        var stretched = this with { MaximumEpochCount = (int)Math.Clamp(epochs, 1, int.MaxValue), EpochFactor = 1 };
        Recipe second = stretched.ChooseRecipe(data);
        return second with { Fit = second.Fit with { MaximumEpochCount = stretched.MaximumEpochCount.Value } };
    }

    /// <summary>Adds what this kind of options demands beyond the common rules.</summary>
    private protected abstract void Check(OptionRules rules);

    /// <summary>Checks all options.</summary>
    /// <exception cref="ArgumentException">One or more options are out of range; the message lists all of them.</exception>
    /// <param name="task">What is to be learned.</param>
    internal void Validate(LearningTask task)
    {
        var rules = new OptionRules(GetType().Name);
        CheckData(rules);
        rules.Require(MaximumEpochCount is null or >= 1, nameof(MaximumEpochCount), "at least 1", MaximumEpochCount);
        rules.RequirePositive(EpochFactor, nameof(EpochFactor));
        rules.Require(BatchSize >= 0, nameof(BatchSize), "at least 0", BatchSize);
        rules.Require(Enum.IsDefined(Engine), nameof(Engine), "one of the engines", Engine);
        CheckOptimization(rules);
        CheckLoss(rules);
        CheckTask(rules, task);
        CheckValidation(rules);
        CheckMonitoring(rules);
        CheckContinuation(rules);
        CheckRegularization(rules);
        rules.Require(ThreadCount is null or >= 1, nameof(ThreadCount), "at least 1", ThreadCount);
        Check(rules);
        rules.ThrowIfBroken();
    }

    /// <summary>The recipe's settings with what the user said on top.</summary>
    internal FitSettings Complete(FitSettings recipe, int seed)
    {
        var settings = recipe with
        {
            MaximumEpochCount = EpochFactor == 1 ? MaximumEpochCount ?? recipe.MaximumEpochCount : recipe.MaximumEpochCount,
            BatchSize = BatchSize > 0 ? BatchSize : recipe.BatchSize,
            Seed = seed,
            Engine = Engine,
        };
        return CompleteOwn(CompleteRegularization(CompleteLoss(CompleteValidation(CompleteOptimization(CompleteData(settings))))));
    }

    /// <summary>Sets what this kind of options says beyond the common ones.</summary>
    private protected virtual FitSettings CompleteOwn(FitSettings recipe) => recipe;
}
