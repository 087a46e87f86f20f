namespace MLNetDeep.Networks;

/// <summary>Eigenvalues and eigenvectors of small symmetric matrices, by Jacobi's rotations (Golub and Van Loan, section 8.5).</summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60; // some ten are enough

    /// <summary>Takes a matrix apart.</summary>
    /// <param name="matrix">A symmetric matrix; it becomes diagonal.</param>
    /// <returns>The eigenvalues, largest first, and for each its eigenvector of length 1, whose largest number is above 0.</returns>
    public static (double[] Values, double[][] Vectors) Decompose(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        var columns = new double[size][]; // of the product of all rotations
        for (int i = 0; i < size; i++)
        {
            columns[i] = new double[size];
            columns[i][i] = 1;
        }

        for (int sweep = 0; sweep < MostSweeps && !IsDiagonal(matrix); sweep++)
        {
            for (int p = 0; p < size - 1; p++)
                for (int q = p + 1; q < size; q++)
                    Rotate(matrix, columns, p, q);
        }

        double[] values = [.. Enumerable.Range(0, size).Select(i => matrix[i, i])];
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => values[i])];
        return ([.. order.Select(i => values[i])], [.. order.Select(i => Upright(columns[i]))]);
    }

    private static bool IsDiagonal(double[,] matrix)
    {
        (double off, double diagonal) = (0, 0);
        int size = matrix.GetLength(0);
        for (int p = 0; p < size; p++)
        {
            diagonal += matrix[p, p] * matrix[p, p];
            for (int q = p + 1; q < size; q++)
                off += matrix[p, q] * matrix[p, q];
        }

        return off <= 1e-30 * diagonal;
    }

    /// <summary>Turns rows and columns p and q so that their common number becomes 0.</summary>
    private static void Rotate(double[,] matrix, double[][] columns, int p, int q)
    {
        double common = matrix[p, q];
        if (common == 0)
            return;
        double half = (matrix[q, q] - matrix[p, p]) / (2 * common);
        double tangent = (half < 0 ? -1 : 1) / (Math.Abs(half) + Math.Sqrt(half * half + 1));
        double cosine = 1 / Math.Sqrt(tangent * tangent + 1);
        double sine = tangent * cosine;
        int size = matrix.GetLength(0);
        for (int k = 0; k < size; k++)
            (matrix[k, p], matrix[k, q]) = Turn(matrix[k, p], matrix[k, q], cosine, sine);
        for (int k = 0; k < size; k++)
            (matrix[p, k], matrix[q, k]) = Turn(matrix[p, k], matrix[q, k], cosine, sine);
        (matrix[p, q], matrix[q, p]) = (0, 0);
        for (int k = 0; k < size; k++)
            (columns[p][k], columns[q][k]) = Turn(columns[p][k], columns[q][k], cosine, sine);
    }

    private static (double, double) Turn(double a, double b, double cosine, double sine) =>
        (cosine * a - sine * b, sine * a + cosine * b);

    /// <summary>An eigenvector's sign is open; this settles it.</summary>
    private static double[] Upright(double[] vector)
    {
        double largest = vector.MaxBy(Math.Abs);
        return largest < 0 ? [.. vector.Select(value => -value)] : vector;
    }
}
