using MLNetDeep.Networks.Modules;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>Measures a network on the validation rows.</summary>
internal sealed class ValidationPass(ITrainingHead head, Batcher rows)
{
    /// <summary>Rows that go through the network at once.</summary>
    public const int BatchSize = 4096;

    /// <summary>The mean loss over all validation rows; not finite when the network's outputs are not.</summary>
    /// <param name="network">The network, whose numbers stay as they are.</param>
    /// <param name="checkAlive">Called before each batch; what it throws ends the pass.</param>
    public double Run(TrainingNetwork network, Action checkAlive)
    {
        double lossSum = 0;
        double weightSum = 0;
        using var noGradients = torch.no_grad();
        for (int i = 0; i < rows.BatchCount; i++)
        {
            checkAlive();
            using DisposeScope scope = torch.NewDisposeScope();
            Batch batch = rows.Get(i);
            float value = head.Loss(network.Forward(batch.Features, Pass.Scoring), batch.Targets, batch.Weights).item<float>();
            if (!float.IsFinite(value))
                return value;
            lossSum += value * batch.TotalWeight;
            weightSum += batch.TotalWeight;
        }

        return lossSum / weightSum;
    }
}
