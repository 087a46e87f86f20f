namespace MLNetDeep;

/// <summary>How much a <see cref="Finding"/> matters.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; the model may be fine.</summary>
    Note,

    /// <summary>Likely to make the model worse, or its measured quality wrong.</summary>
    Warning,

    /// <summary>The model should not be used as it is.</summary>
    Problem,
}
