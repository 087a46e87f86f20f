using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Normalisation over groups of channels and over neighbouring channels.</summary>
internal static class NormalizationLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<GroupNormSpec>(GroupNorm);
        emitters.Add<LocalResponseNormSpec>(LocalResponseNorm);
    }

    private static string GroupNorm(GroupNormSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        int channels = at.Shape[^1];
        int pixels = at.Shape.SkipLast(1).Aggregate(1, (product, size) => product * size);
        string groups = graph.Rows(at.Input, [pixels, spec.Groups, channels / spec.Groups]);
        string normal = graph.Rows(graph.Normalize(groups, spec.Epsilon, 1, 3), at.Shape);
        return graph.Add(graph.Mul(normal, at.Weight("weight", channels)), at.Weight("bias", channels));
    }

    private static string LocalResponseNorm(LocalResponseNormSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        int channels = at.Shape[^1];
        var near = new float[channels * channels]; // [from, to]
        for (int to = 0; to < channels; to++)
        {
            int first = to - spec.Size / 2;
            for (int from = Math.Max(0, first); from < Math.Min(channels, first + spec.Size); from++)
                near[from * channels + to] = (float)(spec.Alpha / spec.Size);
        }

        // ONNX's own operator puts the longer side of an even window on the other side than PyTorch.
        string sums = graph.MatMul(graph.Mul(at.Input, at.Input), graph.Floats(near, channels, channels));
        string power = graph.Op("Pow", [graph.Add(sums, graph.Scalar((float)spec.K)), graph.Scalar((float)-spec.Beta)]);
        return graph.Mul(at.Input, power);
    }
}
