using Microsoft.ML.Trainers.FastTree;

namespace Portable.Tests.FastTree;

public sealed class TreeEnsembleFormatTests
{
    // Offsets into the file of one tree with two leaves: after the number of trees, the kind, the leaves, two doubles.
    private const int KindAt = 4;
    private const int LeavesAt = 5;
    private const int LeftCountAt = 25;
    private const int LeftAt = 29;
    private const int RightAt = 37;
    private const int FeatureAt = 45;
    private const int CategoricalCountAt = 49;

    [Fact]
    public void What_is_written_is_read()
    {
        var again = Read(Bytes());
        var tree = Assert.Single(again.Trees);
        Assert.Equal([~0], tree.LeftChild);
        Assert.Equal([~1], tree.RightChild);
        Assert.Equal([3], tree.NumericalSplitFeatureIndexes);
        Assert.Equal([0.5f], tree.NumericalSplitThresholds);
        Assert.Equal([-1.0, 2.0], tree.LeafValues);
        Assert.Equal([7.0], tree.SplitGains);
        Assert.Equal([0.25], again.TreeWeights);
        Assert.Equal(9.0, again.Bias);
        Assert.Equal(9.5, again.Score([0, 0, 0, 0.75f]));
    }

    [Theory]
    [InlineData(0, -1, "The number of trees must not be negative, but was -1.")]
    [InlineData(LeavesAt, 0, "The number of leaves must be between 1 and 16777216, but was 0.")]
    [InlineData(LeftCountAt, 0, "An array of a tree must have at least 1 items, but had 0.")]
    [InlineData(LeftAt, 0, "Node 0 of a tree must lead to later nodes or to leaves and look at a feature.")]
    [InlineData(RightAt, -9, "Node 0 of a tree must lead to later nodes or to leaves and look at a feature.")]
    [InlineData(FeatureAt, -1, "Node 0 of a tree must lead to later nodes or to leaves and look at a feature.")]
    [InlineData(CategoricalCountAt, 1, "Trees with categorical splits are not supported.")]
    public void Altered_numbers_are_refused(int offset, int value, string message)
    {
        var bytes = Bytes();
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
        Assert.Equal(message, Assert.Throws<FormatException>(() => Read(bytes)).Message);
    }

    [Fact]
    public void Other_kinds_of_tree_are_refused()
    {
        var bytes = Bytes();
        bytes[KindAt] = 2;
        Assert.Equal("The kind of tree must be 0, but was 2.", Assert.Throws<FormatException>(() => Read(bytes)).Message);
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        var bytes = Bytes();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<EndOfStreamException>(() => Read(bytes[..length]));
    }

    [Fact]
    public void A_huge_count_does_not_ask_for_huge_memory()
    {
        var bytes = Bytes();
        BitConverter.TryWriteBytes(bytes.AsSpan(LeftCountAt), 1 << 24);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<EndOfStreamException>(() => Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static byte[] Bytes()
    {
        var tree = new RegressionTree([~0], [~1], [3], [0.5f], [-1, 2], [7]);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream)) TreeEnsembleFormat.Write(writer, new RegressionTreeEnsemble([tree], [0.25], 9));
        return stream.ToArray();
    }

    private static RegressionTreeEnsemble Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return TreeEnsembleFormat.Read(reader);
    }
}
