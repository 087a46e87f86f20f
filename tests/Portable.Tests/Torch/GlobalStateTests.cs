using static TorchSharp.torch;

namespace Portable.Tests.Torch;

/// <summary>Runs alone: these tests read or change what the whole process shares.</summary>
[CollectionDefinition(nameof(GlobalStateTests), DisableParallelization = true)]
[Collection(nameof(GlobalStateTests))]
public sealed class GlobalStateTests
{
    [Fact]
    public void Drawing_from_an_own_generator_leaves_the_global_one_alone()
    {
        using var scope = NewDisposeScope();
        using var own = new Generator(5);
        var before = random.get_rng_state();
        foreach (var draw in GeneratorTests.Drawing.Values)
            draw(own);

        Assert.True(before.Equals(random.get_rng_state()));
        _ = rand(1);
        Assert.False(before.Equals(random.get_rng_state()));
    }

    [Fact]
    public void Same_global_seed_same_numbers()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var first = rand(10);
        manual_seed(7);

        Assert.True(first.Equals(rand(10)));
    }

    [Fact]
    public void Thread_count_is_what_was_set()
    {
        var before = get_num_threads();
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
    }
}
