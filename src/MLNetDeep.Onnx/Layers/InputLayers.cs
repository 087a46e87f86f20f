using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using MLNetDeep.Scoring;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx.Layers;

/// <summary>The layers that raw rows go through first.</summary>
internal static class InputLayers
{
    public static void AddTo(LayerEmitters emitters)
    {
        emitters.Add<InputNormalizationSpec>(InputNormalization);
        emitters.Add<ChannelNormalizationSpec>(ChannelNormalization);
        emitters.Add<SequenceInputSpec>((spec, at) => spec.AreTokens ? Tokens(spec, at) : Steps(spec, at));
    }

    private static string InputNormalization(InputNormalizationSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        int features = at.Shape[0] - spec.Categories.Count;
        string numbers = spec.Categories.Count == 0 ? at.Input : graph.Slice(at.Input, 1, 0, features);
        List<string> parts = [];
        if (features > 0)
            parts.Add(NumericScalings.Scale(spec, features, at.With(numbers, [features])));
        if (spec.IndicatorColumns.Count > 0)
        {
            long[] columns = [.. spec.IndicatorColumns.Select(column => (long)column)];
            string watched = graph.Gather(numbers, graph.Integers(columns, columns.Length), 1);
            parts.Add(graph.Cast(graph.Op("IsNaN", [watched]), DataType.Float));
        }

        CategoryEncoder[] encoders = CategoryEncoder.CreateAll(spec, features, at.Weights);
        foreach (CategoryEncoder encoder in encoders.OrderBy(encoder => encoder.Output))
            parts.Add(Category(graph, encoder, at.Input));
        return graph.Concat(1, [.. parts]);
    }

    private static string Category(OnnxGraph graph, CategoryEncoder encoder, string raw)
    {
        int count = encoder.Category.ValueCount;
        string own = graph.Slice(raw, 1, encoder.Input, encoder.Input + 1);
        string value = EmbeddingLayers.Known(graph, own, 1, graph.Scalar((float)count));
        switch (encoder.Category.Encoding)
        {
            case CategoryEncoding.Index:
                return graph.Cast(value, DataType.Float);
            case CategoryEncoding.Binary:
                return graph.Gather(graph.Floats([encoder.Rest[0], .. encoder.Own], 3), value, 0);
            default:
                long[] values = [.. Enumerable.Range(1, count).Select(number => (long)number)];
                string isOwn = graph.Op("Equal", [value, graph.Integers(values, count)]);
                return graph.Where(isOwn, graph.Floats(encoder.Own, count), graph.Floats(encoder.Rest, count));
        }
    }

    private static string ChannelNormalization(ChannelNormalizationSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        IReadOnlyList<int> shape = spec.Shape.RowShape;
        int channels = spec.Shape.Channels;
        string pixels = spec.Shape.IsInterleaved
            ? graph.Rows(at.Input, shape)
            : ConvolutionLayers.ToLast(graph, graph.Rows(at.Input, [channels, .. shape.SkipLast(1)]), shape.Count);
        string scaled = graph.Mul(graph.Sub(pixels, at.Weight("mean", channels)), at.Weight("scale", channels));
        return graph.Fill(scaled, 0);
    }

    private static string Steps(SequenceInputSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        int width = spec.StepWidth;
        string steps = graph.Rows(at.Input, [spec.Steps, width]);
        string scaled = graph.Mul(graph.Sub(steps, at.Weight("mean", width)), at.Weight("scale", width));
        return graph.Where(IsMissing(graph, steps), steps, graph.Fill(scaled, 0));
    }

    /// <summary>The network's own numbers of tokens, 0 for one it does not know, up to the end; those that are dropped close up.</summary>
    private static string Tokens(SequenceInputSpec spec, LayerSite at)
    {
        OnnxGraph graph = at.Graph;
        string ended = graph.RunningSum(graph.Cast(IsMissing(graph, at.Input), DataType.Int64), 1); // [rows, steps]
        string isThere = graph.Op("Equal", [ended, graph.Scalar(0L)]);
        float[] index = [0, .. at.Weights["index"]];
        string known = EmbeddingLayers.Known(graph, at.Input, 1, graph.Scalar((float)spec.TokenCount));
        string number = graph.Gather(graph.Tensor("index", index, index.Length), known, 0);
        string end = graph.Scalar(float.NegativeInfinity);
        if (spec.DropsUnknown)
        {
            isThere = graph.Op("And", [isThere, graph.Op("Greater", [number, graph.Scalar(0f)])]);
            number = graph.Where(isThere, number, end);
            // The places of those that stay, in order, then those of the others.
            string place = graph.Floats([.. Enumerable.Range(0, spec.Steps).Select(step => (float)step)], spec.Steps);
            string key = graph.Where(isThere, place, graph.Scalar((float)spec.Steps));
            string[] sorted = graph.Ops(
                "TopK", 2, [key, graph.Integers([spec.Steps], 1)], Attr.Int("axis", 1), Attr.Int("largest", 0), Attr.Int("sorted", 1));
            number = graph.Op("GatherElements", [number, sorted[1]], Attr.Int("axis", 1));
        }
        else
        {
            number = graph.Where(isThere, number, end);
        }

        return graph.Rows(number, [spec.Steps, 1]);
    }

    private static string IsMissing(OnnxGraph graph, string x) => graph.Op("IsInf", [x], Attr.Int("detect_positive", 0));
}
