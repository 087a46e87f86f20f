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

    /// <summary>A fitted model whose weights a fit begins with, to learn from new rows or for more epochs.</summary>
    /// <value>
    /// Default <see langword="null"/>: fits begin with weights drawn at random. Inputs are encoded, and labels scaled and named, as the
    /// model does. Task, features, classes and the sizes of all layers must be the model's: what differs is named. A step size below that
    /// of the first fit keeps more of what was learned.
    /// </value>
    [JsonIgnore]
    public DeepModel? InitialModel { get; init; }

    private void CheckContinuation(OptionRules rules) =>
        rules.Require(ResumeFrom != "", nameof(ResumeFrom), "a file name or null", ResumeFrom);
}
