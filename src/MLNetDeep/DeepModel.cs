using MLNetDeep.Networks;
using MLNetDeep.Scoring;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>
/// A trained network with what its task needs to turn outputs into predictions; or several, whose predictions are averaged.
/// </summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed partial class DeepModel
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
        Members = [this];
        _plan = new Lazy<ForwardPlan>(() => ForwardPlan.Compile(network, tensors));
    }

    /// <summary>An ensemble.</summary>
    /// <exception cref="FormatException">There is no member, or they do not fit together.</exception>
    internal DeepModel(IReadOnlyList<DeepModel> members, TaskHead head, TrainingRecord training)
        : this(FirstOf(members).Network, members[0].Tensors, head, training)
    {
        if (members.Any(member => member.Head.OutputWidth != head.OutputWidth || member.Network.InputWidth != Network.InputWidth))
            throw new FormatException("the members of the ensemble differ in inputs or outputs");
        Members = members;
    }

    /// <summary>The networks whose predictions are averaged; a model of one network is its own only member.</summary>
    public IReadOnlyList<DeepModel> Members { get; }

    /// <summary>Whether the model averages the predictions of its <see cref="Members"/>.</summary>
    public bool IsEnsemble => Members[0] != this;

    /// <summary>How well the members predict the rows that they did not learn from, by the name of the metric.</summary>
    /// <value><see langword="null"/> for a single network.</value>
    public IReadOnlyDictionary<string, double>? OutOfFoldMetrics { get; internal init; }

    /// <summary>The predictions for each training row of the members that did not learn from it.</summary>
    /// <value><see langword="null"/> for a single network, and after loading: files hold the metrics alone.</value>
    public OutOfFoldScores? OutOfFoldScores { get; internal init; }

    /// <summary>The layers, from raw features to outputs; an ensemble's are its first member's.</summary>
    public NetworkSpec Network { get; }

    /// <summary>How the model came to be: options, seed, versions, data shape and history.</summary>
    public TrainingRecord Training { get; }

    /// <summary>The course of the fit, epoch by epoch.</summary>
    public TrainingHistory History => Training.History;

    /// <summary>What the examination after the fit found, the gravest first; empty when all is well.</summary>
    public IReadOnlyList<Finding> Findings => Training.Findings;

    /// <summary>The kind of problem: <c>binary</c>, <c>multiclass</c>, <c>multilabel</c> or <c>regression</c>.</summary>
    public string Task => Head.Task.Name;

    /// <summary>The numbers of one of the network's tensors, for instance a convolution's filters.</summary>
    /// <param name="name">Its name, such as <c>1.weight</c>, among <see cref="NetworkSpec.Tensors"/>.</param>
    /// <returns>A copy, row-major in the tensor's shape.</returns>
    /// <exception cref="ArgumentException">The network has no such tensor.</exception>
    public float[] GetTensor(string name)
    {
        var tensor = Network.Tensors.FirstOrDefault(tensor => tensor.Name == name) ?? throw new ArgumentException(
            $"DeepModel.GetTensor needs the name of a tensor ({string.Join(", ", Network.Tensors.Select(tensor => tensor.Name))}), "
            + $"but was given '{name}'.", nameof(name));
        return Tensors.AsSpan(tensor.Offset, tensor.ElementCount).ToArray();
    }

    /// <summary>Makes a scorer that takes the steps of a sequence one by one and carries the network's state on.</summary>
    /// <returns>A scorer at the start of a sequence.</returns>
    /// <exception cref="NotSupportedException">
    /// The model is an ensemble, is no recurrent network, or needs the whole sequence: it reads in both directions, pools by attention, or
    /// has convolutions in front. Train with <c>Bidirectional = false</c>, <c>ConvolutionChannels = []</c> and
    /// <see cref="StepPool.Last"/>, <see cref="StepPool.Mean"/> or <see cref="StepPool.Max"/>.
    /// </exception>
    public SequenceScorer CreateSequenceScorer() => new(this);

    internal TaskHead Head { get; }

    /// <summary>All weights and buffers, in the order of <see cref="NetworkSpec.Tensors"/>.</summary>
    internal float[] Tensors { get; }

    /// <summary>About how many multiply-adds a row takes.</summary>
    internal long MultiplyAdds => IsEnsemble ? Members.Sum(member => member.MultiplyAdds) : _plan.Value.MultiplyAdds;

    /// <summary>Scores rows of raw features.</summary>
    /// <param name="features">Shape [<paramref name="rowCount"/>, features].</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="scores">Shape [<paramref name="rowCount"/>, outputs]: logit, class probabilities or predicted values.</param>
    internal void Score(ReadOnlySpan<float> features, int rowCount, Span<float> scores)
    {
        if (IsEnsemble)
        {
            Average(features, rowCount, scores);
            return;
        }
        if (Network.MemberCount == 1)
        {
            _plan.Value.Run(features, rowCount, scores);
            Head.Finish(scores);
            Head.Calibrate(scores);
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

        Head.Calibrate(scores);
    }

    private void Average(ReadOnlySpan<float> features, int rowCount, Span<float> scores)
    {
        var width = Head.OutputWidth;
        using Scratch ownScratch = Scratch.Take(rowCount * width);
        using Scratch allScratch = Scratch.Take(Members.Count * rowCount * width);
        var own = ownScratch.Values;
        var all = allScratch.Values; // [rows, members, outputs]
        for (var member = 0; member < Members.Count; member++)
        {
            Members[member].Score(features, rowCount, own);
            for (var row = 0; row < rowCount; row++)
                own.Slice(row * width, width).CopyTo(all[(((row * Members.Count) + member) * width)..]);
        }
        for (var row = 0; row < rowCount; row++)
            Head.Average(all.Slice(row * Members.Count * width, Members.Count * width), scores.Slice(row * width, width));
    }

    private static DeepModel FirstOf(IReadOnlyList<DeepModel> members) =>
        members.Count > 0 ? members[0] : throw new FormatException("the ensemble has no member");
}
