using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Numbers and categories as several numbers each.</summary>
internal static class EmbeddingLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<PeriodicEmbeddingSpec>(Periodic);
        emitters.Add<PiecewiseLinearEmbeddingSpec>(PiecewiseLinear);
        emitters.Add<CategoryEmbeddingSpec>(Category);
        emitters.Add<TokenEmbeddingSpec>(Token);
        emitters.Add<PositionEmbeddingSpec>((_, at) => at.Graph.Add(at.Input, at.Weight("weight", at.Shape[0], at.Shape[1])));
    }

    /// <summary>Whole numbers from one to another; all others become the first row of a table.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">Float numbers.</param>
    /// <param name="least">The smallest that counts.</param>
    /// <param name="most">The largest that counts: scalar or of the last dimension.</param>
    /// <returns>int64 of the same shape.</returns>
    public static string Known(OnnxGraph graph, string x, float least, string most)
    {
        string isKnown = graph.Op(
            "And", [graph.Op("GreaterOrEqual", [x, graph.Scalar(least)]), graph.Op("LessOrEqual", [x, most])]);
        return graph.Cast(graph.Where(isKnown, x, graph.Scalar(0f)), DataType.Int64);
    }

    private static string Periodic(PeriodicEmbeddingSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        (int features, int count) = (at.Shape[0], spec.FrequencyCount);
        float[] frequency = at.Weights["frequency"].ToArray();
        for (int i = 0; i < frequency.Length; i++)
            frequency[i] *= 2 * MathF.PI;
        string angle = graph.Mul(graph.Unsqueeze(at.Input, 2), graph.Tensor("frequency", frequency, features, count));
        string waves = spec.LearnedPhase
            ? graph.Op("Cos", [graph.Add(angle, at.Weight("phase", features, count))])
            : graph.Concat(2, graph.Op("Cos", [angle]), graph.Op("Sin", [angle])); // [rows, features, waves]
        string made = spec.SharedLinear
            ? DenseLayers.Product(at.With(waves, [features, spec.WaveCount]), "", at.Weights["weight"], at.Weights["bias"], spec.WaveCount)
            : graph.Add(Own(at, waves, spec.WaveCount, spec.EmbeddingSize), at.Weight("bias", features, spec.EmbeddingSize));
        if (spec.Relu)
            made = graph.Op("Relu", [made]);
        if (spec.KeepInput)
            made = graph.Concat(2, made, graph.Unsqueeze(at.Input, 2));
        return graph.Rows(made, spec.GetOutputShape(at.Shape));
    }

    private static string PiecewiseLinear(PiecewiseLinearEmbeddingSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        (int features, int bins) = (at.Shape[0], spec.BinCount);
        string place = graph.Mul(
            graph.Sub(graph.Unsqueeze(at.Input, 2), at.Weight("left", features, bins)), at.Weight("slope", features, bins));
        string code = graph.Op(
            "Min", [graph.Op("Max", [place, at.Weight("lower", features, bins)]), at.Weight("upper", features, bins)]);
        if (spec.EmbeddingSize is { } size)
            code = Embed(spec, at, code, size);
        return graph.Rows(code, spec.GetOutputShape(at.Shape));
    }

    private static string Embed(PiecewiseLinearEmbeddingSpec spec, LayerSite at, string code, int size)
    {
        OnnxGraph graph = at.Graph;
        string made = Own(at, code, spec.BinCount, size);
        string bias = at.Weight("bias", at.Shape[0], size);
        if (!spec.HasShortcut)
            made = graph.Add(made, bias);
        if (spec.Relu)
            made = graph.Op("Relu", [made]);
        if (!spec.HasShortcut)
            return made;
        string shortcut = graph.Mul(graph.Unsqueeze(at.Input, 2), at.Weight("shortcut", at.Shape[0], size));
        return graph.Add(made, graph.Add(bias, shortcut)); // behind the ReLU
    }

    /// <summary>A linear layer for each feature: [rows, features, inputs] to [rows, features, outputs].</summary>
    private static string Own(LayerSite at, string codes, int inputs, int outputs)
    {
        string product = at.Graph.MatMul(at.Graph.Transpose(codes, 1, 0, 2), at.Weight("weight", at.Shape[0], inputs, outputs));
        return at.Graph.Transpose(product, 1, 0, 2);
    }

    private static string Category(CategoryEmbeddingSpec spec, LayerSite at)
    {
        int columns = spec.CategoryCounts.Count;
        var starts = new long[columns]; // each column's values stand below the former's
        for (int i = 1; i < columns; i++)
            starts[i] = starts[i - 1] + spec.CategoryCounts[i - 1] + 1;
        string most = at.Graph.Floats([.. spec.CategoryCounts.Select(count => (float)count)], columns);
        string places = at.Graph.Add(Known(at.Graph, at.Input, 0, most), at.Graph.Integers(starts, columns));
        int rows = spec.CategoryCounts.Sum(count => count + 1);
        string found = at.Graph.Gather(at.Weight("weight", rows, spec.EmbeddingSize), places, 0);
        return at.Graph.Rows(found, spec.GetOutputShape(at.Shape));
    }

    private static string Token(TokenEmbeddingSpec spec, LayerSite at)
    {
        string tokens = Known(at.Graph, at.Graph.Squeeze(at.Input, 2), 1, at.Graph.Scalar((float)spec.TokenCount));
        return at.Graph.Gather(at.Weight("weight", spec.TokenCount + 1, spec.EmbeddingSize), tokens, 0);
    }
}
