using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Comparison;

namespace MLNetDeep.AutoML;

/// <summary>What a <see cref="Study"/> searches, on which rows, and how.</summary>
/// <remarks>Options are immutable and are checked once, when the study is made: all violations arrive in one exception.</remarks>
public sealed partial record StudyOptions
{
    /// <summary>The study's name; a storage may hold several.</summary>
    /// <value>Default <c>study</c>. Not empty.</value>
    public string Name { get; init; } = "study";

    /// <summary>The estimators with their search space, from the data's columns to the predictions, as ML.NET's AutoML has them.</summary>
    public required SweepablePipeline Pipeline { get; init; }

    /// <summary>The rows, with label and features.</summary>
    /// <value>Default <see langword="null"/>; either this or <see cref="DataFactory"/> is given.</value>
    public IDataView? Data { get; init; }

    /// <summary>Loads the rows, for studies whose options are made before the data are there, as on several machines.</summary>
    /// <value>Default <see langword="null"/>. Called with a context of its own, once a run; it must give the same rows everywhere.</value>
    public Func<MLContext, IDataView>? DataFactory { get; init; }

    /// <summary>Whether the rows are kept in memory once they are read; every fit reads them again.</summary>
    /// <value>Default <see langword="true"/>. Rows that do not fit into memory need <see langword="false"/>.</value>
    public bool CacheData { get; init; } = true;

    /// <summary>What is learnt, and how predictions are measured.</summary>
    public required ComparisonTask Task { get; init; }

    /// <summary>The metric that ranks trials, by its name among the task's.</summary>
    /// <value>Default <see langword="null"/>: the task's first.</value>
    public string? Metric { get; init; }

    /// <summary>Number of folds of each trial.</summary>
    /// <value>Default 5. At least 2. A <see cref="Split"/> has a number of its own.</value>
    public int FoldCount { get; init; } = DefaultFoldCount;

    /// <summary>How often the rows are split into folds, each time anew.</summary>
    /// <value>Default 1. At least 1. A <see cref="Split"/> has repetitions of its own.</value>
    public int RepeatCount { get; init; } = 1;

    /// <summary>A rule that splits the rows: at random, in time, by groups, purged, or into training rows and a fixed set.</summary>
    /// <value>Default <see langword="null"/>: random folds, the same share of every class in each.</value>
    public RowSplit? Split { get; init; }

    /// <summary>Column whose equal values are never on both sides of a fold, such as a customer with several rows.</summary>
    /// <value>
    /// Default <see langword="null"/>: rows are split one by one. With a <see cref="Split"/> of one's own it is not split by, but checked:
    /// a value on both sides ends the study before it begins.
    /// </value>
    public string? SamplingKeyColumnName { get; init; }

    /// <summary>What trials are judged by, the score first.</summary>
    /// <value>Default the score alone. Several make a Pareto front; trials are still ranked, and pruned, by their score.</value>
    public IReadOnlyList<StudyObjective> Objectives { get; init; } = [StudyObjective.Score];

    /// <summary>Makes the tuner that proposes settings: one of ours, or any <see cref="ITuner"/>.</summary>
    /// <value>
    /// Default <see langword="null"/>: TPE (Bergstra et al., NeurIPS 2011), multivariate. It is told all trials of the study again whenever
    /// a process takes part anew.
    /// </value>
    public Func<TunerRequest, ITuner>? Tuner { get; init; }

    /// <summary>Settings that are tried first of all, as the user wants them; what they lack has its default.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Parameter> Enqueue { get; init; } = [];

    /// <summary>Settings that are known to be good on other data, tried before the tuner's; what they lack has its default.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Parameter> Portfolio { get; init; } = [];

    /// <summary>Ends trials that do worse than others at the same point.</summary>
    /// <value>
    /// Default <see cref="MedianPruner"/>, as Optuna has: it ends what is worse than the median at the same point. <see langword="null"/>
    /// lets every trial run to its end.
    /// </value>
    public Pruner? Pruner { get; init; } = new MedianPruner();

    /// <summary>
    /// Makes studies with several workers repeat: trial n is proposed from the trials before n − this alone, and pruned by comparison with
    /// them; both wait until these are finished.
    /// </summary>
    /// <value>
    /// Default <see langword="null"/>: whatever is finished counts, and with several workers chance decides what that is. At least 0; one
    /// less than the number of workers keeps all of them busy for the most part.
    /// </value>
    public int? ProposalDelay { get; init; }

    /// <summary>Where all random numbers of the study start: folds, proposals, fits.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>What becomes of the best setting.</summary>
    /// <value>Default <see cref="FinalModel.RefitOnAllRows"/>.</value>
    public FinalModel FinalModel { get; init; } = FinalModel.RefitOnAllRows;

    private const int DefaultFoldCount = 5;
}
