using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json.Serialization;
using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Finds tensors by the names that people give them.</summary>
internal static class TensorPattern
{
    /// <summary>The tensors that a pattern names.</summary>
    /// <param name="network">The network.</param>
    /// <param name="pattern">
    /// A tensor, a layer's position, positions from one to another (<c>1-4</c>) or a layer's kind; * stands for any text, ? for one
    /// character.
    /// </param>
    /// <param name="trainedOnly">Whether buffers are left out.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IReadOnlyList<TensorSpec> Match(NetworkSpec network, string pattern, bool trainedOnly)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var found = new List<TensorSpec>();
        for (int layer = 0; layer < network.Layers.Count; layer++)
        {
            string kind = KindOf(network.Layers[layer]);
            string position = layer.ToString(CultureInfo.InvariantCulture);
            bool isLayer = Fits(pattern, position) || Fits(pattern, kind) || IsBetween(pattern, layer);
            found.AddRange(network.GetTensors(layer).Where(
                tensor => (tensor.IsParameter || !trainedOnly) && (isLayer || Fits(pattern, tensor.Name))));
        }

        return found.Count > 0 ? found : throw None(network, pattern, trainedOnly);
    }

    private static ArgumentException None(NetworkSpec network, string pattern, bool trainedOnly)
    {
        IEnumerable<string> names = network.Tensors.Where(tensor => tensor.IsParameter || !trainedOnly).Select(tensor => tensor.Name);
        IEnumerable<string> kinds = network.Layers.Select(KindOf).Distinct();
        return new ArgumentException(
            $"The pattern must name a {(trainedOnly ? "parameter" : "tensor")} ({string.Join(", ", names)}), "
            + $"a layer's position or a layer's kind ({string.Join(", ", kinds)}), but was '{pattern}'.", nameof(pattern));
    }

    /// <summary>Whether the pattern is two positions, and the layer stands at one of them or between.</summary>
    private static bool IsBetween(string pattern, int layer) =>
        pattern.Split('-') is [var first, var last]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int from)
        && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int to)
        && from <= layer && layer <= to;

    private static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    /// <summary>The kind of a layer as it stands in the JSON.</summary>
    private static string KindOf(LayerSpec layer) =>
        typeof(LayerSpec).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>()
            .First(kind => kind.DerivedType == layer.GetType()).TypeDiscriminator!.ToString()!;
}
