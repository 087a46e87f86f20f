using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998) as it is built today: rectified units, max pools, full connections between the maps.
/// Its first convolution pads images below 32 pixels, which the paper's digits had.
/// </summary>
internal static class LeNet5Network
{
    private const int PaperSize = 32;

    public static IReadOnlyList<LayerSpec> Build(CnnOptions options, Grid input)
    {
        bool isSmall = Math.Max(input.Height, input.Width) < PaperSize;
        var layers = new List<LayerSpec>
        {
            new ConvSpec(CnnNetworks.Scale(options, 6), 5) { Padding = isSmall ? Padding.Same : Padding.Valid },
            new ActivationSpec(Activation.Relu),
            Pool(),
            new ConvSpec(CnnNetworks.Scale(options, 16), 5) { Padding = FitsBare(input, isSmall) ? Padding.Valid : Padding.Same },
            new ActivationSpec(Activation.Relu),
            Pool(),
            new FlattenSpec(),
        };
        foreach (int units in new[] { 120, 84 })
        {
            layers.Add(new LinearSpec(CnnNetworks.Scale(options, units)));
            layers.Add(new ActivationSpec(Activation.Relu));
        }

        return layers;
    }

    private static MaxPoolSpec Pool() => new(2) { Padding = Padding.Same };

    /// <summary>Whether the second convolution fits without padding into what the first pool leaves.</summary>
    private static bool FitsBare(Grid input, bool isSmall)
    {
        int smallest = input.IsSignal ? input.Width : Math.Min(input.Height, input.Width);
        int pooled = (smallest - (isSmall ? 0 : 4) + 1) / 2;
        return pooled >= 5;
    }
}
