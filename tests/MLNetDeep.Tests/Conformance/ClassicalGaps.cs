namespace MLNetDeep.Tests.Conformance;

/// <summary>A check that trainers of ML.NET fall short of.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Reason">What they do instead.</param>
/// <param name="Trainers">Names in <see cref="ClassicalTrainers"/>.</param>
internal sealed record ClassicalGap(string Check, string Reason, params IReadOnlyList<string> Trainers)
{
    /// <summary>Whether only the official packages, version 5.0.0, were seen to fall short.</summary>
    public bool IsOfficialOnly { get; init; }
}

/// <summary>What ML.NET's own trainers fall short of: seen on the official packages, 5.0.0, and, but for those marked, on ours.</summary>
internal static class ClassicalGaps
{
    private static readonly string[] Trees =
        ["FastTree.Binary", "FastForest.Binary", "OneVersusAll.Multiclass", "FastTree.Regression", "FastForest.Regression"];

    private static readonly string[] DualAscent = ["SdcaLogisticRegression.Binary", "SdcaMaximumEntropy.Multiclass", "Sdca.Regression"];

    private static readonly string[] Lbfgs =
        ["LbfgsLogisticRegression.Binary", "LbfgsMaximumEntropy.Multiclass", "LbfgsPoissonRegression.Counts"];

    private static readonly string[] Linear = [.. DualAscent, .. Lbfgs, "AveragedPerceptron.Binary"];

    private static readonly string[] Everyone = [.. Trees, .. Linear];

    public static IReadOnlyList<ClassicalGap> All { get; } =
    [
        new("cursors_are_disposed", "some cursors over the data are never disposed", DualAscent) { IsOfficialOnly = true },
        new("empty_data_is_refused", "no rows are refused, but as \"All instances skipped due to missing features.\"", Trees),
        new("fit_leaves_options_unchanged", "a fit writes the size of its histogram pool into the options", Trees)
        {
            IsOfficialOnly = true,
        },
        new("fit_leaves_options_unchanged", "a fit writes the regularization that it chose into the options", DualAscent)
        {
            IsOfficialOnly = true,
        },
        new("infinite_feature_is_refused_with_row_number", "a row with an infinite feature is accepted without a word", Everyone),
        new(
            "missing_column_is_named", "predicting without the features names a column 'Feature', whatever theirs is called",
            [.. Everyone.Except(["OneVersusAll.Multiclass"])]),
        new("missing_column_is_named", "it promises a schema without looking for the feature column", "OneVersusAll.Multiclass"),
        new(
            "missing_label_is_refused", "a row without a label is accepted without a word",
            [.. Everyone.Where(trainer => !trainer.EndsWith(".Binary", StringComparison.Ordinal))]),
        new("nan_feature_is_imputed", "a feature that is missing in every row makes the fit end without a model", Trees),
        new("nan_feature_is_imputed", "a row with a missing feature gets NaN as its score", Linear),
        new("one_row", "the score is NaN", "FastForest.Regression"),
        new(
            "other_width_is_named_when_predicting",
            "features of another width are refused with an InvalidOperationException that does not name the column", Everyone),
        new("refit_equals_fresh_fit", "a second fit draws on from where the first one stopped, and learns something else", DualAscent),
        new(
            "refit_equals_fresh_fit", "a second fit learns something else than the first one would have",
            "FastForest.Binary", "FastForest.Regression", "LbfgsPoissonRegression.Counts")
        {
            IsOfficialOnly = true,
        },
        new("two_rows", "the score is NaN", "FastForest.Regression"),
        new(
            "wild_scales_are_normalised", "scores overflow: features must be scaled beforehand",
            "AveragedPerceptron.Binary", "SdcaMaximumEntropy.Multiclass"),
        new("wrong_type_is_named", "it promises a schema without looking at the type of the features", "OneVersusAll.Multiclass"),
    ];

    /// <summary>The reasons of one trainer, by check.</summary>
    public static IReadOnlyDictionary<string, string> Of(string trainer)
        => All.Where(gap => gap.Trainers.Contains(trainer)).ToDictionary(gap => gap.Check, gap => gap.Reason);
}
