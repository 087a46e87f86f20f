using BenchmarkDotNet.Attributes;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;
using MLNetDeep.Training;

namespace MLNetDeep.Benchmarks;

/// <summary>The managed forward pass, one row and a block. BenchmarkDotNet derives from its classes, so they cannot be sealed.</summary>
public abstract class ScoringBenchmarks
{
    private ForwardPlan _plan = null!;
    private float[] _x = [];
    private float[] _y = [];

    [Params(1, 256)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        NetworkSpec network = Create();
        _plan = ForwardPlan.Compile(network, new FitRandom(1).InitialTensors(network));
        _x = new float[Rows * network.InputWidth];
        _y = new float[Rows * network.OutputWidth];
        new RandomNumbers(1).Normal(_x, 0, 1);
    }

    [Benchmark]
    public void Score() => _plan.Run(_x, Rows, _y);

    /// <summary>The network that scores.</summary>
    private protected abstract NetworkSpec Create();
}

/// <summary>An MLP 20-64-64-3.</summary>
public class MlpScoring : ScoringBenchmarks
{
    private protected override NetworkSpec Create() => Parts.Mlp();
}

/// <summary>One linear layer of 512 by 512.</summary>
public class LinearScoring : ScoringBenchmarks
{
    private protected override NetworkSpec Create() => new([512], [new LinearSpec(512)]);
}

/// <summary>One convolution of 32 channels, 3 by 3, on 28 by 28 pixels.</summary>
public class ConvolutionScoring : ScoringBenchmarks
{
    private protected override NetworkSpec Create() => new([28, 28, 8], [new ConvSpec(32, 3)]);
}

/// <summary>An LSTM of 64 over 100 steps of 8 numbers.</summary>
public class LstmScoring : ScoringBenchmarks
{
    private protected override NetworkSpec Create() =>
        new([800], [new SequenceInputSpec(100, 8), new RecurrentSpec(RecurrentCell.Lstm, 64), new StepPoolSpec(StepPool.Last)]);
}
