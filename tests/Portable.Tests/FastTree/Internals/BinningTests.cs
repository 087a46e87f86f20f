using Microsoft.ML.Trainers.FastTree;

namespace Portable.Tests.FastTree;

public sealed class BinningTests
{
    [Fact]
    public void Few_values_get_a_bin_each_with_bounds_halfway() =>
        Assert.Equal([-1f, 1.5f, float.PositiveInfinity], BinBounds.Find([3f, -2f, 3f, -2f], 2, 255, 1));

    [Theory]
    [InlineData(2, 2)] // two zeros below, two ones above
    [InlineData(3, 1)]
    public void A_feature_without_a_cut_that_leaves_enough_rows_is_trivial(int minimumRows, int bins) =>
        Assert.Equal(bins, BinBounds.Find([1f, 1f], 2, 255, minimumRows).Length);

    [Fact]
    public void A_value_belongs_to_the_first_bin_whose_bound_is_not_below_it()
    {
        float[] bounds = [-1, 1.5f, float.PositiveInfinity];
        Assert.Equal([0, 0, 1, 1, 2], new[] { -7, -1, 0, 1.5f, 1.6f }.Select(value => BinBounds.BinOf(bounds, value)));
    }

    [Fact]
    public void Bounds_part_neighbouring_floats()
    {
        var low = 0.1f;
        for (var i = 0; i < 100; i++)
        {
            var high = MathF.BitIncrement(low);
            var bound = BinBounds.Find([low, high], 0, 255, 1)[0];
            Assert.True(low <= bound && bound < high);
            low = high;
        }
    }

    [Fact]
    public void Cuts_are_nearly_as_even_as_the_best_ones()
    {
        var dice = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            var counts = Enumerable.Range(0, 30).Select(_ => dice.Next(1, 40)).ToArray();
            var cuts = BinBounds.EvenCuts(counts, 6);
            Assert.Equal((0, counts.Length), (cuts[0], cuts[^1]));
            Assert.All(cuts.Zip(cuts.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            var found = cuts.Zip(cuts.Skip(1)).Sum(pair => Square(counts[pair.First..pair.Second].Sum()));
            Assert.InRange(found, Best(counts, 6), Best(counts, 6) * 1.1);
        }
    }

    [Fact]
    public void The_heap_gives_members_by_falling_key()
    {
        var dice = new Random(5);
        var keys = Enumerable.Range(0, 200).Select(_ => (long)dice.Next(1000)).ToArray();
        var heap = new KeyedMaxHeap(keys.Length);
        for (var i = 0; i < keys.Length; i++) heap.Add(i, keys[i]);
        var least = Array.IndexOf(keys, keys.Min());
        heap.Remove(least);
        heap.Remove(least); // no longer in the heap: nothing happens

        var popped = new List<long>();
        while (heap.Count > 0) popped.Add(keys[heap.Pop()]);
        Assert.Equal(keys.OrderDescending().SkipLast(1), popped);
    }

    [Fact]
    public void Features_that_exclude_each_other_share_a_column_and_keep_their_bins()
    {
        var rows = Enumerable.Range(0, Synthetic.RowCount);
        var bundled = BinnedDataset.Create(SyntheticValues.Of(rows), Synthetic.RowCount, new FastTreeRegressionTrainer.Options());
        var apart = BinnedDataset.Create(
            SyntheticValues.Of(rows), Synthetic.RowCount, new FastTreeRegressionTrainer.Options { FeatureFlocks = false });

        Assert.Equal((6, 9), (bundled.Columns.Length, apart.Columns.Length));
        Assert.Equal(apart.Features.Select(f => f.Index), bundled.Features.Select(f => f.Index));
        foreach (var (one, other) in bundled.Features.Zip(apart.Features))
        {
            foreach (var row in rows)
            {
                var expected = other.IsAbove(apart.Columns[other.Column].Bins[row], 0);
                Assert.Equal(expected, one.IsAbove(bundled.Columns[one.Column].Bins[row], 0));
            }
        }
    }

    [Fact]
    public void Zeros_that_are_not_stored_are_binned_with_the_others()
    {
        var values = SyntheticValues.Of([.. Enumerable.Range(0, 40).Select(i => new float[] { i % 3 - 1, 0, i })]);
        var data = BinnedDataset.Create(values, 40, new FastTreeRegressionTrainer.Options { MinimumExampleCountPerLeaf = 1 });
        Assert.Equal([0, 2], data.Features.Select(f => f.Index)); // the feature of zeros cannot be split
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (ushort)(i % 3)), data.Columns[0].Bins);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (ushort)i), data.Columns[1].Bins);
    }

    private static double Square(int mass) => (double)mass * mass;

    private static double Best(int[] counts, int groups)
    {
        var best = new double[groups + 1, counts.Length + 1];
        for (var g = 0; g <= groups; g++)
        {
            for (var end = 0; end <= counts.Length; end++)
            {
                best[g, end] = g == 0 && end == 0 ? 0 : double.PositiveInfinity;
                for (var start = 0; g > 0 && start < end; start++)
                    best[g, end] = Math.Min(best[g, end], best[g - 1, start] + Square(counts[start..end].Sum()));
            }
        }
        return best[groups, counts.Length];
    }
}
