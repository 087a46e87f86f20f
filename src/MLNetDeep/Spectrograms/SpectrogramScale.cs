namespace MLNetDeep;

/// <summary>Scales of the values of a <see cref="SpectrogramOptions">spectrogram</see>.</summary>
public enum SpectrogramScale
{
    /// <summary>The values themselves.</summary>
    Linear,

    /// <summary>The natural logarithm of the value, or of the floor where that is higher.</summary>
    Log,

    /// <summary>10 log₁₀ of the power, which is 20 log₁₀ of the magnitude; 0 dB is a value of 1.</summary>
    Decibel,
}
