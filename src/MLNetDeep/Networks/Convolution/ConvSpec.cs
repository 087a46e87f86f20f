using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// A convolution over images [height, width, channels] or signals [length, channels]: every output is a weighted sum of the numbers
/// under a window, PyTorch's Conv2d and Conv1d.
/// </summary>
/// <param name="OutChannels">Channels of its output; at least 1.</param>
/// <param name="Kernel">Size of the window; at least 1.</param>
public sealed record ConvSpec(int OutChannels, Extent Kernel) : LayerSpec
{
    /// <summary>How far the window moves.</summary>
    /// <value>Default 1. At least 1.</value>
    public Extent Stride { get; init; } = 1;

    /// <summary>Zeros around the input.</summary>
    /// <value>Default <see cref="Padding.Valid"/>: none, as in PyTorch.</value>
    public Padding Padding { get; init; }

    /// <summary>Distance of neighbouring pixels under the window (arXiv:1511.07122).</summary>
    /// <value>Default 1. At least 1.</value>
    public Extent Dilation { get; init; } = 1;

    /// <summary>Into how many groups the channels are divided, each of which sees its own inputs alone.</summary>
    /// <value>Default 1; as many as there are channels makes a depthwise convolution. Divides input and output channels.</value>
    public int Groups { get; init; } = 1;

    /// <summary>Whether a bias is added to each output channel.</summary>
    /// <value>Default <see langword="true"/>; a batch normalisation behind makes it useless.</value>
    public bool Bias { get; init; } = true;

    /// <summary>How the weights start; <i>inputs</i> are the numbers under the window.</summary>
    /// <value>Default <see cref="WeightInitialization.Kaiming"/> (He, arXiv:1502.01852).</value>
    public WeightInitialization Initialization { get; init; } = WeightInitialization.Kaiming;

    /// <summary>What the step size of the weights is multiplied by.</summary>
    /// <value>Default 1; 0 leaves them as they start. Finite and at least 0.</value>
    public double WeightLearningRateFactor { get; init; } = 1;

    /// <summary>What the step size of the bias is multiplied by.</summary>
    /// <value>Default 1. Finite and at least 0.</value>
    public double BiasLearningRateFactor { get; init; } = 1;

    /// <inheritdoc/>
    public override string Describe()
    {
        string words = FormattableString.Invariant($"Conv {OutChannels}, kernel {Kernel}");
        if (Stride != 1)
            words += $", stride {Stride}";
        if (Dilation != 1)
            words += $", dilation {Dilation}";
        return Groups == 1 ? words : FormattableString.Invariant($"{words}, {Groups} groups");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(OutChannels >= 1, "ConvSpec.OutChannels", "at least 1", OutChannels);
        Require(Enum.IsDefined(Initialization), "ConvSpec.Initialization", "a known initialization", Initialization);
        RequireFactor(WeightLearningRateFactor, "ConvSpec.WeightLearningRateFactor");
        RequireFactor(BiasLearningRateFactor, "ConvSpec.BiasLearningRateFactor");
        var grid = Grid.Of(inputShape);
        Require(
            Groups >= 1 && grid.Channels % Groups == 0 && OutChannels % Groups == 0, "ConvSpec.Groups",
            FormattableString.Invariant($"a divisor of {grid.Channels} input and {OutChannels} output channels"), Groups);
        SlidingWindow window = Window(grid);
        if (IsDataDriven)
            RequirePatches(checked(grid.Channels * window.Vertical.Kernel * window.Horizontal.Kernel));
        return grid.After(window, OutChannels).Shape;
    }

    internal override bool IsDataDriven => Initialization == WeightInitialization.PatchWhitening;

    internal SlidingWindow Window(Grid grid) => SlidingWindow.Over("ConvSpec", grid, Kernel, Stride, Padding, Dilation);

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        SlidingWindow window = Window(grid);
        long seen = checked((long)window.Vertical.Kernel * window.Horizontal.Kernel * (grid.Channels / Groups));
        return checked(grid.After(window, OutChannels).PixelCount * seen * OutChannels);
    }

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        return ReceptiveField.Of(field, grid).Through(Window(grid));
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        int[] window = grid.IsSignal ? [Kernel.Width] : [Kernel.Height, Kernel.Width];
        int area = window.Aggregate(1, (product, size) => checked(product * size));
        int inputs = checked(grid.Channels / Groups * area);
        var weight = new LayerTensor(
            "weight", [OutChannels, grid.Channels / Groups, .. window],
            Initializer.Of(Initialization, inputs, checked(OutChannels / Groups * area)),
            DecayFactor: 1, LearningRateFactor: (float)WeightLearningRateFactor);
        return Bias
            ? [weight, new LayerTensor("bias", [OutChannels], Initializer.Constant(0), LearningRateFactor: (float)BiasLearningRateFactor)]
            : [weight];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new ConvModule(this, context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        var grid = Grid.Of(inputShape);
        float[] bias = Bias ? weights["bias"].ToArray() : new float[OutChannels];
        return ConvKernel.Create(new ConvLayer(grid, Window(grid), Groups, weights["weight"].ToArray(), bias));
    }

    private void RequirePatches(int patch)
    {
        Require(Groups == 1, "ConvSpec.Groups", "1 with PatchWhitening", Groups);
        Require(
            OutChannels <= 2 * patch, "ConvSpec.OutChannels",
            FormattableString.Invariant($"at most {2 * patch}, twice the window's numbers, with PatchWhitening"), OutChannels);
    }
}
