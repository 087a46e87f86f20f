using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Layers over the last dimension, and what joins them.</summary>
internal static class DenseLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<LinearSpec>(Linear);
        emitters.Add<BatchNormSpec>(BatchNorm);
        emitters.Add<LayerNormSpec>(LayerNorm);
        emitters.Add<ScaleSpec>((_, at) => at.Graph.Mul(at.Input, at.Weight("weight", at.Shape[^1])));
        emitters.Add<SelectSpec>(Select);
        emitters.Add<ParallelSpec>(Parallel);
        // What only training does.
        emitters.Add<DropoutSpec>((_, at) => at.Input);
        emitters.Add<SpatialDropoutSpec>((_, at) => at.Input);
        emitters.Add<StochasticDepthSpec>((_, at) => at.Input);
    }

    /// <summary>x W^T + b over the last dimension.</summary>
    /// <param name="at">Where the layer stands.</param>
    /// <param name="name">What its tensors' names begin with.</param>
    /// <param name="weight">Shape [outputs, inputs], as PyTorch has it.</param>
    /// <param name="bias">Shape [outputs]; may be empty.</param>
    /// <param name="inputs">Last dimension of the input.</param>
    public static string Product(LayerSite at, string name, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int inputs)
    {
        OnnxGraph graph = at.Graph;
        int outputs = weight.Length / inputs;
        if (at.Shape.Count == 1)
        {
            string factors = graph.Tensor(name + "weight", weight, outputs, inputs);
            string[] operands = bias.IsEmpty ? [at.Input, factors] : [at.Input, factors, graph.Tensor(name + "bias", bias, outputs)];
            return graph.Op("Gemm", operands, Attr.Int("transB", 1));
        }

        string product = graph.MatMul(at.Input, graph.Tensor(name + "weight.T", Turned(weight, outputs, inputs), inputs, outputs));
        return bias.IsEmpty ? product : graph.Add(product, graph.Tensor(name + "bias", bias, outputs));
    }

    /// <summary>A matrix turned round.</summary>
    public static float[] Turned(ReadOnlySpan<float> matrix, int rows, int columns)
    {
        var turned = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                turned[column * rows + row] = matrix[row * columns + column];
        return turned;
    }

    private static string Linear(LinearSpec spec, LayerSite at)
    {
        int inputs = at.Shape[^1];
        float[] weight = at.Weights["weight"].ToArray();
        float scale = spec.Scale(inputs);
        for (int i = 0; i < weight.Length && scale != 1; i++)
            weight[i] *= scale;
        return Product(at, "", weight, spec.Bias ? at.Weights["bias"] : [], inputs);
    }

    private static string BatchNorm(BatchNormSpec spec, LayerSite at)
    {
        (float[] scale, float[] shift) = spec.Affine(at.Weights);
        string scaled = at.Graph.Mul(at.Input, at.Graph.Tensor("scale", scale, scale.Length));
        return at.Graph.Add(scaled, at.Graph.Tensor("shift", shift, shift.Length));
    }

    private static string LayerNorm(LayerNormSpec spec, LayerSite at)
    {
        int width = at.Shape[^1];
        string normal = at.Graph.Normalize(at.Input, spec.Epsilon, -1);
        return at.Graph.Add(at.Graph.Mul(normal, at.Weight("weight", width)), at.Weight("bias", width));
    }

    private static string Select(SelectSpec spec, LayerSite at) => spec.IsStretch
        ? at.Graph.Slice(at.Input, at.Shape.Count, spec.Columns[0], spec.Columns[^1] + 1)
        : at.Graph.Gather(
            at.Input, at.Graph.Integers([.. spec.Columns.Select(column => (long)column)], spec.Columns.Count), at.Shape.Count);

    private static string Parallel(ParallelSpec spec, LayerSite at)
    {
        List<string> branches = [];
        foreach (LayerStack stack in spec.GetStacks(at.Shape))
            branches.Add(at.Network.Run(stack, at.Weights, at.Input));
        return spec.Join == BranchJoin.Concatenate
            ? at.Graph.Concat(spec.GetOutputShape(at.Shape).Count, [.. branches])
            : branches.Aggregate(at.Graph.Add);
    }
}
