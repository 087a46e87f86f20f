namespace MLNetDeep;

/// <summary>What a <see cref="SpectrogramOptions">spectrogram</see> puts before and behind a signal.</summary>
public enum SpectrogramPadding
{
    /// <summary>
    /// Half a frame of the signal mirrored at its first and last sample, which are not repeated: 1 + length / hop frames. The signal must
    /// be longer than half a frame.
    /// </summary>
    Reflect,

    /// <summary>Half a frame of zeros: 1 + length / hop frames.</summary>
    Zeros,

    /// <summary>
    /// Nothing: frames lie wholly inside the signal, 1 + (length − FftLength) / hop of them; what is left over at the end is not seen.
    /// </summary>
    None,
}
