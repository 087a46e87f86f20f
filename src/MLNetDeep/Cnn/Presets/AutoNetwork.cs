using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Convolutions in groups of growing width, each of which halves the image.</summary>
internal static class AutoNetwork
{
    public static IReadOnlyList<LayerSpec> Build(CnnOptions options, Grid input)
    {
        var layers = new List<LayerSpec>();
        int size = input.IsSignal ? input.Width : Math.Min(input.Height, input.Width);
        foreach (int channels in new[] { 32, 64, 128 })
        {
            layers.Add(new ConvSpec(CnnNetworks.Scale(options, channels), 3) { Padding = Padding.Same, Bias = false });
            layers.Add(new BatchNormSpec());
            layers.Add(new ActivationSpec(Activation.Relu));
            if (size >= 4)
            {
                layers.Add(new MaxPoolSpec(2));
                size /= 2;
            }
        }

        layers.Add(new GlobalPoolSpec());
        return layers;
    }
}
