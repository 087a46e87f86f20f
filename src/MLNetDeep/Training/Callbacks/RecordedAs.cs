namespace MLNetDeep.Training;

/// <summary>What becomes of several values that a callback records under one name in one epoch.</summary>
public enum RecordedAs
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The largest.</summary>
    Largest,

    /// <summary>The last.</summary>
    Last,
}
