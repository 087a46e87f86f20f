namespace MLNetDeep.Tests.Conformance;

/// <summary>What trainers do not fulfil yet, and why. Strict: a gap that passes fails the run.</summary>
internal static class KnownGaps
{
    private const string OneFitAMember = "callbacks watch the fit of each member, not one fit";

    private const string OneCheckpoint = "its members would share one checkpoint file";

    private const string OneModel = "it goes on from no single model";

    /// <summary>The gaps of one trainer.</summary>
    public static IReadOnlyDictionary<string, string> Of(string trainer)
        => Reasons.Where(gap => gap.Key.Trainer == trainer).ToDictionary(gap => gap.Key.Check, gap => gap.Value);

    public static readonly IReadOnlyDictionary<(string Trainer, string Check), string> Reasons = new Dictionary<(string, string), string>
    {
        [("Perceptron.Binary", "validation_metric_covers_all_rows")] =
            "its loss is the share of mistakes, not the cross-entropy that the check works out",
        [("CrossValidationEnsemble.Binary", "callbacks_see_every_epoch_and_batch")] = OneFitAMember,
        [("CrossValidationEnsemble.Binary", "resume_gives_the_same_bits")] = OneCheckpoint,
        [("CrossValidationEnsemble.Binary", "continue_training_lowers_the_loss")] = OneModel,
        [("CrossValidationEnsemble.Multiclass", "callbacks_see_every_epoch_and_batch")] = OneFitAMember,
        [("CrossValidationEnsemble.Multiclass", "resume_gives_the_same_bits")] = OneCheckpoint,
        [("CrossValidationEnsemble.Multiclass", "continue_training_lowers_the_loss")] = OneModel,
        [("CrossValidationEnsemble.MultiLabel", "callbacks_see_every_epoch_and_batch")] = OneFitAMember,
        [("CrossValidationEnsemble.MultiLabel", "resume_gives_the_same_bits")] = OneCheckpoint,
        [("CrossValidationEnsemble.MultiLabel", "continue_training_lowers_the_loss")] = OneModel,
        [("CrossValidationEnsemble.Regression", "callbacks_see_every_epoch_and_batch")] = OneFitAMember,
        [("CrossValidationEnsemble.Regression", "resume_gives_the_same_bits")] = OneCheckpoint,
        [("CrossValidationEnsemble.Regression", "continue_training_lowers_the_loss")] = OneModel,
    };
}
