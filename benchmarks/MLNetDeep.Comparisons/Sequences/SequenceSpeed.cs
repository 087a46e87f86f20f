using System.Text;
using MLNetDeep.Comparisons.Images;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;
using MLNetDeep.Training;

namespace MLNetDeep.Comparisons.Sequences;

/// <summary>Training steps and scored sequences of recurrent networks beside PyTorch, in turn on the same threads.</summary>
internal static class SequenceSpeed
{
    private const int Rounds = 3;
    private const int StepsPerEpoch = 30;
    private const int Epochs = 4;
    private const int Batch = 64;
    private const int Classes = 3;
    private static readonly SequenceInputSpec Input = new(100, 8);

    public static void Run(StringBuilder report, Peer peer)
    {
        ImagesCommand.Write(report, "## Speed: 8 features, 64 hidden, 100 steps, batch 64, AdamW; medians of 3 rounds in turn");
        ImagesCommand.Write(report, "");
        ImagesCommand.Write(report, "| cell | threads | ms a step | PyTorch | times as fast | us to score 1 | PyTorch | times | us to score 256 | PyTorch | times |");
        ImagesCommand.Write(report, "|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (RecurrentCell cell in Enum.GetValues<RecurrentCell>())
            foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
                Compare(report, peer, cell, threads);
        ImagesCommand.Write(report, "");
    }

    private static void Compare(StringBuilder report, Peer peer, RecurrentCell cell, int threads)
    {
        var ours = new List<SpeedResult>();
        var theirs = new List<SpeedResult>();
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(Measure(cell, threads));
            theirs.Add(peer.Run<SpeedResult>($"{cell}", $"{StepsPerEpoch}", $"{Epochs}", $"{threads}"));
        }

        string Cells(Func<SpeedResult, double> of, double unit)
        {
            (double mine, double other) = (Median(ours.Select(of)), Median(theirs.Select(of)));
            return FormattableString.Invariant($"{mine / unit:F2} | {other / unit:F2} | {other / mine:F2}");
        }

        ImagesCommand.Write(report, $"| {cell} | {threads} | {Cells(r => r.Step, 1000)} | {Cells(r => r.One, 1)} | {Cells(r => r.Many, 1)} |");
    }

    private static SpeedResult Measure(RecurrentCell cell, int threads)
    {
        var network = new NetworkSpec(
            [Input.Steps * Input.StepWidth], [Input, new RecurrentSpec(cell, 64), new StepPoolSpec(StepPool.Last), new LinearSpec(Classes)]);
        TrainingData data = Data(StepsPerEpoch * Batch);
        var settings = new FitSettings { MaximumEpochCount = Epochs, BatchSize = Batch, GradientClipNorm = 0, ThreadCount = threads };
        TrainingResult result = TrainingLoop.Run(network, Workload.Head, data, settings, new FitHooks());
        IReadOnlyList<EpochReport> epochs = result.History.Epochs;
        double step = Median(epochs.Skip(1).Zip(epochs, (later, earlier) => (later.Elapsed - earlier.Elapsed).TotalMicroseconds / StepsPerEpoch));
        ForwardPlan plan = ForwardPlan.Compile(network, result.Tensors);
        return new SpeedResult(step, Score(plan, data, 1), Score(plan, data, 256), "");
    }

    private static double Score(ForwardPlan plan, TrainingData data, int rows)
    {
        float[] x = data.Features.ToFloats().Values[..(rows * plan.InputWidth)].ToArray();
        float[] y = new float[rows * Classes];
        return ScoringCommand.Time(() => plan.Run(x, rows, y));
    }

    private static TrainingData Data(int rows)
    {
        var random = new Random(5);
        int width = Input.Steps * Input.StepWidth;
        float[] features = [.. Enumerable.Range(0, rows * width).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        return new TrainingData
        {
            Features = new TensorTable(rows, width, features),
            Targets = new TensorTable(rows, 1, [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(Classes))]),
            TrainRows = [.. Enumerable.Range(0, rows)],
            ValidationRows = [],
            Encoding = SequenceEncoding.Fit(Input, new TensorTable(rows, width, features), [.. Enumerable.Range(0, rows)], 1),
        };
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

/// <summary>Microseconds.</summary>
/// <param name="Step">A training step.</param>
/// <param name="One">One sequence.</param>
/// <param name="Many">256 sequences.</param>
/// <param name="Version">Of PyTorch.</param>
internal sealed record SpeedResult(double Step, double One, double Many, string Version);
