using MLNetDeep.Training.Managed;

namespace MLNetDeep.Training;

/// <summary>What runs a network forwards and backwards while it is trained: libtorch, or managed code.</summary>
internal abstract class GradientEngine : IDisposable
{
    /// <summary>Which of the two it is.</summary>
    public abstract TrainingEngine Kind { get; }

    /// <summary>The threads that share its work; null where libtorch has threads of its own.</summary>
    public virtual WorkTeam? Team => null;

    /// <summary>Leaves the gradients of a batch in the network, unless the loss is not finite.</summary>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="index">Number of the batch.</param>
    /// <param name="terms">What the step is under.</param>
    public abstract BatchLoss Differentiate(Batcher rows, int index, in StepTerms terms);

    /// <summary>Scores a batch with the network as it stands.</summary>
    /// <param name="rows">The rows to measure by.</param>
    /// <param name="index">Number of the batch.</param>
    /// <param name="outputs">Takes what the network puts out, shape [rows, members, outputs]; empty when nobody asks for it.</param>
    /// <returns>The loss, without label smoothing, and how many numbers the outputs took.</returns>
    public abstract (BatchLoss Loss, int OutputCount) Measure(Batcher rows, int index, Span<float> outputs);

    /// <summary>Lets go of what is held beside the network.</summary>
    public abstract void Dispose();
}

/// <summary>The loss of a batch.</summary>
/// <param name="Value">Mean loss of its rows, weighted.</param>
/// <param name="Weight">Sum of their weights.</param>
internal readonly record struct BatchLoss(float Value, double Weight);

/// <summary>What a step is under, apart from its rows.</summary>
/// <param name="Step">Number of the step, from 0.</param>
/// <param name="DropoutFactor">What every dropout probability is multiplied by.</param>
/// <param name="TeacherForcingFactor">What the share of steps that a teacher feeds is multiplied by.</param>
/// <param name="LabelSmoothing">Share of a class label that goes to all classes alike.</param>
internal readonly record struct StepTerms(long Step, double DropoutFactor, double TeacherForcingFactor, double LabelSmoothing)
{
    /// <summary>Tells the layers.</summary>
    public void Tell(TrainingNetwork network, FitRandom random)
    {
        network.Step.Masks.Restart(random.Word(RandomUse.Masks, Step));
        network.Step.DropoutFactor = DropoutFactor;
        network.Step.TeacherForcingFactor = TeacherForcingFactor;
    }
}
