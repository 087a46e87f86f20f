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

    [Fact]
    public void Sampling_keys_of_any_type_take_the_official_rows()
    {
        var dated = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i =>
            new Dated { Id = i, Day = new DateTime(2024, 1, 1 + (i % 5)), D = i % 4 / 3.0, L = i % 6, V = [i % 3, 1] }).ToArray());
        string Rows(IDataView data) => string.Join(" ", data.GetColumn<float>("Id"));
        string Test(string key) => Rows(_ml.Data.TrainTestSplit(dated, 0.4, key).TestSet);
        string Folds(string key) => string.Join(" | ", _ml.Data.CrossValidationSplit(dated, 3, key, 5).Select(f => Rows(f.TestSet)));

        Assert.Equal("1 4 6 9 11 14 16 19", Test("Day"));
        Assert.Equal("0 1 4 5 8 9 12 13 16 17", Test("D"));
        Assert.Equal("3 9 15", Test("L"));
        Assert.Equal("2 5 8 11 14 17", Test("V"));
        Assert.Equal("2 7 12 17 | 0 1 5 6 10 11 15 16 | 3 4 8 9 13 14 18 19", Folds("Day"));
        // The folds of numbers include both of their bounds.
        Assert.Equal("0 1 4 5 8 9 12 13 16 17 | 1 2 5 6 9 10 13 14 17 18 | 2 3 6 7 10 11 14 15 18 19", Folds("D"));
        Assert.Equal("0 6 12 18 | 4 10 16 | 1 2 3 5 7 8 9 11 13 14 15 17 19", Folds("L"));
        Assert.Equal("0 3 6 9 12 15 18 | 2 5 8 11 14 17 | 1 4 7 10 13 16 19", Folds("V"));
    }

    [Fact]
    public void Shuffles_without_a_seed_depend_on_the_context_as_officially()
    {
        var ml = new MLContext(1);
        var rows = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 20).Select(i => new Row { Id = i, X = i, Group = $"g{i % 7}" }).ToArray());
        var cached = ml.Data.Cache(rows);
        ml.Data.FilterRowsByColumn(cached, "X", 1);
        Assert.Equal([4, 11, 18], Ids(ml.Data.TrainTestSplit(cached, 0.3, "Group").TestSet));
        var model = ml.Transforms.Concatenate("F", "X").AppendCacheCheckpoint(ml).Append(ml.Transforms.NormalizeMinMax("F")).Fit(rows);
        ml.Model.CreatePredictionEngine<Row, Row>(model);
        using var stream = new MemoryStream();
        ml.Model.Save(model, rows.Schema, stream);
        stream.Position = 0;
        ml.Model.Load(stream, out _);
        Assert.Equal([4, 1, 19, 12, 11, 3, 10, 8, 14, 2, 13, 6, 5, 15, 18, 17, 0, 7, 16, 9], Ids(ml.Data.ShuffleRows(rows)));
        Assert.Equal([0, 2, 3, 1, 5, 7, 4, 8, 10, 6, 11, 9, 12, 15, 16, 17, 14, 18, 19, 13],
            Ids(ml.Data.ShuffleRows(rows, shufflePoolSize: 3)));
        Assert.Equal([3, 7, 9, 0, 18, 12, 15, 2, 1, 14, 5, 19, 16, 13, 11, 6, 8, 4, 17, 10], Ids(ml.Data.ShuffleRows(cached, 5)));
        Assert.Equal([18, 5, 3, 15, 12, 13, 17, 10, 19, 6, 2, 8, 11, 4, 7, 16, 9, 14, 1, 0],
            Ids(ml.Data.ShuffleRows(cached, 5, shuffleSource: false)));
    }

    [Fact]
    public async Task Cursor_sets_share_the_rows_out_in_batches()
    {
        var data = _ml.Data.FilterRowsByColumn(_ml.Transforms.Concatenate("F", "X", "Id").Fit(_numbered)
            .Transform(_ml.Data.Cache(Numbered(2000))), "X", 100);
        var (id, features) = (data.Schema["Id"], data.Schema["F"]);
        var cursors = data.GetRowCursorSet([id, features], 3);
        var gate = new TaskCompletionSource();
        var parts = cursors.Select(cursor => Task.Run(async () =>
        {
            await gate.Task;
            using var own = cursor;
            var (getId, getFeatures) = (cursor.GetGetter<float>(id), cursor.GetGetter<VBuffer<float>>(features));
            var rows = new List<(long Batch, float Id)>();
            VBuffer<float> values = default;
            for (float value = 0; cursor.MoveNext();)
            {
                getId(ref value);
                getFeatures(ref values);
                Assert.Equal([value, value], values.DenseValues());
                rows.Add((cursor.Batch, value));
            }
            return rows;
        })).ToArray();
        gate.SetResult();
        var all = await Task.WhenAll(parts);

        Assert.Equal(3, all.Length);
        Assert.Equal(Enumerable.Range(100, 1900).Select(i => (float)i),
            all.SelectMany(rows => rows).OrderBy(row => row.Batch).Select(row => row.Id));
        Assert.Equal(all.Sum(rows => rows.Select(row => row.Batch).Distinct().Count()),
            all.SelectMany(rows => rows).Select(row => row.Batch).Distinct().Count());
    }

    [Fact]
    public void Views_are_lazy_and_ask_only_for_what_is_needed()
    {
        var source = new CountingView(_numbered);
        var keyed = _ml.Transforms.Conversion.MapValueToKey("K", "Group").Fit(_numbered).Transform(source);
        var split = _ml.Data.TrainTestSplit(source, 0.5);
        var byGroup = _ml.Data.TrainTestSplit(source, 0.5, "Group");
        source.Asked.Clear();
        var views = new (string Asked, IDataView View)[]
        {
            ("Id", _ml.Data.Cache(source)), ("Id", _ml.Data.ShuffleRows(source)), ("Id", _ml.Data.SkipRows(source, 3)),
            ("Id", _ml.Data.TakeRows(source, 3)), ("Id,X", _ml.Data.FilterRowsByColumn(source, "X", 3)),
            ("Id,Group", _ml.Data.FilterRowsByKeyColumnFraction(keyed, "K", 0.1, 0.4)),
            ("Id,X", _ml.Data.FilterRowsByMissingValues(source, "X")), ("Id", split.TestSet), ("Id,Group", byGroup.TrainSet),
            ("Id", keyed), ("Id", _ml.Transforms.Concatenate("F", "X", "Id").Fit(_numbered).Transform(source)),
        };
        Assert.Empty(source.Asked);
        foreach (var (asked, view) in views)
        {
            source.Asked.Clear();
            using (var cursor = view.GetRowCursor([view.Schema["Id"]]))
            {
                Assert.True(cursor.IsColumnActive(view.Schema["Id"]));
                Assert.False(cursor.IsColumnActive(view.Schema["X"]));
                Assert.True(cursor.MoveNext());
            }
            Assert.Equal([asked], source.Asked);
        }
    }

    [Fact]
    public void Previews_of_data_transformers_and_estimators()
    {
        var normalize = _ml.Transforms.NormalizeMinMax("X");
        var preview = normalize.Preview(_numbered, 3, 5);
        Assert.Equal("4 columns, 3 rows", preview.ToString());
        Assert.Equal("4 columns", preview.RowView[1].ToString());
        Assert.Equal(["Id: Single", "X: Single", "X: Single", "Group: String"], preview.ColumnView.Select(c => c.ToString()));
        // Fitted on the first five rows alone: 4 is the largest value.
        Assert.Equal([0f, 0.25f, 0.5f], preview.ColumnView[2].Values);
        Assert.Equal([0f, 1 / 199f], normalize.Fit(_numbered).Preview(_numbered, 2).ColumnView[2].Values);
        Assert.Equal(100, _numbered.Preview().RowView.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => _numbered.Preview(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => normalize.Preview(_numbered, 3, -5));
    }

    [Fact]
    public void Wrong_arguments_get_the_official_messages()
    {
        void Refuses(string message, Action call) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(call).Message);
        Refuses("Must be between 0 and 1 exclusive (Parameter 'testFraction')", () => _ml.Data.TrainTestSplit(_numbered, 1));
        Refuses("Could not find SamplingKeyColumn column 'No' (Parameter 'samplingKeyColumn')",
            () => _ml.Data.TrainTestSplit(_numbered, 0.5, "No"));
        Refuses("Must be more than 1 (Parameter 'numberOfFolds')", () => _ml.Data.CrossValidationSplit(_numbered, 1));
        Refuses("Schema mismatch for filter column 'Group': expected number, got String (Parameter 'columnName')",
            () => _ml.Data.FilterRowsByColumn(_numbered, "Group"));
        Refuses("Must be less than lowerBound (Parameter 'upperBound')", () => _ml.Data.FilterRowsByColumn(_numbered, "X", 2, 1));
        Refuses("Schema mismatch for filter column 'X': expected KeyType, got Single (Parameter 'columnName')",
            () => _ml.Data.FilterRowsByKeyColumnFraction(_numbered, "X"));
        Refuses("Must be in [0, 1] (Parameter 'lowerBound')", () => _ml.Data.FilterRowsByKeyColumnFraction(_numbered, "X", -1));
        Refuses("Source column 'X' specified multiple times (Parameter 'Columns')",
            () => _ml.Data.FilterRowsByMissingValues(_numbered, "X", "X"));
        Refuses("Must be greater than zero. (Parameter 'count')", () => _ml.Data.SkipRows(_numbered, 0));
        Refuses("Must be positive (Parameter 'shufflePoolSize')", () => _ml.Data.ShuffleRows(_numbered, 1, 0));
        Refuses("Could not find prefetch column 'No' (Parameter 'columnsToPrefetch')", () => _ml.Data.Cache(_numbered, "No"));
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

    private sealed class Dated
    {
        public DateTime Day;

        public float Id { get; set; }

        public double D { get; set; }

        public long L { get; set; }

        [VectorType(2)]
        public float[] V { get; set; } = [];
    }

    /// <summary>Notes which columns each cursor was asked for.</summary>
    private sealed class CountingView(IDataView source) : IDataView
    {
        public List<string> Asked { get; } = [];

        public bool CanShuffle => source.CanShuffle;

        public DataViewSchema Schema => source.Schema;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            Asked.Add(string.Join(",", columnsNeeded.OrderBy(c => c.Index).Select(c => c.Name)));
            return source.GetRowCursor(columnsNeeded, rand);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }
}
