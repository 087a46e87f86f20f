using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Layers of forecasters, over windows of steps.</summary>
internal static class WindowLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<ReshapeSpec>((spec, at) => at.Graph.Rows(at.Input, spec.Shape));
        emitters.Add<PermuteSpec>((spec, at) =>
            at.Graph.Transpose(at.Input, [0, .. spec.Dimensions.Select(dimension => dimension + 1)]));
        emitters.Add<MovingAverageSpec>((spec, at) => Mix(at, spec.Weights(at.Shape[0])));
        emitters.Add<InterpolateSpec>((spec, at) => Mix(at, spec.Weights(at.Shape[0])));
        emitters.Add<WindowNormSpec>(WindowNorm);
        emitters.Add<DoublyResidualSpec>(DoublyResidual);
    }

    /// <summary>Each step as shares of neighbouring steps.</summary>
    private static string Mix(LayerSite at, (int First, float[] Shares)[] weights)
    {
        int steps = at.Shape[0];
        var matrix = new float[weights.Length * steps];
        for (int step = 0; step < weights.Length; step++)
            weights[step].Shares.CopyTo(matrix, step * steps + weights[step].First);
        return at.Graph.MatMul(at.Graph.Floats(matrix, weights.Length, steps), at.Input);
    }

    private static string WindowNorm(WindowNormSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        (int steps, int features, int targets) = (spec.StepCount, spec.FeatureCount, spec.TargetCount);
        string window = graph.Rows(graph.Slice(at.Input, 1, 0, steps * features), [steps, features]);
        string own = graph.Slice(window, 2, 0, targets); // [rows, steps, targets]
        string mean = graph.Mean(own, true, 1);
        string shift = spec.Normalization == WindowNormKind.MeanAndDeviation ? mean : graph.Slice(own, 1, steps - 1, steps);
        string? scale = spec.HasDeviation ? Deviation(graph, graph.Sub(own, mean), spec.Epsilon) : null; // [rows, 1, targets]
        string normal = graph.Sub(own, shift);
        if (scale is not null)
            normal = graph.Div(normal, scale);
        if (spec.Affine)
            normal = graph.Add(graph.Mul(normal, at.Weight("affine_weight", targets)), at.Weight("affine_bias", targets));
        if (targets < features)
            normal = graph.Concat(2, normal, graph.Slice(window, 2, targets, features));
        string row = graph.Rows(normal, [steps * features]);
        if (steps * features < at.Shape[0])
            row = graph.Concat(1, row, graph.Slice(at.Input, 1, steps * features, at.Shape[0]));
        LayerStack stack = spec.GetStacks(at.Shape)[0];
        return Undo(spec, at, at.Network.Run(stack, at.Weights, row), stack.OutputShape[0], shift, scale);
    }

    /// <summary>The inner layers' output in the window's own numbers.</summary>
    private static string Undo(WindowNormSpec spec, LayerSite at, string output, int width, string shift, string? scale)
    {
        OnnxGraph graph = at.Graph;
        (int targets, int levels) = (spec.TargetCount, spec.OutputsPerTarget);
        string value = graph.Rows(output, [width / (targets * levels), targets, levels]);
        if (spec.Affine)
        {
            float[] factors = at.Weights["affine_weight"].ToArray();
            for (int i = 0; i < factors.Length; i++)
                factors[i] += (float)(spec.Epsilon * spec.Epsilon); // RevIN's guard against a weight of 0
            string offset = graph.Tensor("affine_bias", at.Weights["affine_bias"], targets, 1);
            value = graph.Div(graph.Sub(value, offset), graph.Tensor("affine_divisor", factors, targets, 1));
        }

        if (scale is not null)
            value = graph.Mul(value, graph.Unsqueeze(scale, 3));
        return graph.Rows(graph.Add(value, graph.Unsqueeze(shift, 3)), [width]);
    }

    private static string Deviation(OnnxGraph graph, string centred, double epsilon)
    {
        string variance = graph.Mean(graph.Mul(centred, centred), true, 1);
        return graph.Op("Sqrt", [graph.Add(variance, graph.Scalar((float)epsilon))]);
    }

    private static string DoublyResidual(DoublyResidualSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        (int width, int back) = (at.Shape[0], spec.BackcastCount);
        (string rest, string? forecast) = (at.Input, null);
        foreach (LayerStack stack in spec.GetStacks(at.Shape))
        {
            string made = at.Network.Run(stack, at.Weights, rest);
            string own = graph.Slice(made, 1, back, stack.OutputShape[0]);
            forecast = forecast is null ? own : graph.Add(forecast, own);
            string window = graph.Sub(graph.Slice(rest, 1, 0, back), graph.Slice(made, 1, 0, back));
            rest = back == width ? window : graph.Concat(1, window, graph.Slice(rest, 1, back, width));
        }

        return forecast!;
    }
}
