using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Comparison;
using MLNetDeep.Tests.Numerics;

namespace MLNetDeep.Tests.Comparison;

/// <summary>Splits against scikit-learn's, and purged ones against their definition; splits_golden.py wrote both.</summary>
public sealed class RowSplitTests
{
    private static readonly JsonElement Golden = GoldenFile.Read("splits_golden.json");

    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rolling_origins_are_those_of_scikit_learn(bool byTime)
    {
        foreach (var item in Golden.GetProperty("rolling").EnumerateArray())
        {
            var rows = item.GetProperty("rows").GetInt32();
            var split = new RollingOriginSplit
            {
                FoldCount = item.GetProperty("folds").GetInt32(),
                Horizon = OrNull(item.GetProperty("horizon")),
                Gap = item.GetProperty("gap").GetInt32(),
                WindowLength = OrNull(item.GetProperty("window")),
                TimeColumnName = byTime ? nameof(Row.Date) : null,
            };
            // By time the order of the rows does not matter: here they run backwards.
            var numbers = Enumerable.Range(0, rows);
            var data = View((byTime ? numbers.Reverse() : numbers).Select(i => new Row { Number = i, Date = Day(i) }));
            AssertParts(item.GetProperty("parts"), split.Split(data));
        }
    }

    [Fact]
    public void Rows_of_one_time_stay_together_and_the_stride_moves_the_origin()
    {
        var data = View(Enumerable.Range(0, 30).Select(i => new Row { Number = i, Date = Day(i / 3) }));
        var folds = new RollingOriginSplit { FoldCount = 2, Horizon = 3, Stride = 1, TimeColumnName = nameof(Row.Date) }.Split(data);
        Assert.Equal(Enumerable.Range(18, 9), Numbers(folds[0].TestSet));
        Assert.Equal(Enumerable.Range(21, 9), Numbers(folds[1].TestSet));
        Assert.Equal(Enumerable.Range(0, 21), Numbers(folds[1].TrainSet));
        Assert.Equal((21, 9), (folds[1].TrainRowCount, folds[1].TestRowCount));
    }

    [Fact]
    public void Groups_are_dealt_as_scikit_learn_deals_them()
    {
        var groups = Golden.GetProperty("groups").EnumerateArray().Select(g => g.GetInt32()).ToArray();
        var data = View(groups.Select((group, i) => new Row { Number = i, Group = $"group {group}" }));
        foreach (var item in Golden.GetProperty("grouped").EnumerateArray())
        {
            var foldCount = item.GetProperty("folds").GetInt32();
            var folds = new GroupedSplit { GroupColumnName = nameof(Row.Group), FoldCount = foldCount }.Split(data);
            var expected = item.GetProperty("tests").EnumerateArray().Select(Integers).ToArray();
            Assert.Equal(expected, folds.Select(fold => Numbers(fold.TestSet)));
            Assert.All(folds, fold =>
                Assert.Equal(Enumerable.Range(0, groups.Length), Numbers(fold.TrainSet).Concat(Numbers(fold.TestSet)).Order()));
            Assert.All(folds, fold =>
                Assert.Empty(Numbers(fold.TrainSet).Select(i => groups[i]).Intersect(Numbers(fold.TestSet).Select(i => groups[i]))));
        }
    }

    [Fact]
    public void Labels_that_overlap_are_purged()
    {
        foreach (var item in Golden.GetProperty("purged").EnumerateArray())
        {
            var split = new PurgedSplit
            {
                FoldCount = item.GetProperty("folds").GetInt32(),
                LabelSpan = item.GetProperty("span").GetInt32(),
                EmbargoRowCount = item.GetProperty("embargo").GetInt32(),
            };
            AssertParts(item.GetProperty("parts"),
                split.Split(View(Enumerable.Range(0, item.GetProperty("rows").GetInt32()).Select(i => new Row { Number = i }))));
        }
    }

    // By hand: of rows 0 to 8 in three folds, labels look two rows ahead. Testing 3, 4, 5 (labels until 7) leaves 0 and 1, whose labels
    // end by 3, and 7 and 8, which start when the last label ends; an embargo of one row takes 7 away.
    [Fact]
    public void Purging_by_hand()
    {
        var data = View(Enumerable.Range(0, 9).Select(i => new Row { Number = i }));
        var fold = new PurgedSplit { FoldCount = 3, LabelSpan = 2 }.Split(data)[1];
        Assert.Equal([0, 1, 7, 8], Numbers(fold.TrainSet));
        Assert.Equal([3, 4, 5], Numbers(fold.TestSet));
        fold = new PurgedSplit { FoldCount = 3, LabelSpan = 2, EmbargoRowCount = 1 }.Split(data)[1];
        Assert.Equal([0, 1, 8], Numbers(fold.TrainSet));
    }

