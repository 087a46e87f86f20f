using MLNetDeep.Networks;
using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Tests.Training;

public sealed class DeterminismTests
{
    private static readonly TrainingData Data = Fits.Data(300, 60);
    private static readonly NetworkSpec Network = Fits.Network(Data, batchNorm: true, dropout: 0.3);

    [Fact]
    public void SameSeedGivesTheSameBits() =>
        Assert.Equal(Fits.Run(Network, Data, Fits.Quick).Tensors, Fits.Run(Network, Data, Fits.Quick).Tensors);

    [Fact]
    public void OtherSeedGivesOthers() =>
        Assert.NotEqual(
            Fits.Run(Network, Data, Fits.Quick).Tensors, Fits.Run(Network, Data, Fits.Quick with { Seed = 8 }).Tensors);

    [Fact]
    public void SameBitsWhileOtherFitsRun()
    {
        float[] expected = Fits.Run(Network, Data, Fits.Quick).Tensors;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            FitSettings settings = i % 2 == 0 ? Fits.Quick : Fits.Quick with { Seed = i, ThreadCount = 2 };
            float[] tensors = Fits.Run(Network, Data, settings).Tensors;
            if (i % 2 == 0)
                Assert.Equal(expected, tensors);
        });
    }

    [Fact]
    public void ProcessWideGeneratorIsLeftAlone()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using torch.Generator global = torch.Generator.Default;
        byte[] before = global.get_state().bytes.ToArray();
        Fits.Run(Network, Data, Fits.Quick);
        Assert.Equal(before, global.get_state().bytes.ToArray());
    }

    [Fact]
    public void ThreadCountIsPutBack()
    {
        int before = torch.get_num_threads();
        Fits.Run(Network, Data, Fits.Quick with { ThreadCount = before + 1 });
        Assert.Equal(before, torch.get_num_threads());
    }
}
