using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>
/// The layers before the first linear one: embeddings of numbers beside what needs none (columns of two values, one-hot columns)
/// beside embeddings of large categories.
/// </summary>
/// <param name="Layers">None when nothing is embedded.</param>
/// <param name="Chunks">How many neighbouring numbers come from one raw feature, in order.</param>
internal sealed record TabularFront(IReadOnlyList<LayerSpec> Layers, IReadOnlyList<int> Chunks)
{
    /// <summary>Numbers that reach the first linear layer.</summary>
    public int Width => Chunks.Sum();

    /// <summary>Describes the front for encoded rows.</summary>
    /// <param name="input">The encoded row.</param>
    /// <param name="embedding">The layer for columns of numbers; null when they stay as they are.</param>
    /// <param name="embeddingWidth">Numbers it makes of one.</param>
    /// <param name="categorySize">Numbers that a large category becomes.</param>
    public static TabularFront Build(NetworkInput input, LayerSpec? embedding, int embeddingWidth, int categorySize)
    {
        int[] numbers = [.. Enumerable.Range(0, input.NumericCount).Where(column => embedding is not null && !input.IsBinary[column])];
        int[] others = [.. Enumerable.Range(0, input.NumericCount).Except(numbers)];
        IReadOnlyList<int> categories = input.EmbeddedValueCounts;
        int[] chunks =
        [
            .. Enumerable.Repeat(embeddingWidth, numbers.Length),
            .. others.GroupBy(column => (input.Sources[column], column < input.FeatureCount)).Select(columns => columns.Count()),
            .. Enumerable.Repeat(categorySize, categories.Count),
        ];
        var branches = new List<IReadOnlyList<LayerSpec>>();
        if (numbers.Length > 0)
            branches.Add([.. Select(numbers, input.Width), embedding!]);
        if (others.Length > 0)
            branches.Add(Select(others, input.Width));
        if (categories.Count > 0)
        {
            LayerSpec[] select = Select([.. Enumerable.Range(input.NumericCount, categories.Count)], input.Width);
            branches.Add([.. select, new CategoryEmbeddingSpec(categories, categorySize)]);
        }

        bool isPlain = numbers.Length == 0 && categories.Count == 0;
        return new TabularFront(isPlain ? [] : branches.Count == 1 ? branches[0] : [new ParallelSpec(branches, BranchJoin.Concatenate)], chunks);
    }

    private static LayerSpec[] Select(int[] columns, int width) => columns.Length == width ? [] : [new SelectSpec(columns)];
}
