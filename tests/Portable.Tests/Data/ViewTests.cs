using Microsoft.ML;
using Microsoft.ML.Data;
using Portable.Tests.Official;

namespace Portable.Tests.Data;

public sealed class ViewTests
{
    private readonly MLContext _ml = new(1);
    private readonly IDataView _numbered;

    public ViewTests() => _numbered = Numbered(200);

    public static TheoryData<int?> Seeds { get; } = [null, 7];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Splits_take_the_official_rows(int? seed)
    {
        Observations.Check($"split/traintest/{seed}", () => Ids(_ml.Data.TrainTestSplit(_numbered, 0.2, seed: seed).TestSet));
        Observations.Check($"split/traintest-group/{seed}", () => Ids(_ml.Data.TrainTestSplit(_numbered, 0.2, "Group", seed).TestSet));
        var folds = _ml.Data.CrossValidationSplit(_numbered, 5, seed: seed);
        Observations.Check($"split/folds/{seed}", () => folds.Select(f => Ids(f.TestSet)));
    }

    [Fact]
    public void Seeded_shuffle_is_the_official_one() =>
        Observations.Check("split/shuffle/7", () => Ids(_ml.Data.ShuffleRows(_numbered, 7)));

    [Fact]
    public void Skip_take_and_filter_keep_the_official_rows()
    {
        Observations.Check("rows/skip-take", () => Ids(_ml.Data.TakeRows(_ml.Data.SkipRows(_numbered, 3), 4)));
        Observations.Check("rows/filter", () => Ids(_ml.Data.FilterRowsByColumn(_numbered, "X", 10, 15)));
        Observations.Check("rows/enumerable-schema", () => View.Schema(_numbered.Schema));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Group")]
    [InlineData("X")]
    public void Train_and_test_rows_are_all_rows(string? samplingKey)
    {
        var folds = _ml.Data.CrossValidationSplit(_numbered, 4, samplingKey, 3);
        Assert.Equal(Enumerable.Range(0, 200), folds.SelectMany(f => Ids(f.TestSet)).Order());
        foreach (var fold in folds)
        {
            Assert.Equal(Enumerable.Range(0, 200), Ids(fold.TrainSet).Concat(Ids(fold.TestSet)).Order());
            Assert.Equal(View.Schema(_numbered.Schema), View.Schema(fold.TrainSet.Schema));
        }
    }

    [Fact]
    public void Rows_of_one_group_stay_together()
    {
        var split = _ml.Data.TrainTestSplit(_numbered, 0.3, "Group", 5);
        Assert.Empty(View.Head(split.TrainSet, "Group", 999).Intersect(View.Head(split.TestSet, "Group", 999)));
        var keyed = _ml.Transforms.Conversion.MapValueToKey("K", "Group").Fit(_numbered).Transform(_numbered);
        split = _ml.Data.TrainTestSplit(keyed, 0.3, "K", 5);
        Assert.Empty(View.Head(split.TrainSet, "Group", 999).Intersect(View.Head(split.TestSet, "Group", 999)));
        Assert.NotEmpty(Ids(split.TestSet));
    }

    [Fact]
    public void Shuffle_keeps_all_rows_and_a_small_pool_moves_them_little()
    {
        Assert.Equal(Enumerable.Range(0, 200), Ids(_ml.Data.ShuffleRows(_numbered, 1)).Order());
        var near = Ids(_ml.Data.ShuffleRows(_numbered, 1, shufflePoolSize: 5));
        Assert.Equal(Enumerable.Range(0, 200), near.Order());
        Assert.All(near.Select((id, at) => id - at), ahead => Assert.True(ahead < 5));
        Assert.NotEqual(Enumerable.Range(0, 200), near);
    }

    [Fact]
    public void Missing_values_are_filtered_out()
    {
        var rows = new[] { 1, float.NaN, 3 }.Select(v => new Item { V = v, W = [v, 0] }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        Assert.Equal(["1", "3"], View.Head(_ml.Data.FilterRowsByMissingValues(data, "V"), "V"));
        Assert.Equal(["1", "3"], View.Head(_ml.Data.FilterRowsByMissingValues(data, "W"), "V"));
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByMissingValues(_numbered, "Group"));
        Assert.Equal(
            "Column 'Group' has type String which does not support missing values, so we cannot filter on them (Parameter 'Columns')",
            fault.Message);
    }

    [Fact]
    public void Cache_reads_its_source_once_for_each_column()
    {
        var reads = 0;
        IEnumerable<Item> Rows()
        {
            reads++;
            for (var i = 0; i < 50; i++)
                yield return new Item { V = i, W = [i, 2 * i] };
        }

        var cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Rows()), "V");
        for (var i = 0; i < 3; i++)
            Assert.Equal(["0", "1"], View.Head(cached, "V", 2));
        Assert.Equal(1, reads);
        Assert.Equal(50, cached.GetRowCount());
        Assert.Equal(["dense 2: 0=0|1=0", "dense 2: 0=1|1=2"], View.Head(cached, "W", 2));
        Assert.Equal(2, reads);
        using var shuffled = cached.GetRowCursor([cached.Schema["V"]], new Random(1));
        var get = shuffled.GetGetter<float>(cached.Schema["V"]);
        var seen = new List<float>();
        for (float v = 0; shuffled.MoveNext();)
        {
            get(ref v);
            seen.Add(v);
        }

        Assert.NotEqual(Enumerable.Range(0, 50).Select(i => (float)i), seen);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (float)i), seen.Order());
    }

    [Fact]
    public void Fraction_filter_divides_the_keys()
    {
        var keyed = _ml.Transforms.Conversion.MapValueToKey("K", "Group").Fit(_numbered).Transform(_numbered);
        var low = _ml.Data.FilterRowsByKeyColumnFraction(keyed, "K", 0, 0.5);
        var high = _ml.Data.FilterRowsByKeyColumnFraction(keyed, "K", 0.5, 1);
        Assert.Equal(200, Ids(low).Length + Ids(high).Length);
        Assert.InRange(Ids(low).Length, 80, 120);
    }

    private IDataView Numbered(int count) => _ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(i => new Row { Id = i, X = i, Group = $"g{i % 17}" }).ToArray());

    private int[] Ids(IDataView data) =>
        [.. _ml.Data.CreateEnumerable<Row>(data, false, ignoreMissingColumns: true).Select(r => (int)r.Id)];

    private sealed class Row
    {
        public float Id { get; set; }

        public float X { get; set; }

        public string Group { get; set; } = "";
    }

    private sealed class Item
    {
        public float V { get; set; }

        [VectorType(2)]
        public float[] W { get; set; } = [];
    }
}
