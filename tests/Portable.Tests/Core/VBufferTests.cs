using Microsoft.ML.Data;

namespace Portable.Tests.Core;

public sealed class VBufferTests
{
    private static readonly VBuffer<float> Dense = new(5, [1, 0, 2, 0, 3]);
    private static readonly VBuffer<float> Sparse = new(5, 3, [1, 2, 3], [0, 2, 4]);

    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public void Values_are_the_same_dense_or_sparse(bool dense)
    {
        var buffer = dense ? Dense : Sparse;
        Assert.Equal([1f, 0, 2, 0, 3], buffer.DenseValues());
        Assert.Equal(dense ? 5 : 3, buffer.Items().Count());
        Assert.Equal([0, 1, 2, 3, 4], buffer.Items(all: true).Select(i => i.Key));
        Assert.Equal(2, buffer.GetItemOrDefault(2));
        Assert.Equal(0, buffer.GetItemOrDefault(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.GetItemOrDefault(5));

        VBuffer<float> copy = new(9, new float[9]);
        buffer.CopyTo(ref copy);
        Assert.Equal(dense, copy.IsDense);
        Assert.Equal(buffer.DenseValues(), copy.DenseValues());
        buffer.CopyToDense(ref copy);
        Assert.True(copy.IsDense);
        Assert.Equal(buffer.DenseValues(), copy.DenseValues());
        var target = new float[] { 9, 9, 9, 9, 9, 9, 9 };
        buffer.CopyTo(target, 1, dense ? 0 : 7);
        Assert.Equal(dense ? [9f, 1, 0, 2, 0, 3, 9] : [9f, 1, 7, 2, 7, 3, 9], target);
    }

    [Fact]
    public void Default_for_the_slots_without_value_is_used_where_there_is_a_value()
    {
        var target = new float[] { 9, 9, 9, 9 };
        new VBuffer<float>(3, 0, null!, null!).CopyTo(target, 1, 7);
        Assert.Equal([9f, 0, 0, 0], target);
        new VBuffer<float>(3, 1, [1], [2]).CopyTo(target, 0, 7);
        Assert.Equal([7f, 7, 1, 0], target);
    }

    [Fact]
    public void Editor_uses_the_arrays_there_are_and_can_be_cut_short()
    {
        VBuffer<int> buffer = default;
        var editor = VBufferEditor.Create(ref buffer, 10, 4);
        for (var i = 0; i < 3; i++)
            (editor.Values[i], editor.Indices[i]) = (i + 1, 2 * i);
        buffer = editor.CommitTruncated(3);
        Assert.Equal([1, 0, 2, 0, 3, 0, 0, 0, 0, 0], buffer.DenseValues());

        var again = VBufferEditor.Create(ref buffer, 4, 4);
        Assert.True(again.Indices.IsEmpty);
        Assert.Equal("Sparse vector of size 10, 3 explicit values", buffer.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => VBufferEditor.Create(ref buffer, 2, 3));
    }

    [Fact]
    public void Growing_keeps_the_old_values_when_asked_to()
    {
        var buffer = new VBuffer<int>(2, [7, 8]);
        var editor = VBufferEditor.Create(ref buffer, 3, keepOldOnResize: true);
        Assert.Equal([7, 8, 0], editor.Values.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<int>(3, [1]));
    }
}
