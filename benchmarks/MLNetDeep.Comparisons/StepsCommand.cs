using System.Globalization;
using MLNetDeep.Networks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Comparisons;

/// <summary>Times training steps of ours and of plain PyTorch in turn, on the same machine and thread count.</summary>
internal static class StepsCommand
{
    private const int Rounds = 5;
    private const int StepsPerEpoch = 200;
    private const int Epochs = 6;

    public static int Run(string python)
    {
        var ours = new List<double>();
        var theirs = new List<double>();
        string version = "";
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(Ours());
            (double microseconds, version) = Theirs(python);
            theirs.Add(microseconds);
        }

        (double mine, double peer) = (Median(ours), Median(theirs));
        Console.WriteLine("MLP 20-64-64-3, batch 128, cross-entropy, AdamW, one thread; median of 5 rounds");
        Console.WriteLine(FormattableString.Invariant($"MLNetDeep (libtorch {torch.__version__}) {mine,8:F0} us a step"));
        Console.WriteLine(FormattableString.Invariant($"PyTorch {version,-20} {peer,8:F0} us a step"));
        Console.WriteLine(FormattableString.Invariant($"ratio {mine / peer:F2} (below 1: MLNetDeep is faster)"));
        return 0;
    }

    private static double Ours()
    {
        NetworkSpec network = Workload.Network();
        TrainingData data = Workload.Data(StepsPerEpoch * Workload.Batch);
        var settings = new FitSettings { MaximumEpochCount = Epochs, BatchSize = Workload.Batch, GradientClipNorm = 0, ThreadCount = 1 };
        TrainingResult result = TrainingLoop.Run(network, Workload.Head, data, settings, new FitHooks());

        // The first epoch pays for compilation and the allocator's first blocks, here as there.
        IReadOnlyList<EpochReport> epochs = result.History.Epochs;
        return Median([.. epochs.Skip(1).Zip(epochs, (later, earlier) =>
            (later.Elapsed - earlier.Elapsed).TotalMicroseconds / StepsPerEpoch)]);
    }

    private static (double Microseconds, string Version) Theirs(string python)
    {
        string[] words = new Peer(python, "steps_peer.py").Run($"{StepsPerEpoch}", $"{Epochs}").Split(' ');
        return (double.Parse(words[0], CultureInfo.InvariantCulture), words[1]);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
