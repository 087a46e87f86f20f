namespace MLNetDeep;

// Which columns a fit reads.
public abstract partial record DeepTrainerOptions
{
    /// <summary>The column with the values to predict.</summary>
    /// <value>Default <c>Label</c>. Boolean for binary classification, key for multiclass, float for regression.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The column with the features: a float vector of known length. Raw values will do.</summary>
    /// <value>Default <c>Features</c>.</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>The column that says how much each row counts in the loss.</summary>
    /// <value>Default <see langword="null"/>: all rows count alike. The values must be finite and at least 0.</value>
    public string? ExampleWeightColumnName { get; init; }

    private void CheckData(OptionRules rules)
    {
        rules.Require(!string.IsNullOrEmpty(LabelColumnName), nameof(LabelColumnName), "a column name", LabelColumnName);
        rules.Require(!string.IsNullOrEmpty(FeatureColumnName), nameof(FeatureColumnName), "a column name", FeatureColumnName);
        rules.Require(ExampleWeightColumnName != "", nameof(ExampleWeightColumnName), "a column name or null", ExampleWeightColumnName);
    }
}
