namespace MLNetDeep;

/// <summary>Words for floats that are no numbers to learn from.</summary>
internal static class NonFinite
{
    /// <summary>How messages call NaN and the infinities.</summary>
    public static string Name(float value) => float.IsNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
}
