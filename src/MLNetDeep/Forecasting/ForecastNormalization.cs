namespace MLNetDeep;

/// <summary>What is taken off each window's targets before the network sees them, and put back onto its forecast.</summary>
/// <remarks>Series drift: a network that sees windows alike learns the shape, whatever the level.</remarks>
public enum ForecastNormalization
{
    /// <summary>Nothing, beyond the mean and deviation of the whole series.</summary>
    None,

    /// <summary>The last value of the window is subtracted (NLinear, arXiv:2205.13504).</summary>
    LastValue,

    /// <summary>The window's mean is subtracted and its deviation divided by (reversible instance normalisation, Kim et al., ICLR
    /// 2022).</summary>
    MeanAndDeviation,
}
