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
        {
            long count = network.GetTensors(i).Where(tensor => tensor.IsParameter).Sum(tensor => (long)tensor.ElementCount);
            Line(text, $"{i} {network.Layers[i].Describe()}", NetworkSpec.Format(network.GetOutputShape(i)), Number(count));
        }

        text.Append('-', LayerWidth + ShapeWidth + CountWidth + 2).Append('\n');
        Line(text, "Total", "", Number(network.ParameterCount));
        return text.ToString();
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string layer, string shape, string count) =>
        text.Append(Cut(layer, LayerWidth)).Append(' ').Append(Cut(shape, ShapeWidth)).Append(' ')
            .Append(count.PadLeft(CountWidth)).Append('\n');

    private static string Cut(string words, int width) => (words.Length <= width ? words : words[..(width - 1)] + "…").PadRight(width);
}
