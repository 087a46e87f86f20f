using System.Runtime.InteropServices;
using MLNetDeep.Networks.Modules;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>Any network, by libtorch's operators and its autograd.</summary>
internal sealed class LibtorchEngine(ITrainingHead head, TrainingNetwork network, FitRandom random, Augmentation? augmentation)
    : GradientEngine
{
    public override TrainingEngine Kind => TrainingEngine.Libtorch;

    public override BatchLoss Differentiate(Batcher rows, int index, in StepTerms terms)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Batch batch = rows.Get(index);
        terms.Tell(network, random);
        network.Gradients.Clear();
        AugmentedBatch changed = augmentation?.Apply(batch, random.For(RandomUse.Augmentation, terms.Step)) ?? new AugmentedBatch(batch);
        torch.Tensor output = network.Forward(changed.Own.Features, Pass.Training, changed.Own.Targets);
        torch.Tensor loss = network.Loss(head, output, changed.Own, terms.LabelSmoothing);
        if (changed.Partners is { } partners)
            loss = loss * changed.Share + network.Loss(head, output, partners, terms.LabelSmoothing) * (1 - changed.Share);
        float value = loss.item<float>();
        if (float.IsFinite(value))
            network.Backward(loss);
        return new BatchLoss(value, batch.TotalWeight);
    }

    /// <summary>Nothing: tensors belong to dispose scopes.</summary>
    public override void Dispose()
    {
    }

    public override (BatchLoss Loss, int OutputCount) Measure(Batcher rows, int index, Span<float> outputs)
    {
        using var noGradients = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        Batch batch = rows.Get(index);
        torch.Tensor output = network.Forward(batch.Features, Pass.Scoring, batch.Targets);
        float value = network.Loss(head, output, batch, labelSmoothing: 0).item<float>();
        int count = 0;
        if (!outputs.IsEmpty)
        {
            ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(output.contiguous().bytes);
            values.CopyTo(outputs);
            count = values.Length;
        }

        return (new BatchLoss(value, batch.TotalWeight), count);
    }
}
