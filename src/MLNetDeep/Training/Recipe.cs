using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep.Training;

/// <summary>What an architecture chooses for the data at hand, before the user's own options.</summary>
internal sealed record Recipe
{
    /// <summary>How to train.</summary>
    public required FitSettings Fit { get; init; }

    /// <summary>Fits the network's first layer to the training rows.</summary>
    public Func<FitRows, FitSettings, InputEncoding> FitInput { get; init; } = static (rows, fit) =>
        InputNormalization.Fit(rows.Features, rows.TrainRows, rows.Counts, fit);

    /// <summary>Describes the network, once the inputs are encoded and the head knows its width.</summary>
    public required Func<InputEncoding, int, NetworkSpec> BuildNetwork { get; init; }

    /// <summary>Draws the numbers that a fit begins with, for a network, its encoding and a seed; null draws all at random.</summary>
    public Func<NetworkSpec, InputEncoding, int, float[]>? Start { get; init; }

    /// <summary>What the loop learns from in place of the task's own head, for architectures with a rule of their own.</summary>
    public Func<ITrainingHead, ITrainingHead> TrainingHead { get; init; } = static head => head;

    /// <summary>A network for tables.</summary>
    public static Func<InputEncoding, int, NetworkSpec> ForTables(Func<NetworkInput, int, NetworkSpec> build) =>
        (encoding, outputWidth) => build(((InputNormalization)encoding).Input, outputWidth);
}

/// <summary>What is known of the data before anything is fitted.</summary>
/// <param name="Task">What is to be predicted.</param>
/// <param name="RowCount">Rows given, validation rows included.</param>
/// <param name="FeatureCount">Numeric features of a row.</param>
internal sealed record DataSummary(LearningTask Task, int RowCount, int FeatureCount)
{
    /// <summary>How many classes exclude each other; 0 when the label is no class.</summary>
    public int ClassCount { get; init; }

    /// <summary>How many values each category has, missing ones aside, in the order of the option's names.</summary>
    public IReadOnlyList<int> ValueCounts { get; init; } = [];

    /// <summary>The dimensions that the type of the feature vector has; one alone for a plain vector.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = [FeatureCount];

    /// <summary>Target values of a row.</summary>
    public int TargetCount { get; init; }

    /// <summary>How the feature vector is read as a sequence; null when it is none.</summary>
    public SequenceInputSpec? Sequence { get; init; }

    /// <summary>The tokens of a sequence in the order of their keys; null where there are none, or they have no names.</summary>
    public IReadOnlyList<string>? TokenNames { get; init; }
}
