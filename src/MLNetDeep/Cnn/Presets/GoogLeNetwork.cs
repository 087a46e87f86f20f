using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// GoogLeNet (Szegedy et al., arXiv:1409.4842) with batch normalisation (arXiv:1502.03167) and without auxiliary outputs, as torchvision
/// has it: its windows of 5 are two windows of 3 there by name, one in truth. Below 64 pixels it starts with a 3x3 convolution of stride
/// 1 and without the first two pools, as is usual for CIFAR-10.
/// </summary>
internal static class GoogLeNetwork
{
    private const double Epsilon = 1e-3;

    public static IReadOnlyList<LayerSpec> Build(CnnOptions options, Grid input)
    {
        var body = new CnnBody(options, input);
        bool isLarge = body.Side >= CnnNetworks.LargeImage;
        body.Add(isLarge ? Unit(body, 64, 7, 2) : Unit(body, 64, 3));
        if (isLarge)
            body.MaxPool(3, 2, ceilMode: true);
        body.Add(Unit(body, 64, 1)).Add(Unit(body, 192, 3));
        if (isLarge)
            body.MaxPool(3, 2, ceilMode: true);
        body.Add(Inception(body, 64, 96, 128, 16, 32, 32), Inception(body, 128, 128, 192, 32, 96, 64)).MaxPool(3, 2, ceilMode: true);
        body.Add(
            Inception(body, 192, 96, 208, 16, 48, 64), Inception(body, 160, 112, 224, 24, 64, 64),
            Inception(body, 128, 128, 256, 24, 64, 64), Inception(body, 112, 144, 288, 32, 64, 64),
            Inception(body, 256, 160, 320, 32, 128, 128)).MaxPool(2, 2, ceilMode: true);
        body.Add(Inception(body, 256, 160, 320, 32, 128, 128), Inception(body, 384, 192, 384, 48, 128, 128));
        return body.Add(new GlobalPoolSpec(), new DropoutSpec(0.2)).Layers;
    }

    /// <summary>Four branches side by side: 1x1; 1x1 and 3x3; again; a pool and 1x1.</summary>
    private static ParallelSpec Inception(CnnBody body, int plain, int reduced3, int width3, int reduced5, int width5, int pooled) => new(
        [
            [.. Unit(body, plain, 1)],
            [.. Unit(body, reduced3, 1), .. Unit(body, width3, 3)],
            [.. Unit(body, reduced5, 1), .. Unit(body, width5, 3)],
            [new MaxPoolSpec(3) { Stride = 1, Padding = 1 }, .. Unit(body, pooled, 1)],
        ],
        BranchJoin.Concatenate);

    private static IEnumerable<LayerSpec> Unit(CnnBody body, int channels, int kernel, int stride = 1) =>
        body.ConvNormRelu(channels, kernel, stride, Epsilon);
}
