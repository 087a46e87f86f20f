using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>Numbers for a network whose tokens start with given vectors.</summary>
internal static class TokenStart
{
    /// <summary>Draws all numbers, then takes over the vectors of the tokens that have one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="encoding">Its first layer.</param>
    /// <param name="seed">Where chance starts.</param>
    /// <param name="vectors">Vectors by token.</param>
    /// <param name="tokens">The tokens in the order of their keys.</param>
    /// <exception cref="InvalidOperationException">The tokens have no names, or none of them has a vector.</exception>
    public static float[] Draw(
        NetworkSpec network, SequenceEncoding encoding, int seed, IReadOnlyDictionary<string, float[]> vectors,
        IReadOnlyList<string>? tokens)
    {
        if (tokens is null)
            throw new InvalidOperationException("LstmOptions.TokenVectors must be null for a feature column that is no key with values.");
        float[] numbers = new FitRandom(seed).InitialTensors(network);
        int layer = network.Layers.Index().First(item => item.Item is TokenEmbeddingSpec).Index;
        TensorSpec weight = network.GetTensors(layer)[0];
        int size = weight.Shape[1];
        float[] index = encoding["index"];
        int found = 0;
        for (int token = 0; token < index.Length; token++)
        {
            if (index[token] == 0 || !vectors.TryGetValue(tokens[token], out float[]? vector))
                continue;
            vector.CopyTo(numbers, weight.Offset + (int)index[token] * size);
            found++;
        }

        return found > 0
            ? numbers
            : throw new InvalidOperationException(
                "LstmOptions.TokenVectors must have a vector for some token of the training rows, but has none.");
    }
}
