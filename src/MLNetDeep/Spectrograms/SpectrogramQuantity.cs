namespace MLNetDeep;

/// <summary>What a <see cref="SpectrogramOptions">spectrogram</see> measures at each frequency.</summary>
public enum SpectrogramQuantity
{
    /// <summary>The absolute value squared of the Fourier coefficient.</summary>
    Power,

    /// <summary>The absolute value of the Fourier coefficient.</summary>
    Magnitude,
}
