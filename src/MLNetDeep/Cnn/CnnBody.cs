using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>The layers of a preset, put together with an eye on what is left of the image or signal, so that any size will do.</summary>
/// <param name="options">The user's choices; the width factor counts for every number of channels or units.</param>
/// <param name="input">Shape of a row.</param>
internal sealed class CnnBody(CnnOptions options, Grid input)
{
    private readonly List<LayerSpec> _layers = [];
    private IReadOnlyList<int> _shape = input.Shape;

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<LayerSpec> Layers => _layers;

    /// <summary>Shape of a row behind them, as long as it is an image or a signal.</summary>
    public Grid Grid => Grid.Of(_shape);

    /// <summary>The shorter side of an image, the length of a signal.</summary>
    public int Side => Grid.IsSignal ? Grid.Width : Math.Min(Grid.Height, Grid.Width);

    /// <summary>Adds layers as they are.</summary>
    public CnnBody Add(params IEnumerable<LayerSpec> layers)
    {
        foreach (LayerSpec layer in layers)
        {
            _shape = layer.GetOutputShape(_shape);
            _layers.Add(layer);
        }

        return this;
    }

    /// <summary>A number of channels or units under the width factor.</summary>
    public int Scale(int width) => CnnNetworks.Scale(options, width);

    /// <summary>A convolution that keeps the size at stride 1, as PyTorch's networks pad: by half the window.</summary>
    public ConvSpec Conv(int channels, int kernel, int stride = 1, bool bias = false) =>
        new(Scale(channels), kernel) { Stride = stride, Padding = kernel / 2, Bias = bias };

    /// <summary>A convolution, batch normalisation and rectified units.</summary>
    public IEnumerable<LayerSpec> ConvNormRelu(int channels, int kernel, int stride = 1, double epsilon = 1e-5) =>
        [Conv(channels, kernel, stride), new BatchNormSpec(Epsilon: epsilon), new ActivationSpec(Activation.Relu)];

    /// <summary>Adds a max pool, whose window is no larger than what is left; none where that is one pixel.</summary>
    public CnnBody MaxPool(int kernel, int stride, int padding = 0, bool ceilMode = false)
    {
        Grid grid = Grid;
        if (grid.PixelCount == 1)
            return this;
        Extent window = grid.IsSignal
            ? Fitting(kernel, grid.Width, padding)
            : (Fitting(kernel, grid.Height, padding), Fitting(kernel, grid.Width, padding));
        return Add(new MaxPoolSpec(window) { Stride = stride, Padding = padding, CeilMode = ceilMode });
    }

    /// <summary>Brings a map that is larger down to at most so many places a side, for linear layers behind it.</summary>
    public CnnBody ShrinkTo(int largest)
    {
        Grid grid = Grid;
        if (grid.Height <= largest && grid.Width <= largest)
            return this;
        return Add(new AdaptivePoolSpec(grid.IsSignal ? largest : (Math.Min(grid.Height, largest), Math.Min(grid.Width, largest))));
    }

    /// <summary>Units of a linear layer behind the flat row: as many as published, and no more than the row has numbers.</summary>
    public int UnitsUpTo(int published) => Math.Min(Scale(published), _shape[^1]);

    private static int Fitting(int kernel, int size, int padding) => Math.Min(kernel, size + 2 * padding);
}
