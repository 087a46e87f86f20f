using MLNetDeep.Networks;
using MLNetDeep.Onnx.Graphs;
using static MLNetDeep.Onnx.Protocol.TensorProto.Types;

namespace MLNetDeep.Onnx;

/// <summary>The columns that a model reads, as inputs of a graph.</summary>
/// <param name="Feature">The feature vector; null when there are only categories.</param>
/// <param name="Categories">The categorical columns.</param>
internal sealed record GraphInputs(string? Feature, IReadOnlyList<string> Categories)
{
    public const string LengthSuffix = ".Length";

    public static GraphInputs Of(InputColumns columns) => new(columns.FeatureColumnName, columns.CategoryNames);

    /// <summary>Inputs of a model whose columns are not known: the categories are numbered.</summary>
    public static GraphInputs Of(DeepModel model, string feature)
    {
        int categories = CategoriesOf(model).Count;
        return new GraphInputs(
            model.Network.InputWidth > categories ? feature : null,
            [.. Enumerable.Range(1, categories).Select(number => FormattableString.Invariant($"Category{number}"))]);
    }

    public bool Equals(GraphInputs? other) =>
        other is not null && Feature == other.Feature && Categories.SequenceEqual(other.Categories);

    public override int GetHashCode() => Categories.Aggregate(Feature?.GetHashCode(StringComparison.Ordinal) ?? 0, HashCode.Combine);

    /// <summary>Writes the inputs.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="model">The model.</param>
    /// <returns>The raw rows: float of shape [rows, InputWidth].</returns>
    public string Write(OnnxGraph graph, DeepModel model)
    {
        IReadOnlyList<CategorySpec> categories = CategoriesOf(model);
        List<string> parts = [];
        if (Feature is not null)
        {
            parts.Add(model.Network.Layers[0] is SequenceInputSpec sequence
                ? WriteSequence(graph, sequence)
                : WriteVector(graph, model.Network.InputWidth - categories.Count));
        }

        for (int i = 0; i < categories.Count; i++)
        {
            int count = categories[i].ValueCount;
            graph.AddInput(Categories[i], DataType.Int64, $"A key from 1 to {count}; anything else is a missing or unknown value.", "N", 1);
            parts.Add(Keys(graph, Categories[i], count));
        }

        return graph.Concat(1, [.. parts]);
    }

    private static IReadOnlyList<CategorySpec> CategoriesOf(DeepModel model) =>
        (model.Network.Layers[0] as InputNormalizationSpec)?.Categories ?? [];

    private string WriteVector(OnnxGraph graph, int width)
    {
        graph.AddInput(Feature!, DataType.Float, "The features as they are; NaN where one is missing.", "N", width);
        return Feature!;
    }

    private string WriteSequence(OnnxGraph graph, SequenceInputSpec sequence)
    {
        string steps = sequence.IsVariable ? $" The first {Feature}{LengthSuffix} steps of a row count." : "";
        string value = Feature!;
        if (sequence.AreTokens)
        {
            string keys = $"The keys of tokens, from 1 to {sequence.TokenCount}; 0 for an unknown one.{steps}";
            graph.AddInput(value, DataType.Int64, keys, "N", sequence.Steps);
            value = Keys(graph, value, sequence.TokenCount);
        }
        else
        {
            graph.AddInput(
                value, DataType.Float, $"Step after step of {sequence.StepWidth} numbers each; NaN where one is missing.{steps}", "N",
                sequence.InputWidth);
        }

        if (!sequence.IsVariable)
            return value;
        graph.AddInput(Feature + LengthSuffix, DataType.Int64, "The steps of the sequence.", "N", 1);
        long[] places = [.. Enumerable.Range(0, sequence.InputWidth).Select(slot => (long)(slot / sequence.StepWidth))];
        string isThere = graph.Op("Less", [graph.Integers(places, places.Length), Feature + LengthSuffix]);
        return graph.Where(isThere, value, graph.Scalar(float.NegativeInfinity)); // as raw rows mark the end
    }

    /// <summary>Keys as floats, 0 for one that was not there in training.</summary>
    private static string Keys(OnnxGraph graph, string keys, int count)
    {
        string isKnown = graph.Op(
            "And", [graph.Op("Greater", [keys, graph.Scalar(0L)]), graph.Op("LessOrEqual", [keys, graph.Scalar((long)count)])]);
        return graph.Cast(graph.Where(isKnown, keys, graph.Scalar(0L)), DataType.Float);
    }
}
