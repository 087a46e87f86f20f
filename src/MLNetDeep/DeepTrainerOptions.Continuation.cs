using System.Text.Json.Serialization;

namespace MLNetDeep;

// Where a fit begins.
public abstract partial record DeepTrainerOptions
{
    /// <summary>The checkpoint that a fit goes on from, as <see cref="Training.Checkpointing"/> writes it.</summary>
    /// <value>
    /// Default <see langword="null"/>: fits start anew. A file that does not exist starts anew too, so that a program that is killed and
    /// started again just goes on; the bits are those of a run without a break. Data, options and network must be the same: what differs
    /// is named. Without <see cref="Seed"/> the checkpoint's seed is used.
    /// </value>
    [JsonIgnore]
    public string? ResumeFrom { get; init; }

    private void CheckContinuation(OptionRules rules) =>
        rules.Require(ResumeFrom != "", nameof(ResumeFrom), "a file name or null", ResumeFrom);
}
