namespace MLNetDeep;

/// <summary>The shape of the data a model was trained on.</summary>
/// <param name="TrainingRowCount">Rows it learned from.</param>
/// <param name="ValidationRowCount">Rows held out to choose the best epoch.</param>
/// <param name="FeatureCount">Raw features of a row, before normalisation and missing-value indicators.</param>
/// <param name="FeatureNames">The slot names of the feature column, or <see langword="null"/> when it had none.</param>
public sealed record TrainingDataShape(int TrainingRowCount, int ValidationRowCount, int FeatureCount, IReadOnlyList<string>? FeatureNames);
