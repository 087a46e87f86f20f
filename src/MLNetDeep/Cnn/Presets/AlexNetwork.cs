using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// AlexNet in the form of "One weird trick" (Krizhevsky, arXiv:1404.5997), which torchvision has: five convolutions, three linear layers.
/// Below 64 pixels its first convolution is 3x3 with stride 1.
/// </summary>
internal static class AlexNetwork
{
    private const double Dropout = 0.5;

    public static IReadOnlyList<LayerSpec> Build(CnnOptions options, Grid input)
    {
        var body = new CnnBody(options, input);
        bool isLarge = body.Side >= CnnNetworks.LargeImage;
        body.Add(isLarge ? body.Conv(64, 11, 4, bias: true) with { Padding = 2 } : body.Conv(64, 3, bias: true));
        body.Add(Relu()).MaxPool(3, 2);
        body.Add(body.Conv(192, 5, bias: true), Relu()).MaxPool(3, 2);
        foreach (int channels in new[] { 384, 256, 256 })
            body.Add(body.Conv(channels, 3, bias: true), Relu());
        body.MaxPool(3, 2).ShrinkTo(6).Add(new FlattenSpec());
        int units = body.UnitsUpTo(4096);
        body.Add(new DropoutSpec(Dropout), new LinearSpec(units), Relu());
        return body.Add(new DropoutSpec(Dropout), new LinearSpec(units), Relu()).Layers;
    }

    private static ActivationSpec Relu() => new(Activation.Relu);
}
