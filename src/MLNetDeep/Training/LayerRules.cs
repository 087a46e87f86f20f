using System.Collections.Frozen;
using MLNetDeep.Networks;

namespace MLNetDeep.Training;

/// <summary>Which tensors of a network stay as they are during a fit, and how fast the others move.</summary>
internal sealed class LayerRules
{
    private readonly FrozenDictionary<string, float> _factors;

    private LayerRules(IEnumerable<string> frozen, IReadOnlyDictionary<string, float> factors)
    {
        Frozen = frozen.ToFrozenSet(StringComparer.Ordinal);
        _factors = factors.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All tensors are trained, and all alike.</summary>
    public static LayerRules None { get; } = new([], FrozenDictionary<string, float>.Empty);

    /// <summary>No tensor of a network is trained.</summary>
    public static LayerRules Freeze(NetworkSpec network) =>
        new(network.Tensors.Select(tensor => tensor.Name), FrozenDictionary<string, float>.Empty);

    /// <summary>Names of the tensors that are never trained, buffers included.</summary>
    public FrozenSet<string> Frozen { get; }

    /// <summary>What the fit multiplies a tensor's step size by.</summary>
    public float FactorOf(TensorSpec tensor) => _factors.GetValueOrDefault(tensor.Name, 1);

    /// <summary>What the settings say of a network.</summary>
    /// <exception cref="ArgumentException">A pattern names nothing, or nothing that may be frozen.</exception>
    public static LayerRules Of(NetworkSpec network, FitSettings settings)
    {
        bool isPlain = settings.FrozenLayers.Count == 0 && settings.LayerLearningRateFactors.Count == 0
            && settings.LearningRateDecayPerLayer == 1;
        return isPlain ? None : new LayerRules(FindFrozen(network, settings.FrozenLayers), FindFactors(network, settings));
    }

    private static HashSet<string> FindFrozen(NetworkSpec network, IReadOnlyList<string> patterns)
    {
        int output = OutputLayer.IndexIn(network);
        var features = Enumerable.Range(0, Math.Max(0, output)).SelectMany(network.GetTensors).Select(tensor => tensor.Name).ToHashSet();
        var frozen = new HashSet<string>();
        foreach (string pattern in patterns)
        {
            string[] named = [.. Find(network, nameof(CnnOptions.FrozenLayers), pattern, trainedOnly: false).Where(features.Contains)];
            if (named.Length == 0)
            {
                throw new ArgumentException(
                    $"CnnOptions.FrozenLayers must name layers before the output layer, which is layer {output} and is always trained, "
                    + $"but was '{pattern}'.");
            }

            frozen.UnionWith(named);
        }

        return frozen;
    }

    private static Dictionary<string, float> FindFactors(NetworkSpec network, FitSettings settings)
    {
        var factors = new Dictionary<string, float>();
        double factor = 1;
        for (int layer = network.Layers.Count - 1; layer >= 0; layer--)
        {
            TensorSpec[] trained = [.. network.GetTensors(layer).Where(tensor => tensor.IsParameter)];
            foreach (TensorSpec tensor in trained)
                factors[tensor.Name] = (float)factor;
            if (trained.Length > 0)
                factor *= settings.LearningRateDecayPerLayer;
        }

        foreach (LayerLearningRateFactor entry in settings.LayerLearningRateFactors)
            foreach (string name in Find(network, nameof(CnnOptions.LayerLearningRateFactors), entry.Pattern, trainedOnly: true))
                factors[name] = (float)entry.Factor;
        return factors;
    }

    private static IEnumerable<string> Find(NetworkSpec network, string option, string pattern, bool trainedOnly)
    {
        try
        {
            return TensorPattern.Match(network, pattern, trainedOnly).Select(tensor => tensor.Name);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"CnnOptions.{option} does not fit the network. {error.Message}", error);
        }
    }
}
