using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Portable.Tests.Torch;

public sealed class ViewTests
{
    [Fact]
    public void Views_share_memory_and_copies_do_not()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, dtype: float32);
        var (matrix, slice, copy) = (x.view(2, 3), x.narrow(0, 4, 2), x.clone());

        x.fill_(1);
        matrix[0, 2] = 5;
        slice.mul_(3);

        Close.To([1, 1, 5, 1, 3, 3], x);
        Close.To([0, 1, 2, 3, 4, 5], copy);
        Assert.Equal([3L, 1], matrix.stride());
        Assert.Equal(4, slice.storage_offset());
    }

    [Fact]
    public void Shapes_follow_the_operation()
    {
        using var scope = NewDisposeScope();
        var x = zeros([2, 3, 4]);

        Assert.Equal([2L, 4, 3], x.transpose(1, 2).shape);
        Assert.Equal([2L, 12], x.flatten(1).shape);
        Assert.Equal([1L, 2, 3, 4], x.unsqueeze(0).shape);
        Assert.Equal([2L, 3, 4], x.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([2L, 3, 4], x.unsqueeze(0).squeeze().shape);
        Assert.Equal([3L, 2], zeros(2, 3).t().shape);
        Assert.Equal([2L, 4], x.select(1, 0).shape);
        Assert.Equal((3L, 2L, 24L, 3L), (x.size(-2), x.shape[0], x.numel(), x.Dimensions));
        Assert.False(x.transpose(0, 1).is_contiguous());
        Assert.True(x.transpose(0, 1).contiguous().is_contiguous());
    }

    [Fact]
    public void Indices_select_what_they_say()
    {
        using var scope = NewDisposeScope();
        var x = arange(12, dtype: float32).view(3, 4);

        Close.To([4, 5, 6, 7], x[1]);
        Close.To([6], x[1, 2]);
        Close.To([0, 4, 8], x.index_select(1, tensor(new long[] { 0 })));
    }

    [Fact]
    public void Indices_write_too()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);

        x[0] = tensor(new[] { 1f, 2f, 3f });
        x[1, 2] = 9;

        Close.To([1, 2, 3, 0, 0, 9], x);
    }

    [Fact]
    public void Arrays_are_shared_by_from_array_and_copied_by_tensor()
    {
        using var scope = NewDisposeScope();
        float[] array = [1, 2, 3, 4];
        var (shared, copied) = (from_array(array), tensor(array, 2, 2));

        array[1] = 20;
        shared[3] = 40;

        Close.To([1, 20, 3, 40], shared);
        Close.To([1, 2, 3, 4], copied);
        Assert.Equal([1, 20, 3, 40], array);
    }

    [Fact]
    public void Bytes_are_the_tensor_itself()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 2);

        MemoryMarshal.Cast<byte, float>(x.bytes)[3] = 5;
        Close.To([0, 0, 0, 5], x);
        x.bytes = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray();
        Close.To([1, 2, 3, 4], x);
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[3]);
    }

    [Fact]
    public void Accessor_reads_and_writes_through_strides()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, dtype: float32).view(2, 3);
        var turned = x.t().data<float>();

        Assert.Equal([0f, 3, 1, 4, 2, 5], turned.ToArray());
        Assert.Equal([0f, 3, 1, 4, 2, 5], turned);
        Assert.Equal(4, turned[1, 1]);
        turned[2, 0] = 20;
        Close.To([0, 1, 20, 3, 4, 5], x);
        Assert.Throws<IndexOutOfRangeException>(() => turned[3, 0]);
    }
}
