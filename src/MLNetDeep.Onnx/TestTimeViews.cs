using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;

namespace MLNetDeep.Onnx;

/// <summary>Images looked at in several ways: the views of all rows are one batch, so that the network stands in the graph once.</summary>
internal static class TestTimeViews
{
    /// <summary>Puts the views of the rows below each other.</summary>
    /// <returns>Shape [views x rows, …]; the input where there are no views.</returns>
    public static string Spread(OnnxGraph graph, NetworkSpec network, string value)
    {
        if (network.Views.Count == 0)
            return value;
        var grid = Grid.Of(network.ViewedShape);
        return graph.Concat(0, [.. network.Views.Select(view => view.IsPlain ? value : Move(graph, grid, value, view.Move(grid)))]);
    }

    /// <summary>The weighted mean of what the network made of the views.</summary>
    public static string Join(OnnxGraph graph, NetworkSpec network, string value)
    {
        if (network.Views.Count == 0)
            return value;
        float[] shares = [.. network.Views.Select(view => (float)view.Weight)];
        int[] ones = [.. network.OutputShape.Select(_ => 1)];
        string each = graph.Reshape(value, [shares.Length, -1, .. network.OutputShape.Select(size => (long)size)]);
        return graph.Sum(graph.Mul(each, graph.Floats(shares, [shares.Length, 1, .. ones])), false, 0);
    }

    private static string Move(OnnxGraph graph, Grid grid, string value, GridMove move)
    {
        if (!grid.IsSignal)
            value = graph.Gather(value, Places(graph, move.Rows), 1);
        return graph.Gather(value, Places(graph, move.Columns), grid.IsSignal ? 1 : 2);
    }

    // Edges are reflected, so that every pixel comes from somewhere.
    private static string Places(OnnxGraph graph, ReadOnlySpan<int> places)
    {
        var numbers = new long[places.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = places[i];
        return graph.Integers(numbers, numbers.Length);
    }
}
