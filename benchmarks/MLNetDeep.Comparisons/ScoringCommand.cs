using System.Diagnostics;
using System.Runtime.InteropServices;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Comparisons;

/// <summary>Times the managed forward pass beside libtorch's, array to array, on one thread.</summary>
internal static class ScoringCommand
{
    private static readonly TimeSpan MinimumTime = TimeSpan.FromSeconds(0.3);

    public static int Run()
    {
        torch.set_num_threads(1);
        Console.WriteLine("network            rows    managed us   libtorch us   managed rows/s   libtorch rows/s");
        foreach ((string name, int[] hidden) in new (string, int[])[] { ("20-64-64-3", [64, 64]), ("20-256-256-3", [256, 256]) })
        {
            foreach (int rows in new[] { 1, 8, 128, 4096 })
                Compare(name, hidden, rows);
        }

        ImageScoring.Run();
        return 0;
    }

    private static void Compare(string name, int[] hidden, int rows)
    {
        var layers = hidden.SelectMany(width => new LayerSpec[] { new LinearSpec(width), new ActivationSpec(Activation.Relu) });
        var network = new NetworkSpec([Workload.Inputs], [.. layers, new LinearSpec(Workload.Classes)]);
        var random = new FitRandom(1);
        float[] tensors = random.InitialTensors(network);
        float[] x = Workload.Data(rows).Features.ToFloats().Values.ToArray();
        float[] y = new float[rows * Workload.Classes];

        ForwardPlan plan = ForwardPlan.Compile(network, tensors);
        double managed = Time(() => plan.Run(x, rows, y));

        using DisposeScope scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        var module = new TrainingNetwork(network, rows);
        module.Load(tensors);
        double native = Time(() =>
        {
            using DisposeScope step = torch.NewDisposeScope();
            torch.Tensor input = torch.from_array(x).view(rows, Workload.Inputs);
            MemoryMarshal.Cast<byte, float>(module.Forward(input, Pass.Scoring).bytes).CopyTo(y);
        });
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-14} {rows,8} {managed,13:F2} {native,14:F2} {rows / managed * 1e6,16:N0} {rows / native * 1e6,17:N0}"));
    }

    /// <summary>Microseconds a call: the best of five timings, each long enough for the clock.</summary>
    public static double Time(Action action)
    {
        double best = double.PositiveInfinity;
        for (int round = 0; round < 5; round++)
        {
            long calls = 0;
            var clock = Stopwatch.StartNew();
            for (; clock.Elapsed < MinimumTime; calls += 8)
            {
                for (int i = 0; i < 8; i++)
                    action();
            }

            best = Math.Min(best, clock.Elapsed.TotalMicroseconds / calls);
        }

        return best;
    }
}
