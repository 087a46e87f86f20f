namespace MLNetDeep.Training.Managed;

/// <summary>A matrix inside an array.</summary>
/// <param name="Values">The array.</param>
/// <param name="Start">Where its first number lies.</param>
/// <param name="RowStep">Floats from one row to the next.</param>
/// <param name="ColumnStep">Floats from one column to the next.</param>
internal readonly record struct Matrix(float[] Values, int Start, int RowStep, int ColumnStep = 1)
{
    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public Matrix Transposed => new(Values, Start, ColumnStep, RowStep);
}
