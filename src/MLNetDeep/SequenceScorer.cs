using System.Text;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep;

/// <summary>
/// Scores a sequence as it arrives: takes one step at a time, carries the network's state on, and gives after each step the scores that
/// the sequence so far would get as a row. A step costs the same however long the sequence has become.
/// </summary>
/// <remarks>
/// Made by <see cref="DeepModel.CreateSequenceScorer"/>. Not safe for use by several threads at once; each sequence has a scorer of its
/// own, and they share the model's numbers only in being made from them.
/// </remarks>
/// <example>
/// <code>
/// var scorer = model.LastTransformer.Model.CreateSequenceScorer();
/// foreach (float[] step in sensor)
///     Console.WriteLine(scorer.Step(step)[0]);
/// </code>
/// </example>
public sealed class SequenceScorer
{
    private const int FormatMark = 0x31535344; // "DSS1"

    private readonly DeepModel _model;
    private readonly StepLayer[] _chain;
    private readonly StepLayer[] _keeping; // the layers with a state
    private readonly float[] _input;
    private readonly float[] _scores;

    internal SequenceScorer(DeepModel model)
    {
        if (model.IsEnsemble || model.Network.MemberCount > 1)
            throw new NotSupportedException("A sequence scorer needs a model of one network, but was given an ensemble.");
        if (model.Network.Layers[0] is not SequenceInputSpec input)
        {
            throw new NotSupportedException(
                $"A sequence scorer needs a recurrent network, but was given one for {model.Training.Architecture}.");
        }
        _model = model;
        StepWidth = input.StepWidth;
        _chain = Compile(model);
        _keeping = [.. Walk(_chain).Where(layer => layer.State.Length > 0)];
        _input = new float[Kernel.Pad(StepWidth)];
        _scores = new float[model.Head.OutputWidth];
        Reset();
    }

    /// <summary>Numbers of a step; 1 for tokens.</summary>
    public int StepWidth { get; }

    /// <summary>Steps taken since the start, unknown tokens that the model leaves out aside.</summary>
    public long StepCount { get; private set; }

    /// <summary>The scores after the last step, as in the model's <c>Score</c> column; NaN before the first.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>Takes a step.</summary>
    /// <param name="step">Its raw numbers, shape [<see cref="StepWidth"/>]; NaN is a missing value. Of a token its key, from 1; 0 for an
    /// unknown one.</param>
    /// <returns><see cref="Scores"/>.</returns>
    /// <exception cref="ArgumentException">The step has another width, or an infinite number.</exception>
    public ReadOnlySpan<float> Step(params ReadOnlySpan<float> step)
    {
        if (step.Length != StepWidth)
            throw new ArgumentException($"A step must have {StepWidth} numbers, but had {step.Length}.", nameof(step));
        foreach (float value in step)
        {
            if (float.IsInfinity(value))
                throw new ArgumentException($"A step must be finite or NaN, but had {NonFinite.Name(value)}.", nameof(step));
        }

        step.CopyTo(_input);
        ReadOnlySpan<float> encoded = _chain[0].Next(_input);
        if (float.IsNegativeInfinity(encoded[0])) // a token that the model leaves out
            return _scores;
        foreach (StepLayer layer in _chain.AsSpan(1))
            encoded = layer.Next(encoded);
        encoded[.._scores.Length].CopyTo(_scores);
        _model.Head.Finish(_scores);
        _model.Head.Calibrate(_scores);
        StepCount++;
        return _scores;
    }

    /// <summary>Forgets all steps: a new sequence begins.</summary>
    public void Reset()
    {
        foreach (StepLayer layer in _keeping)
            layer.State.Clear();
        Array.Fill(_scores, float.NaN);
        StepCount = 0;
    }

    /// <summary>Writes the state, to go on from later or elsewhere.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(FormatMark);
        writer.Write(StepCount);
        writer.Write(StateLength);
        foreach (StepLayer layer in _keeping)
            foreach (float value in layer.State)
                writer.Write(value);
        foreach (float value in _scores)
            writer.Write(value);
    }

    /// <summary>Goes on from a state that <see cref="Save"/> wrote for the same model.</summary>
    /// <param name="stream">Where from; it stays open.</param>
    /// <exception cref="FormatException">It holds no state, or that of another network; the scorer stays as it was.</exception>
    public void Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        var length = StateLength;
        var values = new float[length];
        long count;
        try
        {
            if (reader.ReadInt32() != FormatMark)
                throw new FormatException("The stream must hold the state of a sequence scorer, but does not.");
            count = reader.ReadInt64();
            if (reader.ReadInt32() is var its && its != length)
                throw new FormatException($"The state must have the {length} numbers of this model's network, but has {its}.");
            for (var i = 0; i < length; i++)
                values[i] = reader.ReadSingle();
        }
        catch (EndOfStreamException error)
        {
            throw new FormatException("The stream must hold the state of a sequence scorer, but ends within it.", error);
        }

        var rest = values.AsSpan();
        foreach (StepLayer layer in _keeping)
        {
            rest[..layer.State.Length].CopyTo(layer.State);
            rest = rest[layer.State.Length..];
        }

        rest.CopyTo(_scores);
        StepCount = count;
    }

    private int StateLength => _keeping.Sum(layer => layer.State.Length) + _scores.Length;

    private static StepLayer[] Compile(DeepModel model)
    {
        var network = model.Network;
        var chain = new List<StepLayer>();
        for (var i = 0; i < network.Layers.Count; i++)
        {
            var weights = new LayerWeights(network.GetTensors(i), model.Tensors);
            if (network.Layers[i].CreateStep(network.GetInputShape(i), weights) is { } step)
                chain.Add(step);
        }

        return [.. chain];
    }

    private static IEnumerable<StepLayer> Walk(IEnumerable<StepLayer> layers) =>
        layers.SelectMany(layer => layer is ParallelStep parallel ? Walk(parallel.Layers) : [layer]);
}
