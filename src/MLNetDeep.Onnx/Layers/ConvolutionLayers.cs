using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Onnx.Protocol;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Convolutions, and what else needs the channels first, as ONNX has them: turned there and back.</summary>
internal static class ConvolutionLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<ConvSpec>(Conv);
        emitters.Add<ConvTransposeSpec>(ConvTranspose);
        emitters.Add<SqueezeExciteSpec>(SqueezeExcite);
        emitters.Add<FlattenSpec>((spec, at) => at.Shape.Count == 1 ? at.Input : at.Graph.Rows(at.Input, spec.GetOutputShape(at.Shape)));
    }

    /// <summary>[rows, height, width, channels] to [rows, channels, height, width], and signals likewise.</summary>
    public static string ToFirst(OnnxGraph graph, string x, int rank) =>
        graph.Transpose(x, [0, rank, .. Enumerable.Range(1, rank - 1)]);

    public static string ToLast(OnnxGraph graph, string x, int rank) =>
        graph.Transpose(x, [0, .. Enumerable.Range(2, rank - 1), 1]);

    /// <summary>An operator on the layer's input with its channels first; a bias is written if there is one.</summary>
    public static string Apply(LayerSite at, string type, string[] operands, params AttributeProto[] attributes)
    {
        string first = ToFirst(at.Graph, at.Input, at.Shape.Count);
        return ToLast(at.Graph, at.Graph.Op(type, [first, .. operands], attributes), at.Shape.Count);
    }

    /// <summary>The numbers of an image's axes, or of a signal's one.</summary>
    public static int[] Axes(Grid grid, int vertical, int horizontal) => grid.IsSignal ? [horizontal] : [vertical, horizontal];

    /// <summary>The padding of a window: before all axes, then behind them, as much as its places need.</summary>
    public static int[] Pads(Grid grid, SlidingWindow window) =>
    [
        .. Axes(grid, window.Vertical.Before, window.Horizontal.Before), .. Axes(grid, Behind(window.Vertical), Behind(window.Horizontal)),
    ];

    private static int Behind(WindowAxis axis) =>
        Math.Max(0, (axis.OutputSize - 1) * axis.Stride + axis.Reach - axis.InputSize - axis.Before);

    private static string Conv(ConvSpec spec, LayerSite at)
    {
        var grid = Grid.Of(at.Shape);
        SlidingWindow window = spec.Window(grid);
        int[] kernel = Axes(grid, window.Vertical.Kernel, window.Horizontal.Kernel);
        string weight = at.Weight("weight", [spec.OutChannels, grid.Channels / spec.Groups, .. kernel]);
        return Apply(
            at, "Conv", spec.Bias ? [weight, at.Weight("bias", spec.OutChannels)] : [weight], Attr.Ints("kernel_shape", kernel),
            Attr.Ints("strides", Axes(grid, window.Vertical.Stride, window.Horizontal.Stride)),
            Attr.Ints("dilations", Axes(grid, window.Vertical.Dilation, window.Horizontal.Dilation)),
            Attr.Ints("pads", Pads(grid, window)), Attr.Int("group", spec.Groups));
    }

    private static string ConvTranspose(ConvTransposeSpec spec, LayerSite at)
    {
        var grid = Grid.Of(at.Shape);
        (TransposedAxis vertical, TransposedAxis horizontal) = TransposedWindow.Over(grid, spec);
        int[] kernel = Axes(grid, vertical.Kernel, horizontal.Kernel);
        string weight = at.Weight("weight", [grid.Channels, spec.OutChannels / spec.Groups, .. kernel]);
        // What is to be cut behind, or added there.
        (int below, int behind) = (vertical.Before - vertical.Extra, horizontal.Before - horizontal.Extra);
        int[] before = Axes(grid, vertical.Before, horizontal.Before);
        int[] pads = [.. before, .. Axes(grid, Math.Max(0, below), Math.Max(0, behind))];
        return Apply(
            at, "ConvTranspose", spec.Bias ? [weight, at.Weight("bias", spec.OutChannels)] : [weight], Attr.Ints("kernel_shape", kernel),
            Attr.Ints("strides", Axes(grid, vertical.Stride, horizontal.Stride)),
            Attr.Ints("dilations", Axes(grid, vertical.Dilation, horizontal.Dilation)), Attr.Ints("pads", pads),
            Attr.Ints("output_padding", Axes(grid, Math.Max(0, -below), Math.Max(0, -behind))), Attr.Int("group", spec.Groups));
    }

    private static string SqueezeExcite(SqueezeExciteSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        int channels = at.Shape[^1];
        int hidden = at.Weights["fc1.bias"].Length;
        string mean = graph.Mean(at.Input, false, [.. Enumerable.Range(1, at.Shape.Count - 1)]);
        string squeezed = DenseLayers.Product(
            at.With(mean, [channels]), "fc1.", at.Weights["fc1.weight"], at.Weights["fc1.bias"], channels);
        string excited = DenseLayers.Product(
            at.With(graph.Op("Relu", [squeezed]), [hidden]), "fc2.", at.Weights["fc2.weight"], at.Weights["fc2.bias"], hidden);
        string factors = graph.Rows(graph.Op("Sigmoid", [excited]), [.. Enumerable.Repeat(1, at.Shape.Count - 1), channels]);
        return graph.Mul(at.Input, factors);
    }
}
