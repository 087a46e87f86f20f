namespace MLNetDeep.Comparison;

/// <summary>What a model predicted for rows that it had not learnt from, and the truth of the same rows.</summary>
public sealed class FoldScores
{
    private readonly float[] _scores;
    private readonly float[] _labels;
    private readonly float[] _lower;
    private readonly float[] _upper;

    internal FoldScores(int width, float[] scores, float[] labels, bool areProbabilities, float[]? lower = null, float[]? upper = null)
    {
        Width = width;
        AreProbabilities = areProbabilities;
        (_scores, _labels, _lower, _upper) = (scores, labels, lower ?? [], upper ?? []);
    }

    /// <summary>Numbers for a row: 1 for two classes and for a regression, the number of classes else.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => _labels.Length;

    /// <summary>Whether the scores are probabilities of classes; false for a regression and for a classifier without any.</summary>
    public bool AreProbabilities { get; }

    /// <summary>
    /// Row after row in the order of the fold's test rows: the probability of the positive class, or the score where there is none; the
    /// score of each class; or the predicted number. Shape [rows, width].
    /// </summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>The truth: 0 or 1; the class from 0, or −1 where it is missing; or the number. Shape [rows].</summary>
    public ReadOnlySpan<float> Labels => _labels;

    /// <summary>The lower ends of a regression's intervals; empty when the model gives none. Shape [rows].</summary>
    public ReadOnlySpan<float> LowerBounds => _lower;

    /// <summary>The upper ends of a regression's intervals; empty when the model gives none. Shape [rows].</summary>
    public ReadOnlySpan<float> UpperBounds => _upper;

    /// <summary>The rows of several folds, one after another.</summary>
    /// <param name="folds">The folds of one candidate; at least one.</param>
    internal static FoldScores Join(IReadOnlyList<FoldScores> folds) => new(
        folds[0].Width, [.. folds.SelectMany(fold => fold._scores)], [.. folds.SelectMany(fold => fold._labels)],
        folds.All(fold => fold.AreProbabilities), [.. folds.SelectMany(fold => fold._lower)], [.. folds.SelectMany(fold => fold._upper)]);
}
