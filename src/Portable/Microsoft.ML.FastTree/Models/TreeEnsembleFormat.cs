namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Writes and reads ensembles: the layout of ML.NET's own tree models, numerical splits only.</summary>
/// <remarks>
/// int32 number of trees; each tree: byte 0 (regression tree), int32 leaves, double largest output (unused), double weight, then arrays,
/// each an int32 count and its items: left children, right children, features, nodes with categorical splits (none), bin thresholds (none),
/// thresholds, values for missing (none), leaf values, gains, p-values (none), former outputs (none). Then double bias.
/// </remarks>
internal static class TreeEnsembleFormat
{
    private const byte RegressionTreeCode = 0;
    private const double UnusedLargestOutput = -1;

    /// <summary>Above what any trainer makes; an altered count must not ask for more memory than that.</summary>
    private const int MostLeaves = 1 << 24;

    public static void Write(BinaryWriter writer, RegressionTreeEnsemble ensemble)
    {
        writer.Write(ensemble.Trees.Count);
        for (var t = 0; t < ensemble.Trees.Count; t++)
        {
            var tree = ensemble.Trees[t];
            writer.Write(RegressionTreeCode);
            writer.Write(tree.NumberOfLeaves);
            writer.Write(UnusedLargestOutput);
            writer.Write(ensemble.TreeWeights[t]);
            WriteArray(writer, tree.LeftChild, writer.Write);
            WriteArray(writer, tree.RightChild, writer.Write);
            WriteArray(writer, tree.NumericalSplitFeatureIndexes, writer.Write);
            writer.Write(0);
            writer.Write(0);
            WriteArray(writer, tree.NumericalSplitThresholds, writer.Write);
            writer.Write(0);
            WriteArray(writer, tree.LeafValues, writer.Write);
            WriteArray(writer, tree.SplitGains, writer.Write);
            writer.Write(0);
            writer.Write(0);
        }
        writer.Write(ensemble.Bias);
    }

    public static RegressionTreeEnsemble Read(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        Contracts.CheckDecode(count >= 0, $"The number of trees must not be negative, but was {count}.");
        var trees = new List<RegressionTree>();
        var weights = new List<double>();
        for (var t = 0; t < count; t++)
        {
            var (tree, weight) = ReadTree(reader);
            trees.Add(tree);
            weights.Add(weight);
        }
        return new RegressionTreeEnsemble(trees, weights, reader.ReadDouble());
    }

    private static (RegressionTree Tree, double Weight) ReadTree(BinaryReader reader)
    {
        var code = reader.ReadByte();
        Contracts.CheckDecode(code == RegressionTreeCode, $"The kind of tree must be {RegressionTreeCode}, but was {code}.");
        var leaves = reader.ReadInt32();
        Contracts.CheckDecode(leaves is >= 1 and <= MostLeaves,
            $"The number of leaves must be between 1 and {MostLeaves}, but was {leaves}.");
        var nodes = leaves - 1;
        reader.ReadDouble();
        var weight = reader.ReadDouble();
        var left = ReadArray<int>(reader, nodes);
        var right = ReadArray<int>(reader, nodes);
        var features = ReadArray<int>(reader, nodes);
        SkipNone(reader, "categorical splits");
        SkipOptional<uint>(reader, nodes);
        var thresholds = ReadArray<float>(reader, nodes);
        SkipNone(reader, "values for missing features");
        var values = ReadArray<double>(reader, leaves);
        var gains = ReadArray<double>(reader, nodes);
        SkipOptional<double>(reader, nodes);
        SkipOptional<double>(reader, nodes);

        // Children come after their parents, so following them ends; and every leaf must exist.
        for (var node = 0; node < nodes; node++)
        {
            Contracts.CheckDecode(IsChild(left[node]) && IsChild(right[node]) && features[node] >= 0,
                $"Node {node} of a tree must lead to later nodes or to leaves and look at a feature.");

            bool IsChild(int child) => child < 0 ? ~child < leaves : child > node && child < nodes;
        }
        return (new RegressionTree(left, right, features, thresholds, values, gains), weight);
    }

    private static void WriteArray<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items) write(item);
    }

    /// <summary>Reads an array of at least so many items and keeps these.</summary>
    private static T[] ReadArray<T>(BinaryReader reader, int size)
        where T : unmanaged
    {
        var count = reader.ReadInt32();
        Contracts.CheckDecode(count >= size && count <= MostLeaves,
            $"An array of a tree must have at least {size} items, but had {count}.");
        return ReadItems<T>(reader, count)[..size];
    }

    private static void SkipOptional<T>(BinaryReader reader, int size)
        where T : unmanaged
    {
        var count = reader.ReadInt32();
        Contracts.CheckDecode(count == 0 || count >= size && count <= MostLeaves,
            $"An array of a tree must have no or at least {size} items, but had {count}.");
        ReadItems<T>(reader, count);
    }

    /// <summary>Reads items in blocks: an altered count runs into the end of the file before it asks for much memory.</summary>
    private static T[] ReadItems<T>(BinaryReader reader, int count)
        where T : unmanaged
    {
        const int block = 1 << 16;
        var items = new T[Math.Min(count, block)];
        for (var read = 0; read < count;)
        {
            if (read == items.Length) Array.Resize(ref items, (int)Math.Min(count, 2L * read));
            var next = items.AsSpan(read, Math.Min(block, items.Length - read));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(next));
            read += next.Length;
        }
        return items;
    }

    private static void SkipNone(BinaryReader reader, string what)
    {
        var count = reader.ReadInt32();
        Contracts.CheckDecode(count == 0, $"Trees with {what} are not supported.");
    }
}
