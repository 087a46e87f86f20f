using MLNetDeep.Networks;
using MLNetDeep.Scoring;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>A trained network with what its task needs to turn outputs into predictions.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class DeepModel
{
    private readonly Lazy<ForwardPlan> _plan;

    /// <exception cref="FormatException">Network, weights and task do not fit together.</exception>
    internal DeepModel(NetworkSpec network, float[] tensors, TaskHead head, TrainingRecord training)
    {
        if (tensors.Length != network.ElementCount)
            throw new FormatException($"the network needs {network.ElementCount} numbers, but there are {tensors.Length}");
        if ((long)head.OutputWidth * network.MemberCount != network.OutputWidth)
        {
            throw new FormatException(
                $"the task needs {head.OutputWidth} outputs, but the network has {network.OutputWidth / network.MemberCount}");
        }

        Network = network;
        Tensors = tensors;
        Head = head;
        Training = training;
        _plan = new Lazy<ForwardPlan>(() => ForwardPlan.Compile(network, tensors));
    }

    /// <summary>The layers, from raw features to outputs.</summary>
    public NetworkSpec Network { get; }

    /// <summary>How the model came to be: options, seed, versions, data shape and history.</summary>
    public TrainingRecord Training { get; }

    /// <summary>The course of the fit, epoch by epoch.</summary>
    public TrainingHistory History => Training.History;

    /// <summary>The kind of problem: <c>binary</c>, <c>multiclass</c> or <c>regression</c>.</summary>
    public string Task => Head.Task.Name;

    internal TaskHead Head { get; }

    /// <summary>All weights and buffers, in the order of <see cref="NetworkSpec.Tensors"/>.</summary>
    internal float[] Tensors { get; }

    /// <summary>Scores rows of raw features.</summary>
    /// <param name="features">Shape [<paramref name="rowCount"/>, features].</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="scores">Shape [<paramref name="rowCount"/>, outputs]: logit, class probabilities or predicted values.</param>
    internal void Score(ReadOnlySpan<float> features, int rowCount, Span<float> scores)
    {
        if (Network.MemberCount == 1)
        {
            _plan.Value.Run(features, rowCount, scores);
            Head.Finish(scores);
            return;
        }

        using Scratch members = Scratch.Take(rowCount * Network.OutputWidth);
        _plan.Value.Run(features, rowCount, members.Values);
        Head.Finish(members.Values);
        for (var row = 0; row < rowCount; row++)
        {
            var rowScores = scores.Slice(row * Head.OutputWidth, Head.OutputWidth);
            Head.Average(members.Values.Slice(row * Network.OutputWidth, Network.OutputWidth), rowScores);
        }
    }
}
