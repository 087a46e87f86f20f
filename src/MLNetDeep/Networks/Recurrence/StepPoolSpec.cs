using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;

namespace MLNetDeep.Networks;

/// <summary>What becomes of the steps of a sequence.</summary>
public enum StepPool
{
    /// <summary>The last one.</summary>
    Last,

    /// <summary>
    /// The first half of the features of the last step, the second half of the first one: where a layer of both directions has read
    /// everything.
    /// </summary>
    Ends,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The largest of each feature.</summary>
    Max,

    /// <summary>
    /// Their mean with learned weights: softmax over the steps of v · tanh(W x + b) (Bahdanau, arXiv:1409.0473, as in arXiv:1606.02393).
    /// </summary>
    Attention,
}

/// <summary>One row of features for a sequence: [steps, features] becomes [features]. Steps behind a row's end do not count.</summary>
/// <param name="Pool">What becomes of the steps.</param>
public sealed record StepPoolSpec(StepPool Pool = StepPool.Last) : LayerSpec
{
    /// <inheritdoc/>
    public override string Describe() => $"Steps' {(Pool == StepPool.Attention ? "attention" : Pool.ToString().ToLowerInvariant())}";

    /// <inheritdoc/>
    public override IReadOnlyList<int> GetOutputShape(IReadOnlyList<int> inputShape)
    {
        Require(Enum.IsDefined(Pool), "StepPoolSpec.Pool", "one of the pools", Pool);
        RequireSteps(inputShape);
        Require(
            Pool != StepPool.Ends || inputShape[1] % 2 == 0, "StepPoolSpec.Pool", "another for an odd number of features", inputShape[1]);
        return [inputShape[1]];
    }

    internal override long GetMultiplyAdds(IReadOnlyList<int> inputShape) =>
        Pool == StepPool.Attention ? checked((long)inputShape[0] * inputShape[1] * (inputShape[1] + 2)) : 0;

    internal override IReadOnlyList<LayerTensor> GetTensors(IReadOnlyList<int> inputShape)
    {
        if (Pool != StepPool.Attention)
            return [];
        int width = inputShape[1];
        Initializer start = Initializer.Of(WeightInitialization.GlorotUniform, width, width);
        return
        [
            new LayerTensor("weight", [width, width], start, DecayFactor: 1),
            new LayerTensor("bias", [width], Initializer.Constant(0)),
            new LayerTensor("query", [width], Initializer.Of(WeightInitialization.GlorotUniform, width, 1), DecayFactor: 1),
        ];
    }

    internal override LayerModule CreateModule(ModuleContext context) =>
        Pool == StepPool.Attention ? new AttentionPoolModule(context) : new StepPoolModule(Pool, context);

    internal override StepLayer CreateStep(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        Pool is StepPool.Last or StepPool.Mean or StepPool.Max
            ? new StepPoolStep(Pool, inputShape[1])
            : throw new NotSupportedException($"A sequence cannot be scored step by step by a network with {Describe()}.");

    internal override Kernel CreateKernel(IReadOnlyList<int> inputShape, LayerWeights weights) =>
        Pool == StepPool.Attention ? new AttentionPoolKernel(inputShape, weights) : new StepPoolKernel(inputShape, Pool);
}
