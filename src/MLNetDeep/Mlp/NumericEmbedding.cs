namespace MLNetDeep;

/// <summary>What a number becomes before the first linear layer.</summary>
public enum NumericEmbedding
{
    /// <summary>Itself.</summary>
    None,

    /// <summary>Its place on a scale of bins, then a linear layer of its own (arXiv:2203.05556): gives thresholds, as trees have.</summary>
    PiecewiseLinear,

    /// <summary>Waves of learned frequencies, a linear layer of its own, ReLU: PLR (arXiv:2203.05556).</summary>
    Periodic,

    /// <summary>Cosines with learned phase, a linear layer of its own, and the number itself: PBLD (arXiv:2407.04491).</summary>
    PeriodicWithInput,
}
