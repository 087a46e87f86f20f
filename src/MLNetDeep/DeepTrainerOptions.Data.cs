using System.Collections.Immutable;
using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

// Which columns a fit reads, and how they become the network's inputs.
public abstract partial record DeepTrainerOptions
{
    /// <summary>The column with the values to predict.</summary>
    /// <value>Default <c>Label</c>. Boolean for binary classification, key for multiclass, float for regression; a vector of
    /// Booleans, or of floats that are 0 or 1, for multi-label classification, and of floats for several regression targets.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The column with the numeric features: a float vector of known length. Raw values will do.</summary>
    /// <value>
    /// Default <c>Features</c>. <see langword="null"/> when all features are in <see cref="CategoricalFeatureColumnNames"/>.
    /// </value>
    public string? FeatureColumnName { get; init; } = "Features";

    /// <summary>
    /// Columns with categories: scalar keys, as <c>MapValueToKey</c> makes them. They need no encoding: small ones become one-hot
    /// columns, larger ones are embedded (see <see cref="OneHotLimit"/>), and a missing or unknown value is a value of its own.
    /// </summary>
    /// <value>Default none. Different names, the label's not among them.</value>
    public ImmutableArray<string> CategoricalFeatureColumnNames { get; init; } = [];

    /// <summary>The column that says how much each row counts in the loss.</summary>
    /// <value>Default <see langword="null"/>: all rows count alike. The values must be finite and at least 0.</value>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>
    /// The column that tells groups of rows apart which belong together, such as the rows of one patient: all rows of a group are either
    /// learned from or held out. A scalar of any type.
    /// </summary>
    /// <value>Default <see langword="null"/>: every row stands for itself.</value>
    public string? SamplingKeyColumnName { get; init; }

    /// <summary>
    /// How many bytes the rows of a fit may take in memory. A table that would take more is written to a temporary file, of which each
    /// epoch reads shards in a random order through a shuffle buffer of an eighth of the budget. Medians, quantiles and the scale of
    /// targets are then those of a sample of up to 200,000 rows and a sixteenth of the budget; what is counted is counted over all rows.
    /// Each row, or group, is held out by chance, with no regard to its class.
    /// </summary>
    /// <value>
    /// Default <see langword="null"/>: a quarter of the memory that the process may use. At least 1, though a handful of rows is held in
    /// any case.
    /// Network, optimiser and libtorch itself come on top.
    /// </value>
    public long? MemoryBudget { get; init; }

    /// <summary>How numeric features are brought to one size; learned from the training rows and stored in the model.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, mostly <see cref="NumericScaling.RobustSmoothClip"/> (RealMLP, arXiv:2407.04491).
    /// </value>
    public NumericScaling? NumericScaling { get; init; }

    /// <summary>The most values a category may have to become one-hot columns; a category of more values is embedded.</summary>
    /// <value>
    /// Default <see langword="null"/>: the recipe's, mostly 8 (RealMLP's limit of 9, which counts the missing value). At least 0.
    /// </value>
    public int? OneHotLimit { get; init; }

    private void CheckData(OptionRules rules)
    {
        rules.Require(!string.IsNullOrEmpty(LabelColumnName), nameof(LabelColumnName), "a column name", LabelColumnName);
        var hasCategories = !CategoricalFeatureColumnNames.IsDefaultOrEmpty;
        rules.Require(
            FeatureColumnName is null ? hasCategories : FeatureColumnName != "", nameof(FeatureColumnName),
            hasCategories ? "a column name or null" : "a column name unless there are CategoricalFeatureColumnNames", FeatureColumnName);
        rules.Require(ExampleWeightColumnName != "", nameof(ExampleWeightColumnName), "a column name or null", ExampleWeightColumnName);
        CheckCategories(rules);
        rules.Require(SamplingKeyColumnName != "", nameof(SamplingKeyColumnName), "a column name or null", SamplingKeyColumnName);
        rules.Require(MemoryBudget is null or >= 1, nameof(MemoryBudget), "at least 1", MemoryBudget);
        rules.Require(
            NumericScaling is null || Enum.IsDefined(NumericScaling.Value), nameof(NumericScaling), "one of the scalings", NumericScaling);
        rules.Require(OneHotLimit is null or >= 0, nameof(OneHotLimit), "at least 0", OneHotLimit);
    }

    private void CheckCategories(OptionRules rules)
    {
        const string Member = nameof(CategoricalFeatureColumnNames);
        var names = CategoricalFeatureColumnNames;
        rules.Require(!names.IsDefault, Member, "a list of column names", null);
        if (names.IsDefault)
            return;
        rules.Require(!names.Any(string.IsNullOrEmpty), Member, "column names", names);
        rules.Require(names.Distinct().Count() == names.Length, Member, "different names", names);
        rules.Require(
            !names.Contains(LabelColumnName) && (FeatureColumnName is null || !names.Contains(FeatureColumnName)), Member,
            "other columns than label and features", names);
    }

    private FitSettings CompleteData(FitSettings recipe) => recipe with
    {
        NumericScaling = NumericScaling ?? recipe.NumericScaling,
        OneHotLimit = OneHotLimit ?? recipe.OneHotLimit,
    };
}
