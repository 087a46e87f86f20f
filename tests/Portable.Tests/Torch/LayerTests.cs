using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class LayerTests
{
    private static Tensor X => tensor(Golden.X, 4, 3);

    [Fact]
    public void Linear_equals_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Linear(3, 2);
        module.weight = new Parameter(tensor(Golden.Weight, 2, 3));
        module.bias = new Parameter(tensor(Golden.Bias));

        Close.To(Golden.Linear, module.call(X));
        Close.To(Golden.Linear, nn.functional.linear(X, tensor(Golden.Weight, 2, 3), tensor(Golden.Bias)));
    }

    [Fact]
    public void Linear_starts_within_the_bound_of_its_inputs()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Linear(25, 40);
        using var bare = nn.Linear(25, 40, hasBias: false);

        Assert.True(module.weight!.abs().max().ToSingle() <= 0.2f);
        Assert.True(module.bias!.abs().max().ToSingle() <= 0.2f);
        Assert.InRange(module.weight!.std().ToSingle(), 0.105f, 0.125f); // 0.2/√3
        Assert.Null(bare.bias);
        Assert.Equal(["weight"], bare.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void Batch_norm_trains_and_scores_like_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var module = nn.BatchNorm1d(3, eps: 1e-3, momentum: 0.2);
        module.weight = new Parameter(tensor(new[] { 1.5f, 0.5f, -1f }));
        module.bias = new Parameter(tensor(new[] { 0.1f, 0.2f, 0.3f }));

        Close.To(Golden.BatchNormTrain, module.call(X));
        Close.To(Golden.RunningMean, module.running_mean!);
        Close.To(Golden.RunningVar, module.running_var!);
        Assert.Equal(1, module.num_batches_tracked!.ToInt64());
        module.eval();
        Close.To(Golden.BatchNormEval, module.call(X));
        Close.To(Golden.RunningMean, module.running_mean!);
    }

    [Fact]
    public void Batch_norm_function_updates_the_statistics_it_is_given()
    {
        using var scope = NewDisposeScope();
        var mean = zeros(3);
        var variance = ones(3);

        nn.functional.batch_norm(X, mean, variance, training: true, momentum: 0.2, eps: 1e-3);

        Close.To(Golden.RunningMean, mean);
        Close.To(Golden.RunningVar, variance);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_rests_in_eval()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Dropout(0.25);
        var x = ones(10_000);

        var dropped = module.call(x);
        var kept = dropped.data<float>().ToArray().Where(v => v != 0).ToArray();
        module.eval();

        Assert.InRange(kept.Length, 7_200, 7_800);
        Assert.All(kept, v => Assert.Equal(4f / 3, v, 1e-6f));
        Assert.True(module.call(x).Equals(x));
    }

    [Fact]
    public void One_hot_marks_the_class()
    {
        using var scope = NewDisposeScope();

        Close.To([0, 0, 1, 1, 0, 0], nn.functional.one_hot(tensor(new long[] { 2, 0 }), 3));
    }
}
