using System.Globalization;
using System.Text;

namespace MLNetDeep.Networks;

/// <summary>Lays a network out as a table of at most 80 columns.</summary>
internal static class NetworkSummary
{
    private const int LayerWidth = 40;
    private const int ShapeWidth = 18;
    private const int CountWidth = 16;

    public static string Write(NetworkSpec network)
    {
        var text = new StringBuilder();
        Line(text, "Layer", "Output shape", "Parameters");
        text.Append('-', LayerWidth + ShapeWidth + CountWidth + 2).Append('\n');
        Line(text, "Input", NetworkSpec.Format(network.InputShape), "");
        for (int i = 0; i < network.Layers.Count; i++)
            Layer(text, i.ToString(CultureInfo.InvariantCulture), 0, network.Layers[i], network.GetInputShape(i), network.GetOutputShape(i));

        text.Append('-', LayerWidth + ShapeWidth + CountWidth + 2).Append('\n');
        Line(text, "Total", "", Number(network.ParameterCount));
        if (network.Views.Count > 0)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"Scores are the mean over {network.Views.Count} views of a row: {Views(network.Views)}.\n");
        }

        return text.ToString();
    }

    /// <summary>One line for a layer; those inside it follow, further in, each with its own parameters.</summary>
    private static void Layer(
        StringBuilder text, string name, int depth, LayerSpec layer, IReadOnlyList<int> inputShape, IReadOnlyList<int> outputShape)
    {
        IReadOnlyList<LayerStack> stacks = layer.GetStacks(inputShape);
        long count = layer.GetTensors(inputShape).Where(tensor => tensor.IsParameter)
            .Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size));
        string indent = new(' ', 2 * depth);
        Line(text, $"{indent}{name} {layer.Describe()}", NetworkSpec.Format(outputShape), stacks.Count > 0 ? "" : Number(count));
        foreach (LayerStack stack in stacks)
        {
            if (stack.Layers.Count == 0)
                Line(text, $"{indent}  {stack.Name} (its input)", NetworkSpec.Format(inputShape), Number(0));
            for (int i = 0; i < stack.Layers.Count; i++)
                Layer(text, stack.Prefix(i)[..^1], depth + 1, stack.Layers[i], stack.GetInputShape(i), stack.GetOutputShape(i));
        }
    }

    /// <summary>What views do, in a few words.</summary>
    private static string Views(IReadOnlyList<TestTimeView> views)
    {
        int shift = views.Max(view => Math.Max(Math.Abs(view.Dy), Math.Abs(view.Dx)));
        string shifted = shift > 0 ? string.Create(CultureInfo.InvariantCulture, $"shifted by up to {shift}") : "";
        return string.Join(", ", new[] { views.Any(view => view.Flip) ? "mirrored" : "", shifted }.Where(words => words.Length > 0));
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string layer, string shape, string count) =>
        text.Append(Cut(layer, LayerWidth)).Append(' ').Append(Cut(shape, ShapeWidth)).Append(' ')
            .Append(count.PadLeft(CountWidth)).Append('\n');

    private static string Cut(string words, int width) => (words.Length <= width ? words : words[..(width - 1)] + "…").PadRight(width);
}
