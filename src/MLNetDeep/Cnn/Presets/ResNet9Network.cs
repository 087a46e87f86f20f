using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// The network of David Page's cifar10-fast (github.com/davidcpage/cifar10-fast, "How to train your ResNet"): eight 3x3 convolutions, four
/// of them in two residual sums, the largest of each channel, scores of an eighth.
/// </summary>
internal static class ResNet9Network
{
    public static IReadOnlyList<LayerSpec> Build(CnnOptions options, Grid input)
    {
        var body = new CnnBody(options, input);
        int stride = CnnNetworks.FirstStride(body.Side);
        body.Add(body.ConvNormRelu(64, Math.Max(3, 2 * stride - 1), stride));
        body.Add(body.ConvNormRelu(128, 3)).MaxPool(2, 2).Add(Residual(body, 128));
        body.Add(body.ConvNormRelu(256, 3)).MaxPool(2, 2);
        body.Add(body.ConvNormRelu(512, 3)).MaxPool(2, 2).Add(Residual(body, 512));
        return body.Add(new GlobalPoolSpec(GlobalPool.Max)).Layers;
    }

    private static ParallelSpec Residual(CnnBody body, int channels) =>
        ParallelSpec.Residual([.. body.ConvNormRelu(channels, 3), .. body.ConvNormRelu(channels, 3)]);
}
