namespace MLNetDeep;

/// <summary>What is forecast of a target.</summary>
public enum ForecastTransform
{
    /// <summary>Its values.</summary>
    None,

    /// <summary>Their logarithms, so that seasons that grow with the level become alike; all values must be above 0.</summary>
    Logarithm,
}
