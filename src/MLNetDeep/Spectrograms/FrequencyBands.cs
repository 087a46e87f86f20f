namespace MLNetDeep.Spectrograms;

/// <summary>How the bins of a Fourier transform are gathered into the rows of a spectrogram: one bin, or a triangle of them, each.</summary>
internal sealed class FrequencyBands
{
    private readonly (int Start, double[] Weights)[] _bands;

    private FrequencyBands((int Start, double[] Weights)[] bands, double[] centers)
    {
        _bands = bands;
        Centers = centers;
    }

    public int Count => _bands.Length;

    /// <summary>The frequency in the middle of each band, in hertz.</summary>
    public IReadOnlyList<double> Centers { get; }

    /// <summary>Whether a band is so narrow that it lies between two bins: it would be 0 whatever the signal.</summary>
    public bool HasEmptyBand => Array.Exists(_bands, band => band.Weights.Length == 0);

    /// <summary>The first bin of a band, and the weights of that and the following ones.</summary>
    public (int Start, double[] Weights) this[int band] => _bands[band];

    public static FrequencyBands Of(SpectrogramOptions options) =>
        options.MelBandCount is { } count ? Mel(options, count) : Linear(options);

    private static FrequencyBands Linear(SpectrogramOptions options)
    {
        var bins = Enumerable.Range(0, (options.EffectiveFftLength / 2) + 1)
            .Where(bin => Frequency(options, bin) >= options.MinimumFrequency
                && Frequency(options, bin) <= options.EffectiveMaximumFrequency)
            .ToArray();
        double[] alone = [1];
        return new(Array.ConvertAll(bins, bin => (bin, alone)), Array.ConvertAll(bins, bin => Frequency(options, bin)));
    }

    /// <summary>Triangles whose corners are equally far apart in mel; each begins at the middle of the one before.</summary>
    private static FrequencyBands Mel(SpectrogramOptions options, int count)
    {
        var lowest = ToMel(options.MinimumFrequency, options.MelFormula);
        var step = (ToMel(options.EffectiveMaximumFrequency, options.MelFormula) - lowest) / (count + 1);
        var corners = new double[count + 2];
        for (var corner = 0; corner < corners.Length; corner++)
            corners[corner] = ToHertz(lowest + (step * corner), options.MelFormula);
        var bands = new (int, double[])[count];
        for (var band = 0; band < count; band++)
            bands[band] = Triangle(options, corners[band], corners[band + 1], corners[band + 2]);
        return new(bands, corners[1..^1]);
    }

    private static (int Start, double[] Weights) Triangle(SpectrogramOptions options, double left, double top, double right)
    {
        var height = options.MelAreaNormalization ? 2 / (right - left) : 1;
        var start = 0;
        var weights = new List<double>();
        for (var bin = 0; bin <= options.EffectiveFftLength / 2 && Frequency(options, bin) < right; bin++)
        {
            var frequency = Frequency(options, bin);
            var weight = height * Math.Min((frequency - left) / (top - left), (right - frequency) / (right - top));
            if (!(weight > 0))
                continue;
            if (weights.Count == 0)
                start = bin;
            weights.Add(weight);
        }
        return (start, [.. weights]);
    }

    private static double Frequency(SpectrogramOptions options, int bin) => options.SampleRate * bin / options.EffectiveFftLength;

    // Slaney's scale: where it turns logarithmic, in hertz and in mel, and the logarithm of the ratio of neighbouring mels above that.
    private const double Turn = 1000;
    private const double HertzAMel = 200.0 / 3;
    private const double TurnMel = Turn / HertzAMel;
    private static readonly double LogStep = Math.Log(6.4) / 27;

    private static double ToMel(double hertz, MelFormula formula) => formula == MelFormula.Htk
        ? 2595 * Math.Log10(1 + (hertz / 700))
        : hertz < Turn ? hertz / HertzAMel : TurnMel + (Math.Log(hertz / Turn) / LogStep);

    private static double ToHertz(double mel, MelFormula formula) => formula == MelFormula.Htk
        ? 700 * (Math.Pow(10, mel / 2595) - 1)
        : mel < TurnMel ? mel * HertzAMel : Turn * Math.Exp(LogStep * (mel - TurnMel));
}
