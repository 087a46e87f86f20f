using MLNetDeep;

namespace Microsoft.ML;

/// <summary>Puts spectrograms among ML.NET's transforms.</summary>
public static class SpectrogramCatalog
{
    /// <summary>Turns a signal into a spectrogram in decibels, a picture that a two-dimensional CNN learns from.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of dimensions channels × bins × frames.</param>
    /// <param name="inputColumnName">
    /// The signal: a float vector of known length, channel after channel; <see langword="null"/> for <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="channelCount">Channels in the signal.</param>
    /// <param name="sampleRate">Samples in a second, the unit of all frequencies.</param>
    /// <param name="frameLength">Samples in a frame.</param>
    /// <param name="hopLength">Samples from one frame to the next; <see langword="null"/> for a quarter of a frame.</param>
    /// <param name="melBandCount">Mel bands; <see langword="null"/> keeps the bins of the Fourier transform.</param>
    /// <returns>An estimator that learns nothing from data.</returns>
    /// <exception cref="ArgumentException">An argument is out of range; the message lists all that are.</exception>
    public static SpectrogramEstimator Spectrogram(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        int channelCount = 1,
        double sampleRate = 1,
        int frameLength = 256,
        int? hopLength = null,
        int? melBandCount = null) =>
        Spectrogram(catalog, outputColumnName, inputColumnName, new SpectrogramOptions
        {
            ChannelCount = channelCount,
            SampleRate = sampleRate,
            FrameLength = frameLength,
            HopLength = hopLength,
            MelBandCount = melBandCount,
        });

    /// <summary>Turns a signal into a spectrogram, with all options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of dimensions channels × bins × frames.</param>
    /// <param name="inputColumnName">
    /// The signal: a float vector of known length; <see langword="null"/> for <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">The options.</param>
    /// <returns>An estimator that learns nothing from data.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    public static SpectrogramEstimator Spectrogram(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, SpectrogramOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(outputColumnName, inputColumnName, options);
    }
}
