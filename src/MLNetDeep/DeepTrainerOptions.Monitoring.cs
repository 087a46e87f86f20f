using System.Text.Json.Serialization;

namespace MLNetDeep;

// Who is told of a fit, and who may end it.
public abstract partial record DeepTrainerOptions
{
    /// <summary>Told about every epoch, on the thread that fits.</summary>
    /// <value>Default <see langword="null"/>.</value>
    [JsonIgnore]
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Ends a fit before its next step once it is cancelled; nothing is left of the fit.</summary>
    /// <value>Default <see cref="CancellationToken.None"/>.</value>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; init; }
}
