using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>
/// A transposed convolution over images or signals, which makes them larger: every input writes a weighted window to the output,
/// PyTorch's ConvTranspose2d and ConvTranspose1d.
/// </summary>
/// <param name="OutChannels">Channels of its output; at least 1.</param>
/// <param name="Kernel">Size of the window; at least 1.</param>
public sealed record ConvTransposeSpec(int OutChannels, Extent Kernel) : LayerSpec
{
    /// <summary>How far the window moves over the output.</summary>
    /// <value>Default 1. At least 1.</value>
    public Extent Stride { get; init; } = 1;

    /// <summary>What is cut off each side of the output.</summary>
    /// <value>Default <see cref="Padding.Valid"/>: nothing, as in PyTorch. <see cref="Padding.Same"/> makes the output the input's size
    /// times the stride, as in Keras.</value>
    public Padding Padding { get; init; }

    /// <summary>What is added behind the output, which chooses among the sizes that a convolution of this stride makes alike.</summary>
    /// <value>Default 0. Below stride or dilation.</value>
    public Extent OutputPadding { get; init; }

    /// <summary>Distance of neighbouring outputs under the window.</summary>
    /// <value>Default 1. At least 1.</value>
    public Extent Dilation { get; init; } = 1;

    /// <summary>Into how many groups the channels are divided, each of which writes its own outputs alone.</summary>
    /// <value>Default 1. Divides input and output channels.</value>
    public int Groups { get; init; } = 1;

    /// <summary>Whether a bias is added to each output channel.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool Bias { get; init; } = true;

    /// <summary>How the weights start; <i>inputs</i> are the numbers that write to one output, in the mean.</summary>
    /// <value>Default <see cref="WeightInitialization.Kaiming"/> (He, arXiv:1502.01852).</value>
    public WeightInitialization Initialization { get; init; } = WeightInitialization.Kaiming;

    /// <inheritdoc/>
    public override string Describe()
    {
        string words = FormattableString.Invariant($"ConvTranspose {OutChannels}, kernel {Kernel}");
        if (Stride != 1)
            words += $", stride {Stride}";
        if (Dilation != 1)
            words += $", dilation {Dilation}";
        return Groups == 1 ? words : FormattableString.Invariant($"{words}, {Groups} groups");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(OutChannels >= 1, "ConvTransposeSpec.OutChannels", "at least 1", OutChannels);
        bool isKnown = Enum.IsDefined(Initialization)
            && Initialization is not (WeightInitialization.UnitOutput or WeightInitialization.PatchWhitening);
        Require(isKnown, "ConvTransposeSpec.Initialization", "one that needs no data", Initialization);
        var grid = Grid.Of(inputShape);
        Require(
            Groups >= 1 && grid.Channels % Groups == 0 && OutChannels % Groups == 0, "ConvTransposeSpec.Groups",
            FormattableString.Invariant($"a divisor of {grid.Channels} input and {OutChannels} output channels"), Groups);
        return Output(grid).Shape;
    }

    internal Grid Output(Grid grid)
    {
        var window = TransposedWindow.Over(grid, this);
        return new Grid(window.Vertical.OutputSize, window.Horizontal.OutputSize, OutChannels, grid.IsSignal);
    }

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        return checked((long)grid.PixelCount * Area(grid) * grid.Channels * (OutChannels / Groups));
    }

    internal override ReceptiveField? Widen(ReceptiveField? field, IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        (TransposedAxis vertical, TransposedAxis horizontal) = TransposedWindow.Over(grid, this);
        return ReceptiveField.Of(field, grid).Through(
            1 + (vertical.Reach - 1) / vertical.Stride, 1 + (horizontal.Reach - 1) / horizontal.Stride,
            1.0 / vertical.Stride, 1.0 / horizontal.Stride);
    }

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        var grid = Grid.Of(inputShape);
        int[] window = grid.IsSignal ? [Kernel.Width] : [Kernel.Height, Kernel.Width];
        (int area, int step) = (Area(grid), grid.IsSignal ? Stride.Width : Stride.Height * Stride.Width);
        int inputs = Math.Max(1, checked(grid.Channels / Groups * area) / step);
        var weight = new LayerTensor(
            "weight", [grid.Channels, OutChannels / Groups, .. window],
            Initializer.Of(Initialization, inputs, checked(OutChannels / Groups * area)), DecayFactor: 1);
        return Bias ? [weight, new LayerTensor("bias", [OutChannels], Initializer.Constant(0))] : [weight];
    }

    internal override LayerModule CreateModule(ModuleContext context) => new ConvTransposeModule(this, context);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        var grid = Grid.Of(inputShape);
        return new ConvTransposeKernel(
            grid, Output(grid), TransposedWindow.Over(grid, this), Groups, weights["weight"], Bias ? weights["bias"] : []);
    }

    private int Area(Grid grid) => grid.IsSignal ? Kernel.Width : checked(Kernel.Height * Kernel.Width);
}
