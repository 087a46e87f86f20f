namespace MLNetDeep;

/// <summary>The predictions for each training row of the members of an ensemble that did not learn from it.</summary>
/// <remarks>Honest up to the choice of the epoch: the rows that a member leaves out choose its epoch.</remarks>
public sealed class OutOfFoldScores
{
    private readonly float[] _values;

    internal OutOfFoldScores(int rowCount, int width, float[] values)
    {
        RowCount = rowCount;
        Width = width;
        _values = values;
    }

    /// <summary>Number of training rows.</summary>
    public int RowCount { get; }

    /// <summary>Scores of a row: 1 logit, a probability for each class, or a value for each target.</summary>
    public int Width { get; }

    /// <summary>The scores of all rows, in the order of the training data. Shape [rows, width].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The scores of one row.</summary>
    /// <param name="row">From 0.</param>
    /// <value>Shape [width].</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Width, Width);
}
