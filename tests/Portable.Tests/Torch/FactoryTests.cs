using TorchSharp;
using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class FactoryTests
{
    [Fact]
    public void Types_are_inferred_as_in_PyTorch()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(ScalarType.Float32, zeros(1).dtype);
        Assert.Equal(ScalarType.Int64, zeros(1, dtype: int64).dtype);
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Int64, randperm(3).dtype);
        Assert.Equal(ScalarType.Bool, (zeros(1) == 0).dtype);
        Assert.Equal(ScalarType.Int64, ones(2, 2).argmax(1).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1.0 }).dtype);
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1.0 }, dtype: float32).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true, false }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1, 2 }).dtype);
        Assert.Equal(ScalarType.Float64, zeros(1).@double().dtype);
        Assert.True(zeros(1, requires_grad: true).requires_grad);
    }

    [Fact]
    public void Values_are_those_asked_for()
    {
        using var scope = NewDisposeScope();

        Close.To([2.5f, 2.5f], full(2, 2.5f));
        Close.To([1, 2, 3, 4], tensor(new float[,] { { 1, 2 }, { 3, 4 } }));
        Close.To([1, 2, 3, 4], tensor(new List<float> { 1, 2, 3, 4 }, 2, 2));
        Assert.Equal([2L, 3], empty(2, 3).shape);
        Assert.Empty(tensor(3f).shape);
        Assert.Throws<ArgumentException>(() => tensor(new float[3], [2L, 2]));
    }

    [Fact]
    public void Scalars_keep_their_value()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(3.5f, tensor(3.5f).ToSingle());
        Assert.Equal(3.5f, tensor(3.5f).item<float>());
        Assert.Equal(0.1, tensor(0.1).ToDouble());
        Assert.Equal(1L << 60, tensor(1L << 60).ToInt64());
        Assert.Equal(5, tensor(5).ToInt32());
        Assert.True(tensor(true).ToBoolean());
        Assert.Equal(2, (int)tensor(2.7f));
    }

    [Fact]
    public void Tensors_join()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(new[] { 1f, 2f }), tensor(new[] { 3f, 4f }));

        Close.To([1, 2, 3, 4], cat([a, b]));
    }
}
