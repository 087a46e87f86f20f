using System.Text.Json;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Numerics;

/// <summary>Every optimiser with decay, penalties, clipping and factors against PyTorch; optimizers_golden.py wrote its numbers.</summary>
public sealed class OptimizersGoldenTests
{
    private const int Count = 20; // two vectors and a rest on most machines
    private const int StepCount = 100;
    private static readonly JsonElement Golden = GoldenFile.Read("optimizers_golden.json");
    private static readonly ParameterRange[] One = [new(0, Count, 1, 1)];
    private static readonly ParameterRange[] Groups = [new(0, 7, 1, 1), new(7, 6, 0.5f, 0), new(13, 7, 2, 0.5f)];

    private static readonly Dictionary<string, Optimizer> Optimizers = new()
    {
        ["sgd"] = new Sgd(),
        ["sgd-momentum"] = new Sgd { Momentum = 0.9, Dampening = 0.1 },
        ["sgd-nesterov"] = new Sgd { Momentum = 0.9, Nesterov = true },
        ["rms-prop"] = new RmsProp(),
        ["rms-prop-centered"] = new RmsProp { Alpha = 0.95, Centered = true },
        ["rms-prop-momentum"] = new RmsProp { Momentum = 0.8 },
        ["rms-prop-both"] = new RmsProp { Momentum = 0.8, Centered = true },
        ["adagrad"] = new Adagrad { LearningRateDecay = 0.01, InitialAccumulator = 0.1 },
        ["adam"] = new Adam(),
        ["adam-w"] = new AdamW { Beta2 = 0.95 },
        ["ada-max"] = new AdaMax(),
        ["n-adam"] = new NAdam(),
        ["r-adam"] = new RAdam(),
        ["lion"] = new Lion(),
    };

    public static TheoryData<string> Cases => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void HundredStepsEqualPyTorch(string optimizer)
    {
        foreach (string variant in new[] { "plain", "l2", "decay", "clip-norm", "clip-value", "factors" })
            Compare(optimizer, variant, Run(optimizer, variant, (_, _) => { }));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AFreshRunGoesOnFromMemoryAndStepCountWithTheSameBits(string optimizer)
    {
        float[] resumed = Run(optimizer, "factors", (step, runs) =>
        {
            if (step != 41)
                return;
            OptimizerRun fresh = Optimizers[optimizer].Start(Count);
            fresh.StepCount = runs[0].StepCount;
            for (int i = 0; i < fresh.Memory.Count; i++)
                runs[0].Memory[i].CopyTo(fresh.Memory[i], 0);
            runs[0] = fresh;
        });
        Assert.Equal(Run(optimizer, "factors", (_, _) => { }), resumed);
    }

    [Fact]
    public void EveryOptimizerHasItsCase()
    {
        IEnumerable<string> all = typeof(Optimizer).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Optimizer))).Select(type => type.Name);
        Assert.Equal(all.Order(), Optimizers.Values.Select(optimizer => optimizer.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void WeightsThatNoRangeCoversStay()
    {
        float[] weights = [1, 2, 3];
        foreach (Optimizer optimizer in Optimizers.Values)
            optimizer.Start(3).Step(weights, new[] { 0.5f, 0.5f, 0.5f }, [new(1, 1, 1, 1)], new OptimizerStep(1e-3, 0, 1));
        Assert.Equal([1, 3], [weights[0], weights[2]]);
        Assert.NotEqual(2, weights[1]);
    }

    private static float[] Run(string optimizer, string variant, Action<int, OptimizerRun[]> beforeStep)
    {
        double rate = Golden.GetProperty(optimizer).GetProperty("learningRate").GetDouble();
        double decay = variant is "decay" or "factors" ? 0.2 : 0;
        double l1 = variant == "factors" ? 0.05 : 0;
        double l2 = variant == "l2" ? 0.1 : 0;
        var clipping = new GradientClipping(variant == "clip-norm" ? 1 : 0, variant == "clip-value" ? 0.4 : 0);
        float[] weights = [.. Enumerable.Range(0, Count).Select(i => (float)(Centre(i) + Math.Cos(i) / 2))];
        float[] gradients = new float[Count];
        OptimizerRun[] run = [Optimizers[optimizer].Start(Count)];
        for (int step = 0; step < StepCount; step++)
        {
            beforeStep(step, run);
            for (int i = 0; i < Count; i++)
                gradients[i] = Gradient(i, step, weights[i]);
            double scale = clipping.Apply(gradients).Scale;
            run[0].Step(weights, gradients, variant == "factors" ? Groups : One, new OptimizerStep(rate, decay, scale, l1, l2));
        }

        return weights;
    }

    private static double Centre(int i) => (i % 2 == 0 ? 1 : -1) * (2 + i / 10.0);

    private static float Gradient(int i, int step, double weight) =>
        (float)((0.5 + i / 10.0) * (weight - Centre(i)) + Math.Sin(3 * weight) / 2 + 0.3 * Math.Sin(0.7 * step + i));

    private static void Compare(string optimizer, string variant, float[] actual)
    {
        float[] expected = GoldenFile.Numbers(Golden.GetProperty(optimizer).GetProperty(variant));
        for (int i = 0; i < Count; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5, $"{variant}: weight {i} is {actual[i]}, but PyTorch's is {expected[i]}");
    }
}
