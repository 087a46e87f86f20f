namespace MLNetDeep.Images;

/// <summary>How numbers become colours.</summary>
public enum ColorMap
{
    /// <summary>
    /// From dark violet over green to yellow; equal steps look equal, also in grey and to the colour-blind (Smith, van der Walt 2015).
    /// </summary>
    Viridis,

    /// <summary>
    /// From black over red to pale yellow; equal steps look equal, also in grey and to the colour-blind (Smith, van der Walt 2015).
    /// </summary>
    Inferno,

    /// <summary>From black to white.</summary>
    Grey,
}
