namespace MLNetDeep.Training;

/// <summary>An optimiser at work on the flat parameters of one fit.</summary>
/// <remarks>
/// One pass over plain arrays replaces some ten libtorch calls for each of the network's tensors. What a step depends on lies in
/// <see cref="Memory"/> and <see cref="StepCount"/>, so that a checkpoint of both goes on with the same bits.
/// </remarks>
internal abstract class OptimizerRun
{
    /// <summary>Steps done.</summary>
    public long StepCount { get; set; }

    /// <summary>What the optimiser remembers between steps, each as long as the parameters.</summary>
    public abstract IReadOnlyList<float[]> Memory { get; }

    /// <summary>Moves the weights.</summary>
    /// <param name="weights">Shape [parameters].</param>
    /// <param name="gradients">Shape [parameters].</param>
    /// <param name="ranges">The stretches to move, each with its factors; what no range covers stays.</param>
    /// <param name="step">Step size, decay and scale of this step.</param>
    public void Step(Span<float> weights, Span<float> gradients, IReadOnlyList<ParameterRange> ranges, OptimizerStep step)
    {
        StepCount++;
        foreach (ParameterRange range in ranges)
        {
            double rate = step.LearningRate * range.LearningRateFactor;
            Move(
                weights.Slice(range.Start, range.Count), gradients.Slice(range.Start, range.Count), range.Start,
                new OptimizerStep(rate, step.WeightDecay * range.DecayFactor, step.GradientScale));
        }
    }

    /// <summary>Moves one stretch of the weights.</summary>
    /// <param name="weights">The stretch.</param>
    /// <param name="gradients">Its gradients, before <see cref="OptimizerStep.GradientScale"/>.</param>
    /// <param name="start">Where it starts in the memory.</param>
    /// <param name="step">Step size and decay of this stretch.</param>
    protected abstract void Move(Span<float> weights, ReadOnlySpan<float> gradients, int start, OptimizerStep step);
}

/// <summary>What changes from step to step.</summary>
/// <param name="LearningRate">Step size.</param>
/// <param name="WeightDecay">Decoupled decay: the weights lose the share LearningRate x WeightDecay.</param>
/// <param name="GradientScale">What gradients are multiplied by first; below 1 when they are clipped.</param>
internal readonly record struct OptimizerStep(double LearningRate, double WeightDecay, double GradientScale);

/// <summary>A stretch of the flat parameters that is trained alike.</summary>
/// <param name="Start">Index of its first number.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="LearningRateFactor">What the step size is multiplied by.</param>
/// <param name="DecayFactor">What weight decay, L1 and L2 are multiplied by.</param>
internal readonly record struct ParameterRange(int Start, int Count, float LearningRateFactor, float DecayFactor);
