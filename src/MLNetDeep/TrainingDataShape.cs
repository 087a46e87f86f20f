namespace MLNetDeep;

/// <summary>The shape of the data a model was trained on.</summary>
/// <param name="TrainingRowCount">Rows it learned from.</param>
/// <param name="ValidationRowCount">Rows held out to choose the best epoch.</param>
/// <param name="FeatureCount">Numeric features of a row, before normalisation and missing-value indicators.</param>
/// <param name="FeatureNames">The slot names of the feature column, or <see langword="null"/> when it had none.</param>
public sealed record TrainingDataShape(int TrainingRowCount, int ValidationRowCount, int FeatureCount, IReadOnlyList<string>? FeatureNames)
{
    /// <summary>The columns with categories.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> CategoricalColumnNames { get; init; } = [];
}
