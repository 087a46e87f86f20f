namespace Microsoft.ML.Data;

internal static class Permutations
{
    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in random order.</summary>
    public static int[] Random(Random random, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        Shuffle(random, order);
        return order;
    }

    // ML.NET's order of drawing: seeds give the same permutations.
    public static void Shuffle<T>(Random random, T[] items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            var other = i + random.Next(items.Length - i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
