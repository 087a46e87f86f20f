using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Pools over pixels or over the steps of a signal.</summary>
internal static class PoolLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<MaxPoolSpec>(MaxPool);
        emitters.Add<AvgPoolSpec>(AvgPool);
        emitters.Add<AdaptivePoolSpec>(AdaptivePool);
        emitters.Add<GlobalPoolSpec>(GlobalPool);
    }

    private static string MaxPool(MaxPoolSpec spec, LayerSite at)
    {
        var grid = Grid.Of(at.Shape);
        SlidingWindow window = spec.Window(grid);
        return ConvolutionLayers.Apply(
            at, "MaxPool", [],
            Attr.Ints("kernel_shape", ConvolutionLayers.Axes(grid, window.Vertical.Kernel, window.Horizontal.Kernel)),
            Attr.Ints("strides", ConvolutionLayers.Axes(grid, window.Vertical.Stride, window.Horizontal.Stride)),
            Attr.Ints("pads", ConvolutionLayers.Pads(grid, window)));
    }

    private static string AvgPool(AvgPoolSpec spec, LayerSite at)
    {
        var grid = Grid.Of(at.Shape);
        SlidingWindow window = spec.Window(grid);
        PoolRange[] vertical = PoolRange.Of(window.Vertical, spec.CountIncludePad);
        PoolRange[] horizontal = PoolRange.Of(window.Horizontal, spec.CountIncludePad);
        // A window that stands over the padding's edge has a divisor that ONNX's operator does not have.
        bool isCut = vertical.Any(range => range.Divisor != window.Vertical.Kernel)
            || horizontal.Any(range => range.Divisor != window.Horizontal.Kernel);
        if (isCut && spec.CountIncludePad)
            return Averages(at, vertical, horizontal);
        return ConvolutionLayers.Apply(
            at, "AveragePool", [],
            Attr.Ints("kernel_shape", ConvolutionLayers.Axes(grid, window.Vertical.Kernel, window.Horizontal.Kernel)),
            Attr.Ints("strides", ConvolutionLayers.Axes(grid, window.Vertical.Stride, window.Horizontal.Stride)),
            Attr.Ints("pads", ConvolutionLayers.Pads(grid, window)), Attr.Int("count_include_pad", spec.CountIncludePad ? 1 : 0));
    }

    private static string AdaptivePool(AdaptivePoolSpec spec, LayerSite at)
    {
        (PoolRange[] vertical, PoolRange[] horizontal) = spec.Ranges(Grid.Of(at.Shape));
        return spec.Pool == Networks.GlobalPool.Average ? Averages(at, vertical, horizontal) : Largest(at, vertical, horizontal);
    }

    private static string GlobalPool(GlobalPoolSpec spec, LayerSite at)
    {
        int[] axes = [.. Enumerable.Range(1, at.Shape.Count - 1)];
        return spec.Pool == Networks.GlobalPool.Average ? at.Graph.Mean(at.Input, false, axes) : at.Graph.Max(at.Input, axes);
    }

    /// <summary>Means over ranges of pixels, as a product with what each has of each.</summary>
    private static string Averages(LayerSite at, PoolRange[] vertical, PoolRange[] horizontal)
    {
        OnnxGraph graph = at.Graph;
        var grid = Grid.Of(at.Shape);
        string pooled = graph.MatMul(Shares(graph, horizontal, grid.Width), at.Input); // over the last dimension but one
        if (grid.IsSignal)
            return pooled;
        string lines = graph.Rows(pooled, [grid.Height, horizontal.Length * grid.Channels]);
        return graph.Rows(
            graph.MatMul(Shares(graph, vertical, grid.Height), lines), [vertical.Length, horizontal.Length, grid.Channels]);
    }

    private static string Shares(OnnxGraph graph, PoolRange[] ranges, int size)
    {
        var shares = new float[ranges.Length * size];
        for (int place = 0; place < ranges.Length; place++)
            shares.AsSpan(place * size + ranges[place].First, ranges[place].End - ranges[place].First).Fill(1f / ranges[place].Divisor);
        return graph.Floats(shares, ranges.Length, size);
    }

    private static string Largest(LayerSite at, PoolRange[] vertical, PoolRange[] horizontal)
    {
        string value = at.Shape.Count == 2 ? at.Input : LargestAlong(at.Graph, at.Input, vertical, 1);
        return LargestAlong(at.Graph, value, horizontal, at.Shape.Count - 1);
    }

    /// <summary>The largest of each range along a dimension; shorter ranges have their last place several times.</summary>
    private static string LargestAlong(OnnxGraph graph, string x, PoolRange[] ranges, int axis)
    {
        int longest = ranges.Max(range => range.End - range.First);
        long[] places = [.. ranges.SelectMany(
            range => Enumerable.Range(range.First, longest).Select(place => (long)Math.Min(place, range.End - 1)))];
        return graph.Max(graph.Gather(x, graph.Integers(places, ranges.Length, longest), axis), axis + 1);
    }
}
