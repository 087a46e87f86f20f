using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Networks;

/// <summary>
/// Turns each number into several: waves of learned frequencies (arXiv:2203.05556), then a linear layer of its own for each
/// feature. <see cref="Pbld"/> and <see cref="Plr"/> are the published forms.
/// </summary>
/// <param name="FrequencyCount">Frequencies for each feature; at least 1.</param>
/// <param name="FrequencyScale">Deviation of the normal numbers that the frequencies start with; finite and above 0.</param>
/// <param name="EmbeddingSize">Numbers that the linear layer makes of a feature; at least 1.</param>
public sealed record PeriodicEmbeddingSpec(int FrequencyCount, double FrequencyScale, int EmbeddingSize) : LayerSpec
{
    /// <summary>Whether a wave is cos(2 pi x w + b) with a learned b; otherwise each frequency gives the cosine and the sine of 2 pi x
    /// w.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool LearnedPhase { get; init; }

    /// <summary>Whether all features share one linear layer, "lite" in rtdl_num_embeddings.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool SharedLinear { get; init; }

    /// <summary>Whether the linear layer is followed by a ReLU.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool Relu { get; init; }

    /// <summary>Whether the number itself stands behind what is made of it.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool KeepInput { get; init; }

    /// <summary>What the step size of all tensors of the layer is multiplied by.</summary>
    /// <value>Default 1. Finite and at least 0.</value>
    public double LearningRateFactor { get; init; } = 1;

    internal int WaveCount => LearnedPhase ? FrequencyCount : 2 * FrequencyCount;

    private int OutputSize => EmbeddingSize + (KeepInput ? 1 : 0);

    /// <summary>RealMLP's embedding (arXiv:2407.04491): cosines with learned phase, no ReLU, the number itself kept, small steps.</summary>
    /// <param name="frequencyCount">Frequencies for each feature.</param>
    /// <param name="frequencyScale">Deviation of the first frequencies.</param>
    /// <param name="embeddingSize">Numbers made of a feature, the number itself not counted.</param>
    /// <returns>The layer.</returns>
    public static PeriodicEmbeddingSpec Pbld(int frequencyCount = 16, double frequencyScale = 0.1, int embeddingSize = 3) =>
        new(frequencyCount, frequencyScale, embeddingSize) { LearnedPhase = true, KeepInput = true, LearningRateFactor = 0.1 };

    /// <summary>The embedding of arXiv:2203.05556 with the defaults of rtdl_num_embeddings: cosines and sines, linear, ReLU.</summary>
    /// <param name="frequencyCount">Frequencies for each feature.</param>
    /// <param name="frequencyScale">Deviation of the first frequencies; the one number of it that is worth tuning.</param>
    /// <param name="embeddingSize">Numbers made of a feature.</param>
    /// <param name="lite">Whether all features share the linear layer.</param>
    /// <returns>The layer.</returns>
    public static PeriodicEmbeddingSpec Plr(
        int frequencyCount = 48, double frequencyScale = 0.01, int embeddingSize = 24, bool lite = false) =>
        new(frequencyCount, frequencyScale, embeddingSize) { SharedLinear = lite, Relu = true };

    /// <inheritdoc/>
    public override string Describe() => $"PeriodicEmbedding {FrequencyCount} to {OutputSize}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(FrequencyCount >= 1, "PeriodicEmbeddingSpec.FrequencyCount", "at least 1", FrequencyCount);
        Require(double.IsFinite(FrequencyScale) && FrequencyScale > 0, "PeriodicEmbeddingSpec.FrequencyScale", "finite and above 0", FrequencyScale);
        Require(EmbeddingSize >= 1, "PeriodicEmbeddingSpec.EmbeddingSize", "at least 1", EmbeddingSize);
        RequireFactor(LearningRateFactor, "PeriodicEmbeddingSpec.LearningRateFactor");
        return [checked(FlatWidth(inputShape) * OutputSize)];
    }

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape) =>
        checked(Count(inputShape) * (FrequencyCount + (long)WaveCount * EmbeddingSize));

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        int features = FlatWidth(inputShape);
        Initializer uniform = Initializer.Uniform(1 / Math.Sqrt(WaveCount));
        var tensors = new List<LayerTensor> { Tensor("frequency", [features, FrequencyCount], Initializer.Normal(0, FrequencyScale), 1) };
        if (LearnedPhase)
            tensors.Add(Tensor("phase", [features, FrequencyCount], Initializer.Uniform(Math.PI), 0));
        tensors.Add(Tensor("weight", SharedLinear ? [EmbeddingSize, WaveCount] : [features, WaveCount, EmbeddingSize], uniform, 1));
        tensors.Add(Tensor("bias", SharedLinear ? [EmbeddingSize] : [features, EmbeddingSize], uniform, 0));
        return tensors;
    }

    internal override LayerModule CreateModule(ModuleContext context) => new PeriodicEmbeddingModule(this, context);

    internal override bool LearnsManaged => true;

    internal override ManagedLayer CreateManagedLayer(ManagedContext context) =>
        new PeriodicEmbeddingLayer(context, this, GetOutputShape(context.InputShape)[0]);

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights)
    {
        int features = FlatWidth(inputShape);
        LinearKernel[] linears = SharedLinear
            ? [new LinearKernel(WaveCount, EmbeddingSize, weights["weight"], weights["bias"])]
            : FeatureEmbeddingKernel.Linears(features, WaveCount, EmbeddingSize, weights["weight"], weights["bias"]);
        return new PeriodicEmbeddingKernel(
            new FeatureEmbedding(features, linears, Relu, KeepInput, [], []), FrequencyCount, weights["frequency"],
            LearnedPhase ? weights["phase"] : []);
    }

    private LayerTensor Tensor(string name, int[] shape, Initializer start, float decayFactor) =>
        new(name, shape, start, DecayFactor: decayFactor, LearningRateFactor: (float)LearningRateFactor);
}
