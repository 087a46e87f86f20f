using TorchSharp;
using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Scope_disposes_of_what_was_made_in_it()
    {
        var outside = ones(2);
        Tensor inside;
        using (var scope = NewDisposeScope())
        {
            inside = outside + 1;
            Assert.True(scope.Contains(inside));
            Assert.False(scope.Contains(outside));
            Assert.Same(scope, CurrentDisposeScope);
        }

        Assert.True(inside.IsInvalid);
        Assert.False(outside.IsInvalid);
        Assert.Null(CurrentDisposeScope);
        outside.Dispose();
    }

    [Fact]
    public void Tensor_moves_to_the_outer_scope_and_out_of_all_of_them()
    {
        Tensor free, outer, inner;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                inner = ones(1);
                outer = ones(1).MoveToOuterDisposeScope();
                free = ones(1).DetachFromDisposeScope();
            }

            Assert.True(inner.IsInvalid);
            Assert.False(outer.IsInvalid);
        }

        Assert.True(outer.IsInvalid);
        Assert.False(free.IsInvalid);
        free.Dispose();
    }

    [Fact]
    public void Statistics_count_every_fate()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using var outside = ones(1);
        using (var scope = NewDisposeScope())
        {
            _ = ones(1);
            ones(1).Dispose();
            using var detached = ones(1).DetachFromDisposeScope();

            Assert.Equal(1, statistics.CreatedOutsideScopeCount);
            Assert.Equal(3, statistics.CreatedInScopeCount);
            Assert.Equal(1, statistics.DisposedInScopeCount);
            Assert.Equal(1, statistics.DetachedFromScopeCount);
            Assert.Equal(1, statistics.ThreadTotalLiveCount);
            Assert.Equal(1, scope.DisposablesCount);
        }

        Assert.Equal(2, statistics.DisposedInScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Training_step_in_a_scope_leaves_nothing_behind()
    {
        using var weight = rand(2, 4).requires_grad_();
        using var x = rand(16, 4);
        using var classes = randint(0, 2, [16]);
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();

        for (var step = 0; step < 5; step++)
        {
            using var scope = NewDisposeScope();
            nn.functional.cross_entropy(nn.functional.linear(x, weight).relu(), classes).backward();
            weight.grad = null;
        }

        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        Assert.Equal(0, statistics.DetachedFromScopeCount);
        Assert.False(weight.IsInvalid);
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => elsewhere = ones(1));
        thread.Start();
        thread.Join();

        Assert.False(scope.Contains(elsewhere!));
        elsewhere!.Dispose();
    }

    [Fact]
    public void Closed_scope_refuses_work()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
    }
}
