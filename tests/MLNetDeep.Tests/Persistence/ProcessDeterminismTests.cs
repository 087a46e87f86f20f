using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Persistence;

/// <summary>What is learned depends on settings, seed and data; not on the process, its addresses or its hash codes.</summary>
public sealed class ProcessDeterminismTests
{
    [Fact]
    public async Task Two_processes_learn_the_same_bits()
    {
        var runs = await Task.WhenAll(Task.Run(() => FreshProgram.Run([], "all")), Task.Run(() => FreshProgram.Run([], "all")));
        Assert.Equal(
            ["Mlp", "TabM", "RealMlp", "Cnn", "Lstm", "Network", "Perceptron", "CrossValidationEnsemble"],
            runs[0].Select(line => line.Split(' ')[0]));
        Assert.Equal(runs[0], runs[1]);
        Assert.All(runs[0], line => Assert.True(line.Split(' ')[1].Chunk(8).Select(bits => new string(bits)).Distinct().Count() > 10, line));
    }
}
