using Microsoft.ML.Trainers.FastTree;

namespace Portable.Tests.FastTree;

public sealed class TreeFormatTests
{
    // Offsets into the file of one tree with two leaves: every array has its length in front.
    private const int FeatureCountAt = 0;
    private const int TreeCountAt = 4;
    private const int LeftCountAt = 8;
    private const int LeftAt = 12;
    private const int RightAt = 20;
    private const int FeatureAt = 28;
    private const int LeafCountAt = 40;

    [Fact]
    public void What_is_written_is_read()
    {
        var again = Read(Bytes());
        var tree = Assert.Single(again.Trees);
        Assert.Equal(4, again.FeatureCount);
        Assert.Equal([~0], tree.Left);
        Assert.Equal([~1], tree.Right);
        Assert.Equal([3], tree.Features);
        Assert.Equal([0.5f], tree.Thresholds);
        Assert.Equal([-1.0, 2.0], tree.Leaves);
        Assert.Equal([7.0], tree.Gains);
    }

    [Theory]
    [InlineData(FeatureCountAt, 0, "Corrupt model file: the number of features must be positive, but was 0.")]
    [InlineData(FeatureCountAt, 3, "Corrupt model file: node 0 of a tree must lead to later nodes or leaves, and use a feature below 3.")]
    [InlineData(TreeCountAt, -1, "Corrupt model file: -1 items of 24 bytes announced, 64 bytes left.")]
    [InlineData(TreeCountAt, 4, "Corrupt model file: 4 items of 24 bytes announced, 64 bytes left.")]
    [InlineData(LeftCountAt, 1 << 24, "Corrupt model file: 16777216 items of 4 bytes announced, 60 bytes left.")]
    [InlineData(LeftAt, 0, "Corrupt model file: node 0 of a tree must lead to later nodes or leaves, and use a feature below 4.")]
    [InlineData(RightAt, -9, "Corrupt model file: node 0 of a tree must lead to later nodes or leaves, and use a feature below 4.")]
    [InlineData(FeatureAt, -1, "Corrupt model file: node 0 of a tree must lead to later nodes or leaves, and use a feature below 4.")]
    public void Altered_numbers_are_refused(int offset, int value, string message)
    {
        var bytes = Bytes();
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
        Assert.Equal(message, Assert.Throws<FormatException>(() => Read(bytes)).Message);
    }

    [Fact]
    public void Arrays_that_do_not_fit_together_are_refused()
    {
        var bytes = Bytes();
        BitConverter.TryWriteBytes(bytes.AsSpan(LeafCountAt), 1); // the second leaf is taken for the next array's length
        Assert.ThrowsAny<Exception>(() => Read(bytes));
        Assert.Equal("Corrupt model file: the arrays of a tree of 1 nodes and 3 leaves do not fit together.",
            Assert.Throws<FormatException>(() => Read(Bytes(leaves: [1, 2, 3]))).Message);
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        var bytes = Bytes();
        for (var length = 0; length < bytes.Length; length++)
            Assert.True(Record.Exception(() => Read(bytes[..length])) is EndOfStreamException or FormatException);
    }

    private static byte[] Bytes(params double[] leaves)
    {
        var tree = new TreeArrays([~0], [~1], [3], [0.5f], leaves.Length == 0 ? [-1, 2] : leaves, [7]);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream)) new GrownTrees([tree], 4).Write(writer);
        return stream.ToArray();
    }

    private static GrownTrees Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return GrownTrees.Read(reader);
    }
}
