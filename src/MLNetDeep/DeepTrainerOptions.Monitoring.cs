using System.Text.Json.Serialization;
using MLNetDeep.Training;

namespace MLNetDeep;

// Who is told of a fit, and who may end it.
public abstract partial record DeepTrainerOptions
{
    /// <summary>Told about every epoch, on the thread that fits.</summary>
    /// <value>Default <see langword="null"/>.</value>
    [JsonIgnore]
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>What watches every epoch and batch, and may stop the fit, freeze layers or scale the step size.</summary>
    /// <value>Default none. Called in their order, on the thread that fits; what they throw ends the fit.</value>
    [JsonIgnore]
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>How long a fit may train; it then ends at the next batch, in good order, with the best so far.</summary>
    /// <value>
    /// Default <see langword="null"/>: as long as it takes. Above 0. Reading the data is not counted; at least one step is done. The
    /// time before a resumed checkpoint counts too.
    /// </value>
    [JsonIgnore]
    public TimeSpan? MaximumTime { get; init; }

    /// <summary>Ends a fit before its next step once it is cancelled.</summary>
    /// <value>Default <see cref="CancellationToken.None"/>.</value>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; init; }

    /// <summary>What a fit does when it is cancelled, by the token or through the <c>MLContext</c>.</summary>
    /// <value>Default <see cref="CancellationBehavior.Throw"/>.</value>
    [JsonIgnore]
    public CancellationBehavior OnCancellation { get; init; }

    /// <summary>
    /// Whether a fit is examined when it is done: dead units, gradients, the course of the loss, leakage suspects, drift and more. What
    /// is found goes into <see cref="DeepModel.Findings"/> and into ML.NET's log.
    /// </summary>
    /// <value>
    /// Default <see langword="true"/>. It looks at no more than 10,000 rows and 2,000 feature columns, fewer rows where columns are many,
    /// and takes less than a second.
    /// </value>
    public bool Diagnose { get; init; } = true;

    private void CheckMonitoring(OptionRules rules)
    {
        rules.Require(Callbacks?.Contains(null!) == false, nameof(Callbacks), "a list without nulls", Callbacks);
        foreach (TrainingCallback callback in Callbacks?.OfType<TrainingCallback>() ?? [])
            rules.Check(callback, nameof(Callbacks), static (part, inner) => part.Check(inner));
        rules.Require(MaximumTime is null || MaximumTime > TimeSpan.Zero, nameof(MaximumTime), "above 0", MaximumTime);
        rules.Require(Enum.IsDefined(OnCancellation), nameof(OnCancellation), "one of the behaviours", OnCancellation);
    }
}
