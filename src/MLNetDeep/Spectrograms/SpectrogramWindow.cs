namespace MLNetDeep;

/// <summary>Windows that the frames of a <see cref="SpectrogramOptions">spectrogram</see> are multiplied by, all in their periodic
/// form.</summary>
public enum SpectrogramWindow
{
    /// <summary>0.5 − 0.5 cos(2πn/N), von Hann's raised cosine: 0 at its start; the usual choice.</summary>
    Hann,

    /// <summary>0.54 − 0.46 cos(2πn/N): lower first side lobe.</summary>
    Hamming,

    /// <summary>0.42 − 0.5 cos(2πn/N) + 0.08 cos(4πn/N): side lobes far down, a wide main lobe.</summary>
    Blackman,

    /// <summary>1 throughout: the narrowest main lobe, and much leakage.</summary>
    Rectangular,
}
