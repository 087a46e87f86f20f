using System.Numerics;
using MLNetDeep.Training.Managed;

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

    /// <summary>The threads that share large stretches; null for the caller alone. Results do not depend on it.</summary>
    public WorkTeam? Team { get; set; }

    /// <summary>Whether weight decay joins the gradient, as an L2 penalty does.</summary>
    protected virtual bool CouplesDecay => false;

    /// <summary>Moves the weights.</summary>
    /// <param name="weights">Shape [parameters].</param>
    /// <param name="gradients">Shape [parameters]; penalties are added to them.</param>
    /// <param name="ranges">The stretches to move, each with its factors; what no range covers stays.</param>
    /// <param name="step">Step size, decay, penalties and scale of this step.</param>
    public void Step(Memory<float> weights, Memory<float> gradients, IReadOnlyList<ParameterRange> ranges, OptimizerStep step)
    {
        StepCount++;
        foreach (ParameterRange range in ranges)
        {
            OptimizerStep own = step with
            {
                LearningRate = step.LearningRate * range.LearningRateFactor,
                WeightDecay = CouplesDecay ? 0 : step.WeightDecay * range.DecayFactor,
                L1Penalty = step.L1Penalty * range.DecayFactor,
                L2Penalty = (CouplesDecay ? step.L2Penalty + step.WeightDecay : step.L2Penalty) * range.DecayFactor,
            };
            Memory<float> stretch = weights.Slice(range.Start, range.Count);
            Memory<float> slope = gradients.Slice(range.Start, range.Count);
            if (own.L1Penalty != 0 || own.L2Penalty != 0)
            {
                AddPenalties(stretch.Span, slope.Span, own);
                own = own with { GradientScale = 1 };
            }

            Move(stretch, slope, range.Start, own);
        }
    }

    /// <summary>Moves one stretch of the weights.</summary>
    /// <param name="weights">The stretch.</param>
    /// <param name="gradients">Its gradients, before <see cref="OptimizerStep.GradientScale"/>.</param>
    /// <param name="start">Where it starts in the memory.</param>
    /// <param name="step">Step size and decay of this stretch; penalties are in the gradients already.</param>
    protected abstract void Move(Memory<float> weights, ReadOnlyMemory<float> gradients, int start, OptimizerStep step);

    /// <summary>The slope of L1 |w| + L2 w^2 / 2; that of |w| at 0 is 0, as autograd has it.</summary>
    private static void AddPenalties(ReadOnlySpan<float> weights, Span<float> gradients, OptimizerStep step)
    {
        (float scale, float l1, float l2) = ((float)step.GradientScale, (float)step.L1Penalty, (float)step.L2Penalty);
        int whole = weights.Length - weights.Length % Vector<float>.Count;
        for (int i = 0; i < whole; i += Vector<float>.Count)
        {
            var w = new Vector<float>(weights[i..]);
            var g = new Vector<float>(gradients[i..]);
            (g * scale + w * l2 + Lion.Sign(w) * l1).CopyTo(gradients[i..]);
        }

        for (int i = whole; i < weights.Length; i++)
            gradients[i] = gradients[i] * scale + weights[i] * l2 + ((weights[i] > 0 ? l1 : 0) - (weights[i] < 0 ? l1 : 0));
    }
}

/// <summary>What changes from step to step.</summary>
/// <param name="LearningRate">Step size.</param>
/// <param name="WeightDecay">Decoupled decay: the weights lose the share LearningRate x WeightDecay.</param>
/// <param name="GradientScale">What gradients are multiplied by first; below 1 when they are clipped.</param>
/// <param name="L1Penalty">Multiple of the weights' signs that is added to the clipped gradients.</param>
/// <param name="L2Penalty">Multiple of the weights that is added to the clipped gradients: PyTorch's weight_decay.</param>
internal readonly record struct OptimizerStep(
    double LearningRate, double WeightDecay, double GradientScale, double L1Penalty = 0, double L2Penalty = 0);

/// <summary>A stretch of the flat parameters that is trained alike.</summary>
/// <param name="Start">Index of its first number.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="LearningRateFactor">What the step size is multiplied by.</param>
/// <param name="DecayFactor">What weight decay, L1 and L2 are multiplied by.</param>
internal readonly record struct ParameterRange(int Start, int Count, float LearningRateFactor, float DecayFactor);
