using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// The networks A and D of Simonyan and Zisserman (arXiv:1409.1556): 3x3 convolutions in five groups with a pool behind each, three linear
/// layers. Pools are left out when one pixel is left, and the hidden linear layers have at most as many units as inputs, as is usual for
/// CIFAR-10.
/// </summary>
internal static class VggNetwork
{
    private const double Dropout = 0.5;

    private static readonly int[] Widths = [64, 128, 256, 512, 512];

    public static IReadOnlyList<LayerSpec> Build(CnnOptions options, Grid input, ReadOnlySpan<int> convolutions)
    {
        var body = new CnnBody(options, input);
        for (int group = 0; group < Widths.Length; group++)
        {
            for (int i = 0; i < convolutions[group]; i++)
                body.Add(body.Conv(Widths[group], 3, bias: true), new ActivationSpec(Activation.Relu));
            body.MaxPool(2, 2);
        }

        body.ShrinkTo(7).Add(new FlattenSpec());
        int units = body.UnitsUpTo(4096);
        for (int i = 0; i < 2; i++)
            body.Add(new LinearSpec(units), new ActivationSpec(Activation.Relu), new DropoutSpec(Dropout));
        return body.Layers;
    }
}
