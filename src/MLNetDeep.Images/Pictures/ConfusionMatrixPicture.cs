using System.Globalization;
using Microsoft.ML.Data;
using MLNetDeep.Images.Pictures;

namespace MLNetDeep.Images;

/// <summary>Draws which classes are taken for which.</summary>
public static class ConfusionMatrixPicture
{
    /// <summary>Draws ML.NET's confusion matrix.</summary>
    /// <param name="matrix">As an evaluation gives it.</param>
    /// <param name="classNames">A name for each class; <see langword="null"/> for their numbers from 0.</param>
    /// <returns>An RGB picture.</returns>
    /// <exception cref="ArgumentException">The names are not as many as the classes, or the picture would be too large.</exception>
    public static Image Draw(ConfusionMatrix matrix, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Draw(matrix.Counts, classNames);
    }

    /// <summary>
    /// Draws counts as a table. A field is the darker, the larger its share of its row: a perfect classifier shows a dark diagonal.
    /// </summary>
    /// <param name="counts">Shape [classes, classes]: a row is an actual class, a column a predicted one.</param>
    /// <param name="classNames">A name for each class; <see langword="null"/> for their numbers from 0.</param>
    /// <returns>An RGB picture. Of very many classes it shows colours only.</returns>
    /// <exception cref="ArgumentException">
    /// The counts are not square, negative or not finite, the names are not as many, or the picture would be too large.
    /// </exception>
    public static Image Draw(IReadOnlyList<IReadOnlyList<double>> counts, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        Check(counts, classNames);
        var names = classNames ?? [.. Enumerable.Range(0, counts.Count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        return new MatrixPainter(counts, names).Paint();
    }

    private static void Check(IReadOnlyList<IReadOnlyList<double>> counts, IReadOnlyList<string>? names)
    {
        if (counts.Count == 0 || counts.Any(row => row.Count != counts.Count))
            throw new ArgumentException("ConfusionMatrixPicture.Counts must have as many columns as rows, at least one, but had " +
                $"{counts.Count} rows of {string.Join(", ", counts.Select(row => row.Count).Distinct().Order())} columns.", nameof(counts));
        if (counts.Any(row => row.Any(count => !(count >= 0 && double.IsFinite(count)))))
            throw new ArgumentException("ConfusionMatrixPicture.Counts must be finite and at least 0, but some were not.", nameof(counts));
        if (names is not null && names.Count != counts.Count)
            throw new ArgumentException($"ConfusionMatrixPicture.ClassNames must be {counts.Count}, one a class, but were {names.Count}.",
                nameof(names));
    }
}
