using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>
/// Residual networks (He et al., arXiv:1512.03385) as torchvision has them; shortcuts that change the shape are 1x1 convolutions (option
/// B). Below 64 pixels they start with a 3x3 convolution of stride 1 and without a pool, as is usual for CIFAR-10.
/// </summary>
internal static class ResNetwork
{
    /// <summary>ResNet-18: blocks of two 3x3 convolutions.</summary>
    public static IReadOnlyList<LayerSpec> Build18(CnnOptions options, Grid input) =>
        Build(options, input, [2, 2, 2, 2], 64, isDeep: false);

    /// <summary>ResNet-50: blocks of 1x1, 3x3 and 1x1 convolutions, of which the 3x3 one has the stride (version 1.5).</summary>
    public static IReadOnlyList<LayerSpec> Build50(CnnOptions options, Grid input) =>
        Build(options, input, [3, 4, 6, 3], 64, isDeep: true);

    /// <summary>ResNet-20 of the paper's section 4.2, for images of 32 pixels: three groups of 16, 32 and 64 channels.</summary>
    public static IReadOnlyList<LayerSpec> Build20(CnnOptions options, Grid input)
    {
        var body = new CnnBody(options, input);
        int stride = CnnNetworks.FirstStride(body.Side);
        body.Add(body.ConvNormRelu(16, Math.Max(3, 2 * stride - 1), stride));
        AddGroups(body, [3, 3, 3], 16, isDeep: false);
        return body.Add(new GlobalPoolSpec()).Layers;
    }

    private static IReadOnlyList<LayerSpec> Build(CnnOptions options, Grid input, ReadOnlySpan<int> blocks, int width, bool isDeep)
    {
        var body = new CnnBody(options, input);
        if (body.Side >= CnnNetworks.LargeImage)
            body.Add(body.ConvNormRelu(width, 7, 2)).MaxPool(3, 2, padding: 1);
        else
            body.Add(body.ConvNormRelu(width, 3));
        AddGroups(body, blocks, width, isDeep);
        return body.Add(new GlobalPoolSpec()).Layers;
    }

    private static void AddGroups(CnnBody body, ReadOnlySpan<int> blocks, int width, bool isDeep)
    {
        for (int group = 0; group < blocks.Length; group++)
        {
            for (int block = 0; block < blocks[group]; block++)
                body.Add(Block(body, width << group, block == 0 && group > 0 ? 2 : 1, isDeep));
        }
    }

    private static IEnumerable<LayerSpec> Block(CnnBody body, int width, int stride, bool isDeep)
    {
        IReadOnlyList<LayerSpec> main = isDeep
            ?
            [
                .. body.ConvNormRelu(width, 1), .. body.ConvNormRelu(width, 3, stride), body.Conv(4 * width, 1), new BatchNormSpec(),
            ]
            : [.. body.ConvNormRelu(width, 3, stride), body.Conv(width, 3), new BatchNormSpec()];
        int channels = isDeep ? 4 * width : width;
        bool keepsShape = stride == 1 && body.Grid.Channels == body.Scale(channels);
        IReadOnlyList<LayerSpec> shortcut = keepsShape ? [] : [body.Conv(channels, 1, stride), new BatchNormSpec()];
        yield return new ParallelSpec([main, shortcut], BranchJoin.Add);
        yield return new ActivationSpec(Activation.Relu);
    }
}
