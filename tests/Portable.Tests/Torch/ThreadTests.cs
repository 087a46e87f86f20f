using TorchSharp;
using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class ThreadTests
{
    [Fact]
    public void Threads_compute_side_by_side()
    {
        var expected = Sum(0);
        Assert.All(Enumerable.Range(0, 8).AsParallel().Select(_ => Sum(0)).ToArray(), sum => Assert.Equal(expected, sum));
    }

    [Fact]
    public void Grad_mode_belongs_to_the_thread()
    {
        using var none = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();

        Assert.True(elsewhere);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void Version_names_libtorch() => Assert.Matches(@"^\d+\.\d+\.\d+", __version__);

    private static float Sum(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        var x = randn(1600, generator: generator).view(40, 40);
        for (var i = 0; i < 20; i++)
            x = x.mm(x).tanh();
        return x.sum().ToSingle();
    }
}
