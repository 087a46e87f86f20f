using System.Globalization;
using MLNetDeep.Spectrograms;

namespace MLNetDeep;

/// <summary>How a signal becomes a picture of its frequencies over time: a short-time Fourier transform, on a linear or a mel axis.</summary>
/// <remarks>
/// <para>
/// The transform is that of <c>torch.stft</c> and <c>librosa.stft</c>: frames of <see cref="FftLength"/> samples, each times a window of
/// <see cref="FrameLength"/> samples in its middle, one every <see cref="HopLength"/> samples; bin k holds frequency
/// k × <see cref="SampleRate"/> / <see cref="FftLength"/>. Nothing is scaled by the window.
/// </para>
/// <para>Options are immutable and are checked once, when the estimator is made: all violations arrive in one exception.</para>
/// </remarks>
/// <example>
/// <code>
/// var spectrum = ml.Transforms.Spectrogram("Image", "Signal", new SpectrogramOptions
/// {
///     SampleRate = 16000, FrameLength = 400, HopLength = 160, FftLength = 512, MelBandCount = 40,
/// });
/// </code>
/// </example>
public sealed record SpectrogramOptions
{
    internal const int MaximumLength = 1 << 20;

    /// <summary>Channels in the signal column, each of which gets a spectrogram of its own.</summary>
    /// <value>Default 1. At least 1; the column's length must be a multiple of it.</value>
    public int ChannelCount { get; init; } = 1;

    /// <summary>Whether the channels take turns sample by sample; otherwise one whole channel follows the other.</summary>
    /// <value>Default <see langword="false"/>: planar.</value>
    public bool Interleaved { get; init; }

    /// <summary>Samples in a second; the unit of all frequencies.</summary>
    /// <value>Default 1: frequencies are in cycles per sample, up to 0.5. In hertz, finite and above 0.</value>
    public double SampleRate { get; init; } = 1;

    /// <summary>Length of the window: long ones tell frequencies apart, short ones moments.</summary>
    /// <value>Default 256, as in <c>scipy.signal.spectrogram</c>. In samples, from 1 to 1048576.</value>
    public int FrameLength { get; init; } = 256;

    /// <summary>From the start of one frame to that of the next.</summary>
    /// <value>
    /// Default <see langword="null"/>: a quarter of <see cref="FrameLength"/>, rounded down but at least 1, as in <c>librosa</c>. In
    /// samples, at least 1.
    /// </value>
    public int? HopLength { get; init; }

    /// <summary>Samples in a Fourier transform: a window shorter than that stands in the middle of zeros, which gives more bins.</summary>
    /// <value>
    /// Default <see langword="null"/>: <see cref="FrameLength"/>. In samples, from <see cref="FrameLength"/> to 1048576; powers of two are
    /// quickest.
    /// </value>
    public int? FftLength { get; init; }

    /// <summary>The window that each frame is multiplied by.</summary>
    /// <value>Default <see cref="SpectrogramWindow.Hann"/>, as in <c>librosa</c>.</value>
    public SpectrogramWindow Window { get; init; } = SpectrogramWindow.Hann;

    /// <summary>What stands before the first and behind the last sample.</summary>
    /// <value>Default <see cref="SpectrogramPadding.Reflect"/>, as in <c>torch.stft</c>: frame t is centred on sample t × HopLength.</value>
    public SpectrogramPadding Padding { get; init; } = SpectrogramPadding.Reflect;

    /// <summary>What is measured at each frequency.</summary>
    /// <value>Default <see cref="SpectrogramQuantity.Power"/>, as in <c>torchaudio</c> and <c>librosa</c>'s mel spectrogram.</value>
    public SpectrogramQuantity Quantity { get; init; } = SpectrogramQuantity.Power;

    /// <summary>The scale of the values.</summary>
    /// <value>Default <see cref="SpectrogramScale.Decibel"/>: networks learn from ratios far more easily than from raw powers.</value>
    public SpectrogramScale Scale { get; init; } = SpectrogramScale.Decibel;

    /// <summary>Smaller values count as this before the logarithm is taken.</summary>
    /// <value>
    /// Default <see langword="null"/>: 1e-10 for powers and 1e-5 for magnitudes, as in <c>librosa.power_to_db</c> and
    /// <c>amplitude_to_db</c>. In the unit of <see cref="Quantity"/>, finite and above 0.
    /// </value>
    public double? Floor { get; init; }

    /// <summary>How far below the loudest value of the same row values may lie; those below are raised to that.</summary>
    /// <value>
    /// Default <see langword="null"/>: any distance, so that a frame does not depend on the others of its row. In the unit of
    /// <see cref="Scale"/>, finite and above 0; <c>librosa</c>'s <c>top_db</c> is 80. Only for logarithmic scales.
    /// </value>
    public double? DynamicRange { get; init; }

    /// <summary>How many mel bands the frequencies are gathered in: narrow ones where frequencies are low, as the ear hears.</summary>
    /// <value>
    /// Default <see langword="null"/>: none, the bins of the Fourier transform are kept. At least 1, and so few that each band covers a bin.
    /// </value>
    public int? MelBandCount { get; init; }