    [Fact]
    public void Labels_may_tell_when_they_end()
    {
        var item = Golden.GetProperty("timed");
        var (times, ends) = (GoldenFile.Numbers(item.GetProperty("times")), GoldenFile.Numbers(item.GetProperty("ends")));
        var data = View(times.Select((time, i) => new Row { Number = i, Date = Day((int)time), End = Day((int)ends[i]) }));
        var split = new PurgedSplit
        {
            FoldCount = item.GetProperty("folds").GetInt32(),
            EmbargoRowCount = item.GetProperty("embargo").GetInt32(),
            TimeColumnName = nameof(Row.Date),
            LabelEndColumnName = nameof(Row.End),
        };
        AssertParts(item.GetProperty("parts"), split.Split(data));
    }

    [Fact]
    public void Candidates_are_compared_on_the_folds_of_a_split()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 120).Select(i => new Row { Number = i, X = random.NextSingle(), Group = $"g{i % 4}" }).ToArray();
        foreach (var row in rows)
            row.Label = (2 * row.X) + (0.1f * random.NextSingle());
        var data = View(rows);
        var trainer = _ml.Transforms.Concatenate("Features", nameof(Row.X))
            .Append(_ml.Regression.Trainers.FastTree(minimumExampleCountPerLeaf: 2));
        RowSplit[] splits =
        [
            new RollingOriginSplit { FoldCount = 3, Horizon = 10 }, new GroupedSplit { GroupColumnName = "Group", FoldCount = 4 },
            new PurgedSplit { FoldCount = 4, LabelSpan = 5 },
        ];
        foreach (var split in splits)
        {
            var result = TrainerComparison.Run(_ml, data, ComparisonTask.Regression(), [new("tree", trainer)],
                new ComparisonOptions { Split = split });
            var expected = split.Split(data)
                .Select(f => _ml.Regression.Evaluate(trainer.Fit(f.TrainSet).Transform(f.TestSet)).MeanAbsoluteError).ToArray();
            Assert.Equal(expected, result["tree"].Folds.Select(f => f.Values[2]));
            Assert.True(result.Compare("tree", "mean", 2).PValue < 0.05);
        }
        // By hand from the definition: the variance of the mean is (1/k + test rows / training rows) times that of the differences.
        var rolled = TrainerComparison.Run(_ml, data, ComparisonTask.Regression(), [new("tree", trainer)],
            new ComparisonOptions { Split = splits[0] });
        var differences = rolled["tree"].Folds.Zip(rolled["mean"].Folds, (a, b) => a.Values[2] - b.Values[2]).ToArray();
        var share = ((10 / 90.0) + (10 / 100.0) + (10 / 110.0)) / 3;
        var t = differences.Average() / (Statistics.StandardDeviation(differences) * Math.Sqrt((1.0 / 3) + share));
        Assert.Equal(1 - (Math.Abs(t) / Math.Sqrt(2 + (t * t))), rolled.Compare("tree", "mean", 2).PValue, 1e-9);
    }

    [Fact]
    public void Wrong_options_are_told_all_at_once()
    {
        var data = View([new Row()]);
        var broken = new RollingOriginSplit { FoldCount = 0, Horizon = 0, Stride = 0, Gap = -1, WindowLength = 0, TimeColumnName = "" };
        AssertRefused(() => broken.Split(data),
            "RollingOriginSplit.FoldCount must be at least 1, but was 0. " +
            "RollingOriginSplit.Horizon must be null or at least 1, but was 0. " +
            "RollingOriginSplit.Stride must be null or at least 1, but was 0. RollingOriginSplit.Gap must be at least 0, but was -1. " +
            "RollingOriginSplit.WindowLength must be null or at least 1, but was 0. " +
            "RollingOriginSplit.TimeColumnName must be null or not empty, but was ''.");
        AssertRefused(() => new GroupedSplit { GroupColumnName = "", FoldCount = 1 }.Split(data),
            "GroupedSplit.GroupColumnName must be not empty, but was ''. GroupedSplit.FoldCount must be at least 2, but was 1.");
        AssertRefused(() => new PurgedSplit { FoldCount = 1, LabelSpan = 3, EmbargoRowCount = -1, LabelEndColumnName = "End" }.Split(data),
            "PurgedSplit.FoldCount must be at least 2, but was 1. PurgedSplit.EmbargoRowCount must be at least 0, but was -1. " +
            "PurgedSplit.LabelSpan must be 0 when LabelEndColumnName says where labels end, but was 3. " +
            "PurgedSplit.TimeColumnName must be named when LabelEndColumnName is, but was null.");
    }

    [Fact]
    public void Data_that_do_not_allow_the_folds_are_refused()
    {
        var data = View(Enumerable.Range(0, 20).Select(i => new Row { Number = i, Group = $"g{i % 3}", Date = Day(i), End = Day(10) }));
        AssertRefused(() => new RollingOriginSplit { FoldCount = 4, Horizon = 5, Gap = 1 }.Split(data),
            "RollingOriginSplit needs at least 22 steps for 4 folds of 5 steps with stride 5 and gap 1, but the data have 20.");
        AssertRefused(() => new GroupedSplit { GroupColumnName = "Group" }.Split(data),
            "GroupedSplit.FoldCount must be at most the number of groups in column 'Group', which is 3, but was 5.");
        AssertRefused(() => new PurgedSplit { FoldCount = 21 }.Split(data),
            "PurgedSplit needs at least 21 rows for 21 folds, but the data have 20.");
        AssertRefused(() => new PurgedSplit { FoldCount = 2, LabelSpan = 15 }.Split(data),
            "PurgedSplit leaves no training rows in fold 1 of 2: labels that look less far ahead, " +
            "a smaller embargo or more rows are needed.");
        AssertRefused(() => new PurgedSplit { TimeColumnName = "Date", LabelEndColumnName = "End" }.Split(data),
            "Column 'End' must not lie before column 'Date', but does in row 12.");
        AssertRefused(() => new RollingOriginSplit { TimeColumnName = "X" }.Split(View([new Row(), new Row { X = float.NaN }])),
            "Time column 'X' has no finite value in row 2.");
        Assert.Equal("Could not find time column 'Day' (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RollingOriginSplit { TimeColumnName = "Day" }.Split(data)).Message);
        Assert.Equal("Schema mismatch for time column 'Group': expected a date or a number, got String (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RollingOriginSplit { TimeColumnName = "Group" }.Split(data)).Message);
        Assert.Equal("Could not find sampling key column 'Who' (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new GroupedSplit { GroupColumnName = "Who" }.Split(data)).Message);
    }

    [Fact]
    public void A_comparison_takes_either_a_split_or_random_folds()
    {
        var trainer = _ml.Regression.Trainers.FastTree();
        AssertRefused(() => TrainerComparison.Run(_ml, View([new Row()]), ComparisonTask.Regression(), [new("it", trainer)],
            new ComparisonOptions { FoldCount = 3, RepeatCount = 2, Split = new RollingOriginSplit { FoldCount = 0 } }),
            "ComparisonOptions.FoldCount must be left alone when Split has a number of folds of its own, but was 3. " +
            "ComparisonOptions.RepeatCount must be left alone when Split is given, but was 2. " +
            "ComparisonOptions.Split.FoldCount must be at least 1, but was 0.");
    }

    private static void AssertRefused(Action action, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);

    private static void AssertParts(JsonElement expected, IReadOnlyList<RowFold> folds)
    {
        Assert.Equal(expected.GetArrayLength(), folds.Count);
        foreach (var (parts, fold) in expected.EnumerateArray().Zip(folds))
        {
            Assert.Equal(Integers(parts[0]), Numbers(fold.TrainSet).Order());
            Assert.Equal(Integers(parts[1]), Numbers(fold.TestSet).Order());
        }
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];

    private static int? OrNull(JsonElement number) => number.ValueKind == JsonValueKind.Null ? null : number.GetInt32();

    private static DateTime Day(int number) => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(number);

    private static int[] Numbers(IDataView data) => [.. Microsoft.ML.Data.ColumnCursorExtensions.GetColumn<int>(data, nameof(Row.Number))];

    private IDataView View(IEnumerable<Row> rows) => _ml.Data.LoadFromEnumerable(rows.ToArray());

    private sealed class Row
    {
        public int Number { get; set; }

        public string Group { get; set; } = "";

        public float Label { get; set; }

        public float X { get; set; }

        public DateTime Date { get; set; }

        public DateTime End { get; set; }
    }
}
