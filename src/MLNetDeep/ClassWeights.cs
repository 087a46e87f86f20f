using System.Collections.Immutable;
using System.Globalization;

namespace MLNetDeep;

/// <summary>How much the rows of each class count: either given by class, or such that all classes count alike.</summary>
/// <remarks>
/// The weight of a row is its class's weight times its own, where <see cref="DeepTrainerOptions.ExampleWeightColumnName"/> gives one; in
/// training and on validation rows alike, so that the epoch is chosen by what is trained for.
/// </remarks>
/// <example>
/// <code>
/// new MlpOptions { ClassWeights = ClassWeights.Balanced }
/// new MlpOptions { ClassWeights = ClassWeights.Of(("fraud", 20), ("honest", 1)) }
/// </code>
/// </example>
public sealed record ClassWeights
{
    /// <summary>n / (K · n_c) for a class with n_c of the n training rows, K classes occurring, as scikit-learn's.</summary>
    public static ClassWeights Balanced { get; } = new();

    /// <summary>The weights given; empty for <see cref="Balanced"/>.</summary>
    /// <value>
    /// Default empty. By class: the name where the label has names (<c>true</c> and <c>false</c> for Boolean labels), else the key's
    /// number, from 1. Finite and above 0. A class that is not named counts 1.
    /// </value>
    public ImmutableSortedDictionary<string, double> ByClass { get; init; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Gives the weights of some classes; the others count 1.</summary>
    /// <param name="weights">A class's name, or number from 1, and its weight.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">A class is named twice, or none is.</exception>
    public static ClassWeights Of(params IReadOnlyList<(string Class, double Weight)> weights)
    {
        if (weights.Count == 0)
            throw new ArgumentException("ClassWeights.Of must be given at least one class, but was given none.", nameof(weights));
        return new ClassWeights
        {
            ByClass = weights.ToImmutableSortedDictionary(each => each.Class, each => each.Weight, StringComparer.Ordinal),
        };
    }

    /// <summary>Equal when the same classes have the same weights.</summary>
    /// <param name="other">The weights to compare with.</param>
    /// <returns>Whether both say the same.</returns>
    public bool Equals(ClassWeights? other) => other is not null && ByClass.SequenceEqual(other.ByClass);

    /// <inheritdoc/>
    public override int GetHashCode() => ByClass.Count;

    /// <summary>The weights in words, as messages show them.</summary>
    /// <returns><c>Balanced</c>, or class and weight of each class given.</returns>
    public override string ToString() => ByClass.Count == 0
        ? nameof(Balanced)
        : string.Join(", ", ByClass.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key}: {each.Value}")));

    /// <summary>The weights of all rows.</summary>
    /// <param name="column">The label column's name, for messages.</param>
    /// <param name="classes">The classes' names.</param>
    /// <param name="labels">Class indices, shape [rows].</param>
    /// <param name="trainRows">The rows that are counted.</param>
    /// <param name="rowWeights">The rows' own weights, or null.</param>
    /// <exception cref="InvalidOperationException">A weight is given for a class that the label does not have.</exception>
    internal float[] Apply(
        string column, IReadOnlyList<string> classes, ReadOnlySpan<float> labels, ReadOnlySpan<int> trainRows, float[]? rowWeights)
    {
        var byIndex = ByClass.Count > 0 ? Given(column, classes) : CountBalanced(classes.Count, labels, trainRows);
        var weights = new float[labels.Length];
        for (var row = 0; row < weights.Length; row++)
            weights[row] = (float)(byIndex[(int)labels[row]] * (rowWeights?[row] ?? 1.0));
        return weights;
    }

    private double[] Given(string column, IReadOnlyList<string> classes)
    {
        var unknown = ByClass.Keys.Except(classes).ToArray();
        if (unknown.Length > 0)
        {
            throw new InvalidOperationException(
                $"ClassWeights must be for classes of label column '{column}' ({string.Join(", ", classes)}), "
                + $"but were for '{string.Join("', '", unknown)}'.");
        }
        return [.. classes.Select(name => ByClass.GetValueOrDefault(name, 1))];
    }

    private static double[] CountBalanced(int classCount, ReadOnlySpan<float> labels, ReadOnlySpan<int> trainRows)
    {
        var counts = new int[classCount];
        foreach (var row in trainRows)
            counts[(int)labels[row]]++;
        double present = counts.Count(count => count > 0);
        var rowCount = trainRows.Length;
        return [.. counts.Select(count => count > 0 ? rowCount / (present * count) : 1)];
    }
}
