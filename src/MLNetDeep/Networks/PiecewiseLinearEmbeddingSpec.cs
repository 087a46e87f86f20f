using System.Text.Json.Serialization;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>Where the bins of a <see cref="PiecewiseLinearEmbeddingSpec"/> end.</summary>
public enum BinSource
{
    /// <summary>At quantiles of the training rows: as many rows in each bin.</summary>
    Quantiles,

    /// <summary>Where a decision tree on the one feature splits to tell the target: fine where it matters.</summary>
    Tree,
}

/// <summary>
/// Turns each number into its place on a scale of bins, the piecewise linear encoding of arXiv:2203.05556: 1 for each bin below the
/// number, 0 for each above, and how far it is into its own. A linear layer for each feature then makes the embedding.
/// </summary>
/// <remarks>The bins come from a sample of the training rows before the first step; a column with few values has fewer bins.</remarks>
/// <param name="BinCount">Most bins of a feature; at least 1, rtdl_num_embeddings' default 48.</param>
/// <param name="EmbeddingSize">
/// Numbers made of a feature, at least 1; <see langword="null"/> gives the encoding itself, <paramref name="BinCount"/> numbers.
/// </param>
public sealed record PiecewiseLinearEmbeddingSpec(
    int BinCount = 48,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? EmbeddingSize = null) : LayerSpec
{
    /// <summary>Whether the linear layer is followed by a ReLU.</summary>
    /// <value>Default <see langword="false"/>. Only with <see cref="EmbeddingSize"/>.</value>
    public bool Relu { get; init; }

    /// <summary>Whether a linear function of the number is added, and the rest starts at 0: version B of rtdl_num_embeddings.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool Shortcut { get; init; } = true;

    /// <summary>
    /// Whether the layer starts with an opinion: its weights uniform between -1 / sqrt(bins) and 1 / sqrt(bins), shortcut and bias between
    /// -1 and 1.
    /// </summary>
    /// <value>Default <see langword="false"/>. Only with <see cref="EmbeddingSize"/>.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StartsRandom { get; init; }

    /// <summary>Where the bins end.</summary>
    /// <value>Default <see cref="BinSource.Quantiles"/>.</value>
    public BinSource Bins { get; init; }

    internal override bool IsDataDriven => true;

    internal bool HasShortcut => EmbeddingSize is not null && Shortcut;

    /// <inheritdoc/>
    public override string Describe() =>
        EmbeddingSize is { } size ? $"PiecewiseLinear {BinCount} to {size}" : $"PiecewiseLinear {BinCount}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(BinCount >= 1, "PiecewiseLinearEmbeddingSpec.BinCount", "at least 1", BinCount);
        Require(EmbeddingSize is null or >= 1, "PiecewiseLinearEmbeddingSpec.EmbeddingSize", "at least 1", EmbeddingSize ?? 0);
        Require(!Relu || EmbeddingSize is not null, "PiecewiseLinearEmbeddingSpec.Relu", "false without an embedding", Relu);
        Require(Enum.IsDefined(Bins), "PiecewiseLinearEmbeddingSpec.Bins", "a known source", Bins);
        return [checked(FlatWidth(inputShape) * (EmbeddingSize ?? BinCount))];
    }

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape) =>
        checked(Count(inputShape) * BinCount * (1L + (EmbeddingSize ?? 0)));

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int features = FlatWidth(inputShape);
        var tensors = new List<LayerTensor>();
        foreach (string name in new[] { "left", "slope", "lower", "upper" })
            tensors.Add(new LayerTensor(name, [features, BinCount], Initializer.Constant(0), IsParameter: false));
        if (EmbeddingSize is not { } size)
            return tensors;
        Initializer uniform = Initializer.Uniform(StartsRandom ? 1 : 1 / Math.Sqrt(size));
        Initializer weights = Shortcut && !StartsRandom ? Initializer.Constant(0) : Initializer.Uniform(1 / Math.Sqrt(BinCount));
        tensors.Add(new LayerTensor("weight", [features, BinCount, size], weights, DecayFactor: 1));
        tensors.Add(new LayerTensor("bias", [features, size], uniform));
        if (Shortcut)
            tensors.Add(new LayerTensor("shortcut", [features, size], uniform, DecayFactor: 1));
        return tensors;
    }

    internal override LayerModule CreateModule(ModuleContext context) => new PiecewiseLinearModule(this, context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) =>
        new PiecewiseLinearLayer(context, this, GetOutputShape(context.InputShape)[0]);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        int features = FlatWidth(inputShape);
        FeatureEmbedding? embedding = null;
        if (EmbeddingSize is { } size)
        {
            // With a shortcut the bias belongs to it: it is added behind the ReLU.
            LinearKernel[] linears = FeatureEmbeddingKernel.Linears(
                features, BinCount, size, weights["weight"], HasShortcut ? [] : weights["bias"]);
            embedding = new FeatureEmbedding(
                features, linears, Relu, KeepInput: false, HasShortcut ? weights["shortcut"].ToArray() : [],
                HasShortcut ? weights["bias"].ToArray() : []);
        }

        var bins = new BinScale(BinCount, weights["left"], weights["slope"], weights["lower"], weights["upper"]);
        return embedding is null ? new PiecewiseLinearKernel(features, bins) : new PiecewiseLinearEmbeddingKernel(embedding, bins);
    }
}
