using Microsoft.ML.Trainers.FastTree.Binning;

namespace Portable.Tests.FastTree;

public sealed class BinningTests
{
    private static readonly ParallelOptions Sequential = new() { MaxDegreeOfParallelism = 1 };

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
            var cuts = EqualMassCuts.Find(counts, 6);
            Assert.Equal((0, counts.Length), (cuts[0], cuts[^1]));
            Assert.All(cuts.Zip(cuts.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            var found = cuts.Zip(cuts.Skip(1)).Sum(pair => Square(counts[pair.First..pair.Second].Sum()));
            Assert.InRange(found, Best(counts, 6), Best(counts, 6) * 1.1);
        }
    }

    [Fact]
    public void The_heap_gives_members_by_falling_key_whatever_is_taken_out()
    {
        var dice = new Random(5);
        var keys = Enumerable.Range(0, 200).Select(_ => (long)dice.Next(1000)).ToArray();
        var heap = new KeyedMaxHeap(keys.Length);
        for (var i = 0; i < keys.Length; i++) heap.Add(i, keys[i]);
        for (var i = 0; i < keys.Length; i += 3) heap.Remove(i);
        heap.Remove(0); // no longer in the heap: nothing happens

        var popped = new List<long>();
        while (heap.Count > 0) popped.Add(keys[heap.Pop()]);
        Assert.Equal(keys.Where((_, i) => i % 3 != 0).OrderDescending(), popped);
    }

    [Fact]
    public void Features_that_exclude_each_other_share_a_column_and_keep_their_bins()
    {
        var rows = Enumerable.Range(0, Synthetic.RowCount);
        var bundled = BinnedDataset.Create(SyntheticValues.Of(rows), 255, 10, bundle: true, Sequential);
        var apart = BinnedDataset.Create(SyntheticValues.Of(rows), 255, 10, bundle: false, Sequential);

        Assert.Equal((6, 9), (bundled.Columns.Length, apart.Columns.Length));
        Assert.Equal(apart.Features.Select(f => f.Index), bundled.Features.Select(f => f.Index));
        foreach (var (one, other) in bundled.Features.Zip(apart.Features))
        {
            foreach (var row in rows)
                Assert.Equal(other.IsAbove(apart.Columns[other.Column][row], 0), one.IsAbove(bundled.Columns[one.Column][row], 0));
        }
    }

    [Fact]
    public void Sparse_rows_bin_like_dense_ones()
    {
        var dense = new FeatureValues(3);
        var sparse = new FeatureValues(3);
        for (var i = 0; i < 40; i++)
        {
            dense.Add([i % 3 - 1, 0, i], []);
            sparse.Add([i, i % 3 - 1], [2, 0]);
        }
        var one = BinnedDataset.Create(dense, 255, 1, true, Sequential);
        var other = BinnedDataset.Create(sparse, 255, 1, true, Sequential);
        Assert.Equal([0, 2], one.Features.Select(f => f.Index)); // the feature of zeros cannot be split
        Assert.Equal(one.Features.Select(f => f.Index), other.Features.Select(f => f.Index));
        for (var c = 0; c < one.Columns.Length; c++)
        {
            for (var i = 0; i < 40; i++) Assert.Equal(one.Columns[c][i], other.Columns[c][i]);
        }
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
