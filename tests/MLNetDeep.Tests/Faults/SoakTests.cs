namespace MLNetDeep.Tests.Faults;

/// <summary>Two rounds of everything on two threads; <c>./build.sh bench soak</c> goes on for minutes and judges the memory too.</summary>
[Collection(SoakCollection.Name)]
public sealed class SoakTests
{
    /// <summary>What caches of the runtime may take; a leak of a model a round would be more, one of tensors is counted.</summary>
    private const double AllowedMegabytes = 24;

    [Fact]
    public void NothingIsLeftOfFitsOnManyThreads()
    {
        var warm = new Soak(threadCount: 2);
        Run(warm, rounds: SoakCase.All.Count);
        SoakSample before = SoakSample.Take();

        var soak = new Soak(threadCount: 2);
        Run(soak, rounds: 3 * SoakCase.All.Count);

        SoakSample after = SoakSample.Take();
        Assert.Empty(soak.Problems);
        Assert.Equal(0, warm.LiveTensors + soak.LiveTensors);
        Assert.Equal(6 * SoakCase.All.Count, soak.SharedScores);
        Assert.Equal(soak.SharedScores, soak.WholeFits + soak.CancelledFits + soak.FailedFits);
        Assert.All([soak.WholeFits, soak.CancelledFits, soak.FailedFits], count => Assert.InRange(count, 2, soak.SharedScores));
        Assert.Equal(0, after.TrainingThreads);
        Assert.InRange(after.ManagedMegabytes, 0, before.ManagedMegabytes + AllowedMegabytes);
    }

    private static void Run(Soak soak, int rounds)
    {
        foreach (Thread thread in soak.Start(round => round < rounds))
            thread.Join();
    }
}

/// <summary>Runs alone: the heap and the threads are those of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SoakCollection
{
    public const string Name = "Soak";
}
