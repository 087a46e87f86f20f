namespace MLNetDeep.Training;

/// <summary>How the step size changes over a fit; t runs from 0 to 1.</summary>
internal enum LearningRateSchedule
{
    /// <summary>Stays.</summary>
    Constant,

    /// <summary>Falls along half a cosine to 0 (arXiv:1608.03983, one cycle).</summary>
    Cosine,

    /// <summary>Stays for the first half, then falls along half a cosine to 0 (RealMLP's flat_cos, arXiv:2407.04491).</summary>
    FlatCosine,
}
