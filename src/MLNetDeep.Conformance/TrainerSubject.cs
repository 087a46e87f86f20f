using Microsoft.ML;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Conformance;

/// <summary>A trainer to be checked: how it is made, what it learns, and what it claims.</summary>
/// <remarks>Give it settings with which a fit takes milliseconds: the suite fits it some sixty times.</remarks>
/// <example><code>
/// var subject = new TrainerSubject
/// {
///     Name = "FastTree",
///     Task = TaskData.Regression,
///     Create = request => request.Context.Regression.Trainers.FastTree(
///         request.Watch(new FastTreeRegressionTrainer.Options { NumberOfTrees = 20, MinimumExampleCountPerLeaf = 2 })),
/// };
/// ConformanceSuite.Check(subject).ThrowIfFailed();
/// </code></example>
public sealed record TrainerSubject
{
    private static readonly IReadOnlyDictionary<string, string> NoGaps = new Dictionary<string, string>();

    private static readonly IReadOnlyDictionary<Refusal, string> NoMessages = new Dictionary<Refusal, string>();

    /// <summary>The trainer's name, as in results.</summary>
    /// <value>No default.</value>
    public required string Name { get; init; }

    /// <summary>What it learns; decides labels, and what its predictions must be like.</summary>
    /// <value>No default.</value>
    public required TaskData Task { get; init; }

    /// <summary>Makes the trainer, or a pipeline that ends with it, with what a check asks for.</summary>
    /// <value>No default. Called many times, also on several threads at once.</value>
    public required Func<TrainingRequest, IEstimator<ITransformer>> Create { get; init; }

    /// <summary>What the trainer claims to do beyond what all do.</summary>
    /// <value>Default <see cref="TrainerCapabilities.None"/>.</value>
    public TrainerCapabilities Capabilities { get; init; }

    /// <summary>The column that the trainer reads as features.</summary>
    /// <value>Default <c>Features</c>, ML.NET's own default.</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>The column that the trainer reads as label.</summary>
    /// <value>Default <c>Label</c>, ML.NET's own default.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The checks that the trainer is known to fall short of, each with the reason.</summary>
    /// <value>Default empty. Strict: a gap that passes is a failure, <see cref="CheckOutcome.StaleGap"/>.</value>
    public IReadOnlyDictionary<string, string> KnownGaps { get; init; } = NoGaps;

    /// <summary>The whole messages of refusals, where a trainer wants them pinned.</summary>
    /// <value>Default empty: a message must then hold the words that <see cref="Refusal"/> tells of.</value>
    public IReadOnlyDictionary<Refusal, string> Messages { get; init; } = NoMessages;

    /// <summary>Data of the subject's own, for trainers that want other features than a vector of numbers.</summary>
    /// <value>Default null: data are made for the task. Takes the number of rows and a seed, and must repeat for equal ones.
    /// Checks that edit the made features do not apply then.</value>
    public Func<int, int, IDataView>? OwnData { get; init; }

    /// <summary>What a message of the context's log holds when an epoch has ended.</summary>
    /// <value>Default null: the check <c>cancel_between_batches</c> then cannot tell whether an epoch was ended after all.</value>
    public string? EpochMessage { get; init; }

    /// <summary>Checks of the subject's own, which take part in the suite under their names.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<ConformanceCheck> MoreChecks { get; init; } = [];

    /// <summary>Data such as the checks use: the same whenever the arguments are.</summary>
    /// <param name="rowCount">Number of rows, from 0.</param>
    /// <param name="seed">Other seeds give other rows of the same kind.</param>
    /// <returns>Features, label, and two columns of categories that hardly matter.</returns>
    public IDataView MakeData(int rowCount = TaskData.DefaultRowCount, int seed = 1) => Table(rowCount, seed);

    /// <summary>Fits a fresh trainer.</summary>
    /// <param name="data">What it is fitted on.</param>
    /// <param name="seed">The seed of the request.</param>
    /// <returns>What the trainer's <c>Fit</c> returns.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="data"/> is null.</exception>
    public ITransformer Fit(IDataView data, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Estimator(seed).Fit(data);
    }

    internal TestTable Table(int rows = TaskData.DefaultRowCount, int seed = 1, int width = 4, Action<float[][]>? edit = null)
        => OwnData is { } make
            ? TestTable.Copy(make(rows, seed))
            : Task.Table(FeatureColumnName, LabelColumnName, rows, seed, width, edit);

    internal IEstimator<ITransformer> Estimator(int seed = 1) => Create(Request(seed));

    /// <summary>A request of a fixed seed, whose context has that seed too unless the trainer has one of its own.</summary>
    internal TrainingRequest Request(int seed = 1) => new(Context(seed), seed);

    internal MLContext Context(int seed = 1) => Capabilities.HasFlag(TrainerCapabilities.OwnSeed) ? new MLContext() : new MLContext(seed);

    /// <summary>The predictions of a fresh fit on its own training data.</summary>
    internal IReadOnlyList<Prediction> FitAndPredict(TestTable data, int seed = 1) => Prediction.Of(Fit(data, seed), data);

    /// <summary>One fit on the default table, shared by all checks that only look at a model.</summary>
    internal FittedSubject Fitted => FittedSubject.Of(this);
}
