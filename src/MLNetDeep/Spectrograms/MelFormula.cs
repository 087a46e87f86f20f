namespace MLNetDeep;

/// <summary>Formulas of the mel scale, on which equal steps sound equally far apart.</summary>
public enum MelFormula
{
    /// <summary>
    /// Linear to 1000 Hz with 66⅔ Hz a mel, then logarithmic with 27 mels from 1000 to 6400 Hz (M. Slaney, Auditory Toolbox, Interval
    /// Research technical report 1998-010).
    /// </summary>
    Slaney,

    /// <summary>2595 log₁₀(1 + f / 700 Hz) (D. O'Shaughnessy, Speech Communication, 1987; S. Young et al., The HTK Book).</summary>
    Htk,
}
