using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What the presets share.</summary>
internal static class MlpParts
{
    /// <summary>Bins, and numbers made of them, of the piecewise-linear embedding: the best of a small search over 13 tables.</summary>
    private const int BinCount = 24;

    private const int BinEmbeddingSize = 8;

    /// <summary>The layers before the first linear one.</summary>
    /// <param name="options">The user's choices.</param>
    /// <param name="input">The encoded row.</param>
    /// <param name="embedding">The preset's embedding of numbers.</param>
    public static TabularFront Front(MlpOptions options, NetworkInput input, NumericEmbedding embedding)
    {
        PeriodicEmbeddingSpec periodic = PeriodicEmbeddingSpec.Plr();
        (LayerSpec? Layer, int Width) chosen = (options.NumericEmbedding ?? embedding) switch
        {
            NumericEmbedding.PiecewiseLinear => (new PiecewiseLinearEmbeddingSpec(BinCount, BinEmbeddingSize) { StartsRandom = true }, BinEmbeddingSize),
            NumericEmbedding.Periodic => (periodic, periodic.EmbeddingSize),
            NumericEmbedding.PeriodicWithInput => (PeriodicEmbeddingSpec.Pbld(), PeriodicEmbeddingSpec.Pbld().EmbeddingSize + 1),
            _ => (null, 1),
        };
        return TabularFront.Build(input, chosen.Layer, chosen.Width, options.CategoryEmbeddingSize);
    }

    public static void AddDropout(List<LayerSpec> layers, double probability)
    {
        if (probability > 0)
            layers.Add(new DropoutSpec(probability));
    }

    /// <summary>The spread of first weights that keeps signals at one size behind an activation.</summary>
    public static WeightInitialization InitializationFor(Activation activation) => activation switch
    {
        Activation.Tanh or Activation.Sigmoid => WeightInitialization.Glorot,
        Activation.Selu => WeightInitialization.LeCun,
        _ => WeightInitialization.Kaiming,
    };
}
