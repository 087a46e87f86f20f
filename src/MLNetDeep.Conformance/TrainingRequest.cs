using Microsoft.ML;

namespace MLNetDeep.Conformance;

/// <summary>What a check wants a trainer to be made with. What is null is left as the subject has it.</summary>
public sealed class TrainingRequest
{
    private readonly List<object> _watched = [];

    internal TrainingRequest(MLContext context, int? seed) => (Context, Seed) = (context, seed);

    /// <summary>The context to take the catalog from.</summary>
    /// <value>A fresh one, seeded with <see cref="Seed"/> unless the subject claims <see cref="TrainerCapabilities.OwnSeed"/>.</value>
    public MLContext Context { get; }

    /// <summary>The seed for a trainer that has one among its options.</summary>
    /// <value>Null where the context's seed is to decide.</value>
    public int? Seed { get; }

    /// <summary>Rows of one step of training.</summary>
    /// <value>Null, or a count from 1; asked of subjects that claim <see cref="TrainerCapabilities.Batches"/>.</value>
    public int? BatchSize { get; internal init; }

    /// <summary>The most times that the data are gone through.</summary>
    /// <value>Null, or a count from 1; asked of subjects that claim <see cref="TrainerCapabilities.Batches"/>.</value>
    public int? MaximumEpochCount { get; internal init; }

    /// <summary>How long a fit may take.</summary>
    /// <value>Null, or a time; asked of subjects that claim <see cref="TrainerCapabilities.TimeBudget"/>.</value>
    public TimeSpan? MaximumTime { get; internal init; }

    /// <summary>Whether every row must be trained on, none held back for validation, and no early end.</summary>
    /// <value>False but for few checks.</value>
    public bool UsesAllRows { get; internal init; }

    internal IReadOnlyList<object> Watched => _watched;

    /// <summary>Has the check <c>fit_leaves_options_unchanged</c> compare an options object before and after a fit.</summary>
    /// <typeparam name="T">The type of the options.</typeparam>
    /// <param name="options">What the trainer is made with.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public T Watch<T>(T options) where T : class
    {
        ArgumentNullException.ThrowIfNull(options);
        _watched.Add(options);
        return options;
    }
}
