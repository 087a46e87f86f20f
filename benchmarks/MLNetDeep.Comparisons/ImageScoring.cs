using System.Globalization;
using System.Runtime.InteropServices;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;
using MLNetDeep.Scoring;
using MLNetDeep.Tasks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Comparisons;

/// <summary>Scoring of images of 28 x 28 grey pixels: raw rows in managed code beside scaled ones in libtorch, on as many threads.</summary>
internal static class ImageScoring
{
    private const int Size = 28;
    private const int Classes = 10;

    public static void Run()
    {
        Console.WriteLine();
        Console.WriteLine("28 x 28 pixels    rows  threads    managed us   libtorch us    ratio   managed rows/s   difference");
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            Run(threads);
    }

    private static void Run(int threads)
    {
        foreach (var preset in new[] { CnnPreset.LeNet5, CnnPreset.Auto })
        {
            foreach (var rows in threads == 1 ? new[] { 1, 16, 256 } : [256])
                Compare(preset, rows, threads);
        }
    }

    private static void Compare(CnnPreset preset, int rows, int threads)
    {
        var shape = InputShape.Image(1, Size, Size);
        var options = new CnnOptions { Preset = preset };
        var data = new DataSummary(MulticlassTask.Instance, 60_000, Size * Size) { ClassCount = Classes };
        var chosen = CnnNetworks.Plan(options, new Grid(Size, Size, 1, IsSignal: false), data);
        LayerSpec[] layers = [new ChannelNormalizationSpec(shape), .. chosen.Body, chosen.Output with { OutFeatures = Classes }];
        var network = new NetworkSpec([Size * Size], layers);
        var tensors = new FitRandom(1).InitialTensors(network);
        var random = new Random(5);
        float[] x = [.. Enumerable.Range(0, rows * Size * Size).Select(_ => (float)random.NextDouble())];
        var y = new float[rows * Classes];

        var plan = ForwardPlan.Compile(network, tensors);
        void Share(int first, int count) => plan.Run(
            x.AsSpan(first * network.InputWidth, count * network.InputWidth), count, y.AsSpan(first * Classes, count * Classes));
        var share = ParallelScoring.ShareOf(rows, plan.MultiplyAdds, threads);
        var managed = ScoringCommand.Time(() =>
        {
            if (share == rows)
                Share(0, rows);
            else
                ParallelScoring.Share(rows, share, Share);
        });
        var ours = y.ToArray();

        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        torch.set_num_threads(threads);
        var module = new TrainingNetwork(network, rows);
        module.Load(tensors);
        var native = ScoringCommand.Time(() =>
        {
            using var step = torch.NewDisposeScope();
            var input = torch.from_array(x).view(rows, Size, Size, 1);
            MemoryMarshal.Cast<byte, float>(module.Forward(input, Pass.Scoring).bytes).CopyTo(y);
        });
        var difference = ours.Zip(y).Max(pair => Math.Abs(pair.First - pair.Second));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{preset,-14} {rows,8} {threads,8} {managed,13:F1} {native,14:F1} {managed / native,8:F2} {rows / managed * 1e6,16:N0}   {difference:E0}"));
    }
}
