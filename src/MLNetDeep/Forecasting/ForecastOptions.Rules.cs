using MLNetDeep.Forecasting;
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
        var isNormalization = Normalization is null || Enum.IsDefined(Normalization.Value);
        rules.Require(isNormalization, nameof(Normalization), "one of the normalisations", Normalization);
        rules.Require(Transform is null || Enum.IsDefined(Transform.Value), nameof(Transform), "one of the transforms", Transform);
        rules.Require(MemberCount is null or >= 1, nameof(MemberCount), "at least 1", MemberCount);
        const CalendarFeatures All = (CalendarFeatures)127;
        rules.Require(Calendar is null || (Calendar & ~All) == 0, nameof(Calendar), "a sum of the calendar's features", Calendar);
        rules.Require(
            Calendar is null or CalendarFeatures.None || TimeColumnName is not null, nameof(Calendar), "None without a TimeColumnName",
            Calendar);
    }

    private void CheckColumns(OptionRules rules)
    {
        var columns = new ForecastColumnRules(rules);
        columns.CheckOutputs(OutputColumnName, LowerBoundColumnName, UpperBoundColumnName);
        columns.CheckRows(InputColumnNames, SeriesColumnName, TimeColumnName);
        columns.CheckNames(PastCovariateColumnNames, nameof(PastCovariateColumnNames));
        columns.CheckNames(FutureCovariateColumnNames, nameof(FutureCovariateColumnNames));
        columns.CheckNames(StaticColumnNames, nameof(StaticColumnNames));
    }

    /// <summary>Refuses what other trainers are told of labels, features and classes.</summary>
    private void CheckRefused(OptionRules rules)
    {
        Refuse(LabelColumnName == "Label", nameof(LabelColumnName), "'Label': InputColumnNames says what is forecast", LabelColumnName);
        Refuse(
            FeatureColumnName == "Features", nameof(FeatureColumnName), "'Features': covariates say what else is looked at",
            FeatureColumnName);
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
        Refuse(
            ValidationFraction != 0 || Loss is null or QuantileLoss, nameof(ValidationFraction),
            "above 0 with a loss without quantiles: the bounds come from the validation windows", ValidationFraction);
        if (Loss is QuantileLoss { Levels: { IsDefaultOrEmpty: false } levels })
            Refuse(levels[0] < 0.5 && levels[^1] > 0.5, $"{nameof(Loss)}.{nameof(QuantileLoss.Levels)}", "on both sides of 0.5", levels);

        void Refuse(bool isDefault, string member, string rule, object? value) => rules.Require(isDefault, member, rule, value);
    }
}
