using System.Collections.Immutable;
using MLNetDeep.Training;

namespace MLNetDeep;

// What the options of a forecaster must be.
public abstract partial record ForecastOptions
{
    private protected sealed override void Check(OptionRules rules)
    {
        CheckNetwork(rules);
        if (Window is not null)
            return; // the framework's own copy, which has a label, features and categories
        CheckColumns(rules);
        CheckRefused(rules);
        rules.Require(Horizon >= 1, nameof(Horizon), "at least 1", Horizon);
        rules.Require(Lookback is null or >= 1, nameof(Lookback), "at least 1", Lookback);
        rules.Require(SeasonLength is null or >= 1, nameof(SeasonLength), "at least 1", SeasonLength);
        rules.Require(ConfidenceLevel is > 0 and < 1, nameof(ConfidenceLevel), "above 0 and below 1", ConfidenceLevel);
        rules.Require(
            Normalization is null || Enum.IsDefined(Normalization.Value), nameof(Normalization), "one of the normalisations", Normalization);
        const CalendarFeatures All = (CalendarFeatures)127;
        rules.Require(Calendar is null || (Calendar & ~All) == 0, nameof(Calendar), "a sum of the calendar's features", Calendar);
        rules.Require(
            Calendar is null or CalendarFeatures.None || TimeColumnName is not null, nameof(Calendar), "None without a TimeColumnName",
            Calendar);
    }

    private void CheckColumns(OptionRules rules)
    {
        rules.Require(!string.IsNullOrEmpty(OutputColumnName), nameof(OutputColumnName), "a column name", OutputColumnName);
        CheckNames(rules, InputColumnNames, nameof(InputColumnNames));
        rules.Require(InputColumnNames is not { IsDefault: false, IsEmpty: true }, nameof(InputColumnNames), "at least one", "[]");
        CheckNames(rules, PastCovariateColumnNames, nameof(PastCovariateColumnNames), InputColumnNames);
        CheckNames(
            rules, FutureCovariateColumnNames, nameof(FutureCovariateColumnNames),
            [.. Present(InputColumnNames), .. Present(PastCovariateColumnNames)]);
        CheckNames(rules, StaticColumnNames, nameof(StaticColumnNames));
        CheckOptional(rules, SeriesColumnName, nameof(SeriesColumnName));
        CheckOptional(rules, TimeColumnName, nameof(TimeColumnName));
        CheckOptional(rules, LowerBoundColumnName, nameof(LowerBoundColumnName));
        CheckOptional(rules, UpperBoundColumnName, nameof(UpperBoundColumnName));
        string?[] outputs = [OutputColumnName, LowerBoundColumnName, UpperBoundColumnName];
        var given = outputs.OfType<string>().ToArray();
        rules.Require(given.Distinct().Count() == given.Length, nameof(OutputColumnName), "another column than the bounds", OutputColumnName);
    }

    private static void CheckOptional(OptionRules rules, string? name, string member) =>
        rules.Require(name != "", member, "a column name or null", name);

    private static ImmutableArray<string> Present(ImmutableArray<string> names) => names.IsDefault ? [] : names;

    private void CheckNames(OptionRules rules, ImmutableArray<string> names, string member, ImmutableArray<string> others = default)
    {
        rules.Require(!names.IsDefault, member, "a list of column names", null);
        names = Present(names);
        rules.Require(!names.Any(string.IsNullOrEmpty), member, "column names", names);
        rules.Require(names.Distinct().Count() == names.Length, member, "different names", names);
        // The target of a step to come, as something known in advance, is the answer itself.
        var taken = Present(others).AddRange(new[] { SeriesColumnName, TimeColumnName }.OfType<string>());
        rules.Require(!names.Any(taken.Contains), member, $"other columns than {string.Join(", ", taken)}", names);
    }

    /// <summary>Refuses what other trainers are told of labels, features and classes.</summary>
    private void CheckRefused(OptionRules rules)
    {
        Refuse(LabelColumnName == "Label", nameof(LabelColumnName), "'Label': InputColumnNames says what is forecast", LabelColumnName);
        Refuse(
            FeatureColumnName == "Features", nameof(FeatureColumnName), "'Features': covariates say what else is looked at", FeatureColumnName);
        Refuse(
            CategoricalFeatureColumnNames is { IsDefault: false, IsEmpty: true }, nameof(CategoricalFeatureColumnNames),
            "empty: StaticColumnNames has the categories", CategoricalFeatureColumnNames.IsDefault ? null : CategoricalFeatureColumnNames);
        Refuse(ExampleWeightColumnName is null, nameof(ExampleWeightColumnName), "null for a forecaster", ExampleWeightColumnName);
        Refuse(SamplingKeyColumnName is null, nameof(SamplingKeyColumnName), "null for a forecaster", SamplingKeyColumnName);
        Refuse(NumericScaling is null, nameof(NumericScaling), "null: Normalization says how windows are scaled", NumericScaling);
        Refuse(IntervalCoverage is null, nameof(IntervalCoverage), "null: ConfidenceLevel has the share", IntervalCoverage);
        Refuse(ClampPredictions, nameof(ClampPredictions), "true: forecasts are never clamped anyway", ClampPredictions);
        Refuse(
            ValidationRows is null or ValidationRowChoice.Last, nameof(ValidationRows), "null or Last: windows drawn at random overlap",
            ValidationRows);
        if (Loss is QuantileLoss { Levels: { IsDefaultOrEmpty: false } levels })
            rules.Require(levels[0] < 0.5 && levels[^1] > 0.5, $"{nameof(Loss)}.{nameof(QuantileLoss.Levels)}", "on both sides of 0.5", levels);

        void Refuse(bool isDefault, string member, string rule, object? value) => rules.Require(isDefault, member, rule, value);
    }
}
