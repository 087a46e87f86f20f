namespace MLNetDeep.Networks;

/// <summary>What a window's targets are freed of before a network sees them, and what its output gets back.</summary>
public enum WindowNormKind
{
    /// <summary>The last value is subtracted, as NLinear does (arXiv:2205.13504): the level may drift, the spread is kept.</summary>
    LastValue,

    /// <summary>The mean is subtracted, and what is left divided by the standard deviation: RevIN (ICLR 2022, Kim et al.).</summary>
    MeanAndDeviation,

    /// <summary>The last value is subtracted, and what is left divided by the standard deviation: RevIN with subtract_last.</summary>
    LastValueAndDeviation,
}
