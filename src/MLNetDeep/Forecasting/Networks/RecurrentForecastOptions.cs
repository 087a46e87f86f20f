using MLNetDeep.Forecasting;
using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// What forecasters with a recurrent encoder can be told: it reads the window segment by segment, as SegRNN does (arXiv:2308.11200), and
/// a decoder makes all steps ahead at once from its last state and what is known of them, beside a linear map of the whole window.
/// </summary>
/// <remarks>
/// A segment has the targets and past covariates of some neighbouring steps, and what is known in advance of its last one. Steps ahead are
/// made directly, not one from the other, so that errors do not add up.
/// </remarks>
public abstract record RecurrentForecastOptions : ForecastOptions
{
    private const int UsualSegmentCount = 48;
    private const int MostUsualUnits = 32;

    /// <summary>Numbers in the state of each layer.</summary>
    /// <value>
    /// Default <see langword="null"/>: 16 or 32, by the number of windows; more overfit the data of the benchmark. darts has 25,
    /// neuralforecast 128. From 1 to 65,536.
    /// </value>
    public int? HiddenSize { get; init; }

    /// <summary>Recurrent layers, one upon the other.</summary>
    /// <value>Default 1, that of darts; neuralforecast has 2. From 1 to 16.</value>
    public int LayerCount { get; init; } = 1;

    /// <summary>Units of the decoder's hidden layer, which every step ahead shares.</summary>
    /// <value>Default <see langword="null"/>: as many as the state has numbers. From 1 to 65,536.</value>
    public int? DecoderSize { get; init; }

    /// <summary>The probability that a number between layers is silenced in a training step.</summary>
    /// <value>Default 0.3, found on the data of the benchmark, which are small. At least 0 and below 1.</value>
    public double Dropout { get; init; } = 0.3;

    /// <summary>How many neighbouring steps the encoder reads at once.</summary>
    /// <value>
    /// Default <see langword="null"/>: so many that it reads at most 48 times; 1 where the lookback is no longer. Segments make long
    /// windows quick to learn and hard to forget (arXiv:2308.11200). From 1 to the lookback; the oldest steps that fill no segment are left
    /// to the linear map.
    /// </value>
    public int? SegmentLength { get; init; }

    /// <summary>Whether a linear map of the window is added to the forecast.</summary>
    /// <value>Default <see langword="true"/>: networks alone miss the scale of the data, which a linear path carries (LSTNet,
    /// arXiv:1703.07015).</value>
    public bool LinearHighway { get; init; } = true;

    internal override string Architecture => $"ForecastBy{Cell}";

    private protected abstract RecurrentCell Cell { get; }

    private protected override double UsualLearningRate => 2e-3;

    private protected override bool HasLinearMap => LinearHighway;

    private protected override void CheckNetwork(OptionRules rules)
    {
        rules.Require(HiddenSize is null or (>= 1 and <= 65_536), nameof(HiddenSize), "from 1 to 65536", HiddenSize);
        rules.Require(LayerCount is >= 1 and <= 16, nameof(LayerCount), "from 1 to 16", LayerCount);
        rules.Require(DecoderSize is null or (>= 1 and <= 65_536), nameof(DecoderSize), "from 1 to 65536", DecoderSize);
        rules.Require(Dropout is >= 0 and < 1, nameof(Dropout), "at least 0 and below 1", Dropout);
        int most = Lookback ?? int.MaxValue;
        rules.Require(
            SegmentLength is null || (SegmentLength >= 1 && SegmentLength <= most), nameof(SegmentLength),
            Lookback is null ? "at least 1" : $"from 1 to Lookback {most}", SegmentLength);
    }

    private protected override IReadOnlyList<LayerSpec> BuildDeep(WindowLayers layers, int hiddenSize)
    {
        ForecastWindow window = layers.Window;
        int width = HiddenSize ?? Math.Min(hiddenSize, MostUsualUnits);
        List<IReadOnlyList<LayerSpec>> parts = [[.. Encode(layers, width), new EnsembleViewSpec(window.Horizon)]];
        if (window.KnownCount > 0)
            parts.Add(layers.Known(window.Lookback, window.Horizon));
        if (layers.Season is not null)
            parts.Add(layers.SeasonBeforeSteps);
        if (parts.Count == 1) // nothing tells one step ahead from another, so each has factors of its own
            parts[0] = [.. parts[0], new MemberScaleSpec(MemberScaling.Ones)];
        if (layers.HasCategories)
            parts.Add([.. layers.Categories, new EnsembleViewSpec(window.Horizon)]);
        List<LayerSpec> decoder = parts.Count == 1 ? [.. parts[0]] : [new ParallelSpec(parts, BranchJoin.Concatenate)];
        decoder.Add(new LinearSpec(DecoderSize ?? width));
        decoder.Add(new ActivationSpec(Activation.Silu));
        AddDropout(decoder);
        return [.. decoder, WindowLayers.Zero(layers.StepOutputCount), new FlattenSpec()];
    }

    /// <summary>The last state, shape [width].</summary>
    private List<LayerSpec> Encode(WindowLayers layers, int width)
    {
        List<LayerSpec> encoder = [.. Segments(layers)];
        for (int layer = 0; layer < LayerCount; layer++)
        {
            if (layer > 0)
                AddDropout(encoder);
            encoder.Add(new RecurrentSpec(Cell, width));
        }

        encoder.Add(new StepPoolSpec());
        AddDropout(encoder);
        return encoder;
    }

    private void AddDropout(List<LayerSpec> layers)
    {
        if (Dropout > 0)
            layers.Add(new DropoutSpec(Dropout));
    }

    /// <summary>What the encoder reads, shape [segments, features].</summary>
    private IReadOnlyList<LayerSpec> Segments(WindowLayers layers)
    {
        ForecastWindow window = layers.Window;
        int length = Math.Min(SegmentLength ?? (window.Lookback + UsualSegmentCount - 1) / UsualSegmentCount, window.Lookback);
        int count = window.Lookback / length;
        int first = window.Lookback - count * length;
        IReadOnlyList<LayerSpec> observed =
            [.. layers.Observed(first, count * length), new ReshapeSpec([count, length * window.ObservedWidth])];
        if (window.KnownCount == 0)
            return observed;
        int fromLast = (length - 1) * window.KnownCount;
        IReadOnlyList<LayerSpec> known =
        [
            .. layers.Known(first, count * length), new ReshapeSpec([count, length * window.KnownCount]),
            SelectSpec.Stretch(fromLast, window.KnownCount),
        ];
        return [new ParallelSpec([observed, known], BranchJoin.Concatenate)];
    }
}