    /// <summary>The mel axis.</summary>
    /// <value>Default <see cref="MelFormula.Slaney"/>, as in <c>librosa</c>.</value>
    public MelFormula MelFormula { get; init; } = MelFormula.Slaney;

    /// <summary>Whether each mel band is divided by its width, so that white noise is equally loud in all of them.</summary>
    /// <value>Default <see langword="true"/>: Slaney's normalisation, as in <c>librosa</c>; otherwise a band's peak weighs 1, as in
    /// <c>torchaudio</c> and HTK.</value>
    public bool MelAreaNormalization { get; init; } = true;

    /// <summary>The lowest frequency that is kept: the lower edge of the first mel band, or the first bin not below it.</summary>
    /// <value>Default 0. In hertz, at least 0.</value>
    public double MinimumFrequency { get; init; }

    /// <summary>The highest frequency that is kept: the upper edge of the last mel band, or the last bin not above it.</summary>
    /// <value>
    /// Default <see langword="null"/>: half of <see cref="SampleRate"/>. In hertz, above <see cref="MinimumFrequency"/>, at most half of
    /// <see cref="SampleRate"/>.
    /// </value>
    public double? MaximumFrequency { get; init; }

    internal int EffectiveHopLength => HopLength ?? Math.Max(1, FrameLength / 4);

    internal int EffectiveFftLength => FftLength ?? FrameLength;

    internal double EffectiveMaximumFrequency => MaximumFrequency ?? SampleRate / 2;

    internal double EffectiveFloor => Floor ?? (Quantity == SpectrogramQuantity.Power ? 1e-10 : 1e-5);

    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    internal void Validate()
    {
        var rules = new OptionRules(nameof(SpectrogramOptions));
        rules.Require(ChannelCount >= 1, nameof(ChannelCount), "at least 1", ChannelCount);
        CheckFrames(rules);
        rules.Require(Enum.IsDefined(Window), nameof(Window), "one of the windows", Window);
        rules.Require(Enum.IsDefined(Padding), nameof(Padding), "one of the paddings", Padding);
        rules.Require(Enum.IsDefined(Quantity), nameof(Quantity), "one of the quantities", Quantity);
        rules.Require(Enum.IsDefined(Scale), nameof(Scale), "one of the scales", Scale);
        rules.RequirePositive(Floor, nameof(Floor));
        rules.RequirePositive(DynamicRange, nameof(DynamicRange));
        rules.Require(
            DynamicRange is null || Scale != SpectrogramScale.Linear, nameof(DynamicRange), "null on a linear scale", DynamicRange);
        rules.Require(MelBandCount is null or >= 1, nameof(MelBandCount), "at least 1", MelBandCount);
        rules.Require(Enum.IsDefined(MelFormula), nameof(MelFormula), "one of the formulas", MelFormula);
        CheckFrequencies(rules);
        rules.ThrowIfBroken();
        CheckBands(rules);
        rules.ThrowIfBroken();
    }

    private void CheckFrames(OptionRules rules)
    {
        rules.Require(FrameLength is >= 1 and <= MaximumLength, nameof(FrameLength), $"from 1 to {MaximumLength}", FrameLength);
        rules.Require(HopLength is null or >= 1, nameof(HopLength), "at least 1", HopLength);
        rules.Require(
            FftLength is null || (FftLength >= FrameLength && FftLength <= MaximumLength), nameof(FftLength),
            string.Create(CultureInfo.InvariantCulture, $"at least FrameLength ({FrameLength}) and at most {MaximumLength}"), FftLength);
    }

    private void CheckFrequencies(OptionRules rules)
    {
        rules.RequirePositive(SampleRate, nameof(SampleRate));
        rules.RequireNotNegative(MinimumFrequency, nameof(MinimumFrequency));
        if (!(SampleRate > 0))
            return;
        var half = SampleRate / 2;
        rules.Require(
            MaximumFrequency is not { } maximum || (maximum > 0 && maximum <= half), nameof(MaximumFrequency),
            string.Create(CultureInfo.InvariantCulture, $"above 0 and at most half of SampleRate ({half})"), MaximumFrequency);
        rules.Require(
            !(MinimumFrequency >= EffectiveMaximumFrequency), nameof(MinimumFrequency),
            string.Create(CultureInfo.InvariantCulture, $"below MaximumFrequency ({EffectiveMaximumFrequency})"), MinimumFrequency);
    }

    /// <summary>Checks what depends on several options that are sound in themselves.</summary>
    private void CheckBands(OptionRules rules)
    {
        var bands = FrequencyBands.Of(this);
        rules.Require(
            bands.Count > 0, nameof(MinimumFrequency), "so far below MaximumFrequency that a bin lies between them", MinimumFrequency);
        rules.Require(
            !bands.HasEmptyBand, nameof(MelBandCount), "so small that each band covers a bin; a larger FftLength gives more bins",
            MelBandCount);
    }
}
