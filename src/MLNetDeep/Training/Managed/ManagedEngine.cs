using System.Globalization;
using System.Runtime.CompilerServices;
using MLNetDeep.Networks;

namespace MLNetDeep.Training.Managed;

/// <summary>
/// Dense networks in managed code: rows are gathered into arrays that every step uses again, and nothing is allocated or dispatched
/// between them and the gradients.
/// </summary>
internal sealed class ManagedEngine : GradientEngine
{
    /// <summary>
    /// Slopes below it move nothing, but their products are subnormal numbers, which take processors many times as long: a network that
    /// is sure of its rows would learn at a third of its pace.
    /// </summary>
    private const float Negligible = 1e-20f;

    private readonly ITrainingHead _head;
    private readonly TrainingNetwork _network;
    private readonly FitRandom _random;
    private readonly WorkTeam _team;
    private readonly ManagedBatch _batch;
    private readonly ManagedSequence _layers;
    private readonly float[] _slopes; // of one row

    public ManagedEngine(NetworkSpec spec, ITrainingHead head, TrainingNetwork network, FitRandom random, int threadCount)
    {
        (_head, _network, _random) = (head, network, random);
        _team = new WorkTeam(threadCount);
        bool isEncoded = spec.Layers[0].MustBeFirst; // the table is encoded once, before training
        var input = new Block(isEncoded ? spec.GetOutputShape(0)[0] : spec.InputWidth, needsGradients: false);
        _batch = new ManagedBatch(input);
        _layers = Create(spec, network, input, MatrixProduct.Create(_team));
        _slopes = new float[head.OutputWidth];
    }

    public override TrainingEngine Kind => TrainingEngine.Managed;

    public override WorkTeam Team => _team;

    public override BatchLoss Differentiate(Batcher rows, int index, in StepTerms terms)
    {
        terms.Tell(_network, _random);
        rows.Get(index, _batch);
        _layers.Forward(isTraining: true);
        BatchLoss loss = Compare(terms.LabelSmoothing, isTraining: true);
        if (float.IsFinite(loss.Value))
            _layers.Backward();
        return loss;
    }

    public override (BatchLoss Loss, int OutputCount) Measure(Batcher rows, int index, Span<float> outputs)
    {
        rows.Get(index, _batch);
        _layers.Forward(isTraining: false);
        BatchLoss loss = Compare(labelSmoothing: 0, isTraining: false);
        if (outputs.IsEmpty)
            return (loss, 0);
        Block output = _layers.Output;
        for (int row = 0; row < output.RowCount; row++)
            output.Row(row).CopyTo(outputs[(row * output.Width)..]);
        return (loss, output.RowCount * output.Width);
    }

    public override void Dispose() => _team.Dispose();

    private static ManagedSequence Create(NetworkSpec spec, TrainingNetwork network, Block input, MatrixProduct products)
    {
        var layers = new List<ManagedLayer>();
        Block from = input;
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            var context = new ManagedContext(
                spec.GetInputShape(i), from, network.ManagedTensors(i), network.Step, products, i.ToString(CultureInfo.InvariantCulture));
            if (spec.Layers[i].CreateManagedLayer(context) is not { } layer)
                continue;
            layers.Add(layer);
            from = layer.Output;
        }

        return new ManagedSequence(input, layers);
    }

    /// <summary>The mean loss of the batch; while training it leaves the slopes in the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private BatchLoss Compare(double labelSmoothing, bool isTraining)
    {
        Block output = _layers.Output;
        int copies = output.RowCount / _batch.Features.RowCount; // members that share a row
        double total = _batch.TotalWeight;
        double sum = 0;
        for (int row = 0; row < output.RowCount; row++)
        {
            int source = row / copies;
            ReadOnlySpan<float> target = _batch.Targets.Slice(source * _batch.TargetWidth, _batch.TargetWidth);
            double share = (_batch.HasWeights ? _batch.Weights[source] : 1) / (total * copies);
            Span<float> slopes = isTraining ? output.GradientRow(row) : _slopes;
            sum += share * _head.Derive(output.Row(row), target, labelSmoothing, slopes);
            foreach (ref float slope in slopes)
            {
                slope *= (float)share;
                if (Math.Abs(slope) < Negligible)
                    slope = 0;
            }
        }

        return new BatchLoss((float)sum, total);
    }
}
