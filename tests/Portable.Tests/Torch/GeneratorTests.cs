using TorchSharp;
using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class GeneratorTests
{
    public static TheoryData<string> Draws => [.. Drawing.Keys];

    internal static Dictionary<string, Func<Generator, Tensor>> Drawing { get; } = new()
    {
        ["rand"] = g => rand(50, generator: g),
        ["randn"] = g => randn(50, generator: g),
        ["randperm"] = g => randperm(50, generator: g).to(float32),
        ["randint"] = g => randint(0, 1000, [50], generator: g).to(float32),
        ["bernoulli_"] = g => empty(50).bernoulli_(0.5, g),
        ["uniform_"] = g => empty(50).uniform_(-1, 1, g),
        ["normal_"] = g => empty(50).normal_(0, 1, g),
    };

    [Theory]
    [MemberData(nameof(Draws))]
    public void Same_seed_same_numbers_whatever_the_global_generator_does(string draw)
    {
        using var scope = NewDisposeScope();
        using var one = new Generator(5);
        using var two = new Generator(5);
        using var other = new Generator(6);

        var first = Drawing[draw](one);
        var again = Drawing[draw](one);
        _ = rand(1000);
        var same = Drawing[draw](two);

        Assert.True(first.Equals(same));
        Assert.False(first.Equals(again));
        Assert.False(first.Equals(Drawing[draw](other)));
    }

    [Fact]
    public void State_can_be_kept_and_put_back()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        _ = rand(10, generator: generator);
        var state = generator.get_state();
        var first = rand(10, generator: generator);

        generator.set_state(state);

        Assert.True(first.Equals(rand(10, generator: generator)));
        Assert.Equal(5, generator.initial_seed());
        Assert.Equal(9, generator.manual_seed(9).initial_seed());
    }

    [Fact]
    public void Numbers_have_the_distribution_asked_for()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);

        Assert.Equal(0.3, empty(20_000).bernoulli_(0.3, generator).mean().ToSingle(), 0.02);
        var normal = empty(20_000).normal_(2, 3, generator);
        Assert.Equal(2, normal.mean().ToSingle(), 0.1);
        Assert.Equal(3, (normal - 2).square().mean().sqrt().ToSingle(), 0.1);
        var uniform = empty(20_000).uniform_(-1, 3, generator);
        Assert.InRange(uniform.min().ToSingle(), -1, -0.99f);
        Assert.InRange(uniform.max().ToSingle(), 2.99f, 3);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), randperm(9, generator: generator).data<long>().ToArray().Order());
    }
}
