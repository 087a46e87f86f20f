using Microsoft.ML;
using MLNetDeep.Conformance;
using MLNetDeep.Conformance.Data;
using MLNetDeep.Tests.Conformance.Checks;

namespace MLNetDeep.Tests.Conformance;

/// <summary>One of our trainers, with settings that make a fit quick.</summary>
/// <param name="Name">As in test names: <c>Mlp.Binary</c>.</param>
/// <param name="Task">What it learns.</param>
/// <param name="Options">Tiny settings.</param>
/// <param name="Create">Makes the estimator.</param>
internal sealed record DeepSubject(
    string Name, TaskData Task, DeepTrainerOptions Options, Func<MLContext, DeepTrainerOptions, IEstimator<ITransformer>> Create)
{
    /// <summary>What every deep trainer does.</summary>
    public const TrainerCapabilities Claims = TrainerCapabilities.Randomness | TrainerCapabilities.OwnSeed | TrainerCapabilities.Batches
        | TrainerCapabilities.TimeBudget | TrainerCapabilities.Cancellation;

    /// <summary>What the suite checks: all that is claimed of a deep trainer, every message pinned, and checks of our own.</summary>
    public TrainerSubject Conforming() => new()
    {
        Name = Name,
        Task = Task,
        Create = request => Create(request.Context, request.Watch(Asked(request))),
        Capabilities = Claims,
        KnownGaps = Conformance.KnownGaps.Of(Name),
        Messages = DeepMessages.Of(Task, Options),
        EpochMessage = "Epoch ",
        MoreChecks = DeepChecks.Of(this),
    };

    /// <summary>An estimator in an environment of its own.</summary>
    public IEstimator<ITransformer> Estimator(int seed = 1) => Create(new MLContext(), Options with { Seed = seed });

    /// <summary>The predictions of a fresh fit on its own training data.</summary>
    public IReadOnlyList<Prediction> FitAndPredict(TestTable data) => Prediction.Of(Estimator().Fit(data), data);

    /// <summary>The tiny settings, with what a check asks for.</summary>
    public DeepTrainerOptions Asked(TrainingRequest request)
    {
        var options = Options with { Seed = request.Seed };
        options = options with
        {
            BatchSize = request.BatchSize ?? options.BatchSize,
            MaximumEpochCount = request.MaximumEpochCount ?? options.MaximumEpochCount,
            MaximumTime = request.MaximumTime ?? options.MaximumTime,
        };
        return request.UsesAllRows ? options with { ValidationFraction = 0, Patience = 0 } : options;
    }
}
