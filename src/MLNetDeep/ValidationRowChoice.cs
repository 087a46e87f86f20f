namespace MLNetDeep;

/// <summary>Which rows are held out of training to choose the best epoch.</summary>
public enum ValidationRowChoice
{
    /// <summary>Rows drawn by chance: the same share of each class, or whole groups where there is a sampling key.</summary>
    Random,

    /// <summary>The last rows, for data that stand in the order of time.</summary>
    Last,
}
