namespace MLNetDeep.Cli.Data;

/// <summary>How a column enters the feature vector.</summary>
internal enum FeatureRole
{
    /// <summary>As the number it is.</summary>
    Numeric,

    /// <summary>One-hot: a 0/1 slot for each of its values.</summary>
    Categorical,
}

/// <summary>A column the model learns from.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Index">Its position in the file.</param>
/// <param name="Role">How it enters the feature vector.</param>
/// <param name="HasMissing">Whether any row lacks it.</param>
/// <param name="CategoryCount">Distinct values of a categorical column; 0 for a numeric one.</param>
internal sealed record FeatureColumn(string Name, int Index, FeatureRole Role, bool HasMissing, int CategoryCount)
{
    /// <summary>Slots it takes in the feature vector.</summary>
    public int Width => Role == FeatureRole.Numeric ? 1 : CategoryCount;
}
