using MLNetDeep.Networks;

namespace MLNetDeep.Onnx.Layers;

/// <summary>Layers of several members in one network: rows of shape [members, features].</summary>
internal static class EnsembleLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<EnsembleViewSpec>(View);
        emitters.Add<EnsembleLinearSpec>(Linear);
        emitters.Add<MemberScaleSpec>((_, at) => at.Graph.Mul(at.Input, at.Weight("weight", at.Shape[0], at.Shape[1])));
        emitters.Add<MemberLinearSpec>(MemberLinear);
    }

    private static string View(EnsembleViewSpec spec, LayerSite at)
    {
        string repeats = at.Graph.Integers([1, spec.MemberCount, 1], 3);
        return at.Graph.Op("Expand", [at.Graph.Unsqueeze(at.Input, 1), repeats]);
    }

    private static string Linear(EnsembleLinearSpec spec, LayerSite at)
    {
        (int members, int inputs) = (at.Shape[0], at.Shape[1]);
        string scaled = at.Graph.Mul(at.Input, at.Weight("r", members, inputs));
        string product = DenseLayers.Product(at.With(scaled, at.Shape), "", at.Weights["weight"], [], inputs);
        return at.Graph.Add(
            at.Graph.Mul(product, at.Weight("s", members, spec.OutFeatures)), at.Weight("bias", members, spec.OutFeatures));
    }

    private static string MemberLinear(MemberLinearSpec spec, LayerSite at)
    {
        (int members, int inputs, int outputs) = (at.Shape[0], at.Shape[1], spec.OutFeatures);
        ReadOnlySpan<float> weight = at.Weights["weight"];
        List<float> turned = [];
        for (int start = 0; start < weight.Length; start += outputs * inputs)
            turned.AddRange(DenseLayers.Turned(weight.Slice(start, outputs * inputs), outputs, inputs));
        string factors = at.Graph.Tensor("weight.T", turned.ToArray(), members, inputs, outputs);
        string rows = at.Graph.MatMul(at.Graph.Transpose(at.Input, 1, 0, 2), factors); // [members, rows, outputs]
        return at.Graph.Add(at.Graph.Transpose(rows, 1, 0, 2), at.Weight("bias", members, outputs));
    }
}
