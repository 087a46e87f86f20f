using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// Lets layers set their first numbers by what reaches them: a sample of the training rows goes through the network once, and
/// each layer that wants to sets itself before it hands the rows on (RealMLP's weights and biases, the bins of an embedding).
/// </summary>
internal static class DataDrivenInitialization
{
    private const int MostRows = 8192;
    private const int FewestRows = 256;
    private const int MostNumbers = 4_000_000; // raw ones; embeddings hold some sixty times as much for a moment

    /// <summary>Whether a network needs it.</summary>
    public static bool IsNeeded(NetworkSpec spec) => spec.Layers.Any(layer => layer.IsDataDriven);

    /// <summary>Chooses the rows.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="random">The fit's chance.</param>
    public static int[] Sample(ReadOnlySpan<int> rows, int width, FitRandom random)
    {
        int count = Math.Min(rows.Length, Math.Clamp(MostNumbers / width, FewestRows, MostRows));
        int[] sample = rows.ToArray();
        RandomNumbers numbers = random.For(RandomUse.DataDrivenInitialization);
        for (int i = 0; i < count; i++)
        {
            int other = i + numbers.Below(sample.Length - i);
            (sample[i], sample[other]) = (sample[other], sample[i]);
        }

        return sample[..count];
    }

    /// <summary>Runs the pass.</summary>
    /// <param name="network">The network, its other numbers loaded.</param>
    /// <param name="data">The rows of the fit.</param>
    /// <param name="rows">The rows that <see cref="Sample"/> chose.</param>
    /// <param name="areClasses">Whether the targets are numbers of classes.</param>
    /// <param name="random">The fit's chance.</param>
    public static void Run(
        TrainingNetwork network, TrainingData data, int[] rows, bool areClasses, FitRandom random)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        network.Step.BeginStart(new StartingSample(random, data.Targets.Select(rows), areClasses));
        network.Forward(data.ToTensor(rows), Pass.Initialization);
        network.Step.BeginStart(null);
    }
}
