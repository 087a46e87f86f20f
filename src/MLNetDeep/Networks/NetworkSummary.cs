using System.Globalization;
using System.Text;

namespace MLNetDeep.Networks;

/// <summary>Lays a network out as a table of at most 80 columns.</summary>
internal sealed class NetworkSummary
{
    private const int Width = 80;
    private const int ShapeWidth = 15;
    private const int ParameterWidth = 11;
    private const int ProductWidth = 9;
    private const int FieldWidth = 7;

    private readonly List<Line> _lines = [];

    private NetworkSummary()
    {
    }

    public static string Write(NetworkSpec network)
    {
        var summary = new NetworkSummary();
        summary.Add("Layer", "Output shape", "Parameters", "Mult-adds", "Field");
        summary._lines.Add(default);
        summary.Add("Input", NetworkSpec.Format(network.InputShape));
        ReceptiveField? field = null;
        for (int i = 0; i < network.Layers.Count; i++)
            field = summary.AddLayer(i.ToString(CultureInfo.InvariantCulture), 0, network.Layers[i], network.GetInputShape(i), field);
        summary._lines.Add(default);
        summary.Add("Total", "", Number(network.ParameterCount), Short(network.MultiplyAdds));
        string table = summary.ToText();
        return network.Views.Count == 0
            ? table
            : table + string.Create(
                CultureInfo.InvariantCulture, $"Scores are the mean over {network.Views.Count} views of a row: {Views(network.Views)}.\n");
    }

    /// <summary>A count in three digits and the unit's letter, such as 1.81G.</summary>
    private static string Short(long count)
    {
        if (count < 1000)
            return Number(count);
        double rest = count;
        int unit = -1;
        while (rest >= 999.5)
        {
            rest /= 1000;
            unit++;
        }

        string format = rest < 9.995 ? "0.00" : rest < 99.95 ? "0.0" : "0";
        return rest.ToString(format, CultureInfo.InvariantCulture) + "KMGTPE"[unit];
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Cut(string words, int width) => (words.Length <= width ? words : words[..(width - 1)] + "…").PadRight(width);

    /// <summary>One line for a layer; those inside it follow, further in, each with its own numbers.</summary>
    private ReceptiveField? AddLayer(string name, int depth, LayerSpec layer, IReadOnlyList<int> inputShape, ReceptiveField? field)
    {
        IReadOnlyList<LayerStack> stacks = layer.GetStacks(inputShape);
        long count = layer.GetTensors(inputShape).Where(tensor => tensor.IsParameter)
            .Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size));
        string indent = new(' ', 2 * depth);
        string shape = NetworkSpec.Format(layer.GetOutputShape(inputShape));
        ReceptiveField? seen = layer.Widen(field, inputShape);
        bool isLeaf = stacks.Count == 0;
        string products = isLeaf ? Short(layer.GetMultiplyAdds(inputShape)) : "";
        Add($"{indent}{name} {layer.Describe()}", shape, isLeaf ? Number(count) : "", products, $"{seen}");
        foreach (LayerStack stack in stacks)
        {
            if (stack.Layers.Count == 0)
                Add($"{indent}  {stack.Name} (its input)", NetworkSpec.Format(inputShape), Number(0), Short(0), $"{field}");
            ReceptiveField? inside = field;
            for (int i = 0; i < stack.Layers.Count; i++)
                inside = AddLayer(stack.Prefix(i)[..^1], depth + 1, stack.Layers[i], stack.GetInputShape(i), inside);
        }

        return seen;
    }

    /// <summary>What views do, in a few words.</summary>
    private static string Views(IReadOnlyList<TestTimeView> views)
    {
        int shift = views.Max(view => Math.Max(Math.Abs(view.Dy), Math.Abs(view.Dx)));
        string shifted = shift > 0 ? string.Create(CultureInfo.InvariantCulture, $"shifted by up to {shift}") : "";
        return string.Join(", ", new[] { views.Any(view => view.Flip) ? "mirrored" : "", shifted }.Where(words => words.Length > 0));
    }

    private void Add(string layer, string shape, string parameters = "", string products = "", string field = "") =>
        _lines.Add(new Line(layer, shape, parameters, products, field));

    /// <summary>The table; the column of receptive fields is there when a layer has one.</summary>
    private string ToText()
    {
        bool hasFields = _lines.Skip(1).Any(line => line.Field is { Length: > 0 });
        int layerWidth = Width - ShapeWidth - ParameterWidth - ProductWidth - 3 - (hasFields ? FieldWidth + 1 : 0);
        var text = new StringBuilder();
        foreach (Line line in _lines)
        {
            string words = line.Layer is null
                ? new string('-', Width)
                : $"{Cut(line.Layer, layerWidth)} {Cut(line.Shape, ShapeWidth)} {line.Parameters.PadLeft(ParameterWidth)} "
                + $"{line.Products.PadLeft(ProductWidth)} {(hasFields ? line.Field.PadLeft(FieldWidth) : "")}";
            text.Append(words.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A line of the table; the default is a rule across it.</summary>
    private readonly record struct Line(string Layer, string Shape, string Parameters, string Products, string Field);
}
