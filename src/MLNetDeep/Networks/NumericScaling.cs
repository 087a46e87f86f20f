namespace MLNetDeep.Networks;

/// <summary>How numeric features are brought to one size before a network sees them.</summary>
public enum NumericScaling
{
    /// <summary>
    /// z = (x - median) / (75% quantile - 25% quantile), then z / sqrt(1 + (z/3)²), which is bounded by 3: outliers keep their place,
    /// but not their weight (RealMLP, arXiv:2407.04491). A column without spread in its middle is divided by half its range.
    /// </summary>
    RobustSmoothClip,

    /// <summary>
    /// Each value becomes the normal number of its rank, from -5.2 to 5.2 (TabM, arXiv:2410.24210; scikit-learn's QuantileTransformer
    /// with clip(rows / 30, 10, 1000) quantiles).
    /// </summary>
    Quantile,

    /// <summary>Mean 0 and standard deviation 1.</summary>
    Standardize,

    /// <summary>As they are; a missing value becomes the median.</summary>
    None,
}
