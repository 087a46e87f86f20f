using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Tests.Comparison;

public sealed class ValidationFoldsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Random_folds_test_each_row_once_a_repetition_with_equal_shares_of_classes()
    {
        var data = View(103, i => new Row { Number = i, Label = i % 4 == 0 });
        var task = ComparisonTask.Binary();
        var folds = ValidationFolds.Create(data, ValidationFolds.RandomSplit(task, 5, repeatCount: 3), task);
        Assert.Equal("3 times 5 random folds", folds.Description);
        Assert.Equal(103, folds.RowCount);
        Assert.Equal(15, folds.Folds.Count);
        foreach (var repetition in folds.Folds.GroupBy(fold => fold.Repetition))
        {
            Assert.Equal(Enumerable.Range(0, 103), repetition.SelectMany(fold => Numbers(fold.TestSet)).Order());
            foreach (var fold in repetition)
            {
                Assert.InRange(fold.TestRowCount, 20, 21);
                Assert.Equal((fold.TrainRowCount, fold.TestRowCount), (Numbers(fold.TrainSet).Length, Numbers(fold.TestSet).Length));
                Assert.Equal(103, fold.TrainRowCount + fold.TestRowCount);
                Assert.InRange(Numbers(fold.TestSet).Count(i => i % 4 == 0), 5, 6);
            }
        }
        Assert.Equal([1, 2, 3], folds.Folds.Select(fold => fold.Repetition).Distinct());
        Assert.NotEqual(Numbers(folds.Folds[0].TestSet), Numbers(folds.Folds[5].TestSet));
        Assert.Equal(0.25, folds.TestShare, 1e-3);
    }

    [Fact]
    public void The_draw_depends_on_the_seed_alone()
    {
        var data = View(50, i => new Row { Number = i });
        int[][] Tests(int seed) => [.. new RandomSplit { Seed = seed }.Split(data).Select(fold => Numbers(fold.TestSet))];
        Assert.Equal(Tests(1), Tests(1));
        Assert.NotEqual(Tests(1), Tests(2));
        Assert.Equal(Tests(1), TestsOfComparison());

        int[][] TestsOfComparison() =>
            [.. new ComparisonOptions().MakeFolds(data, ComparisonTask.Regression("X")).Folds.Select(fold => Numbers(fold.TestSet))];
    }

    [Fact]
    public void Random_folds_keep_groups_together()
    {
        var data = View(60, i => new Row { Number = i, Group = $"g{i % 11}" });
        var folds = new RandomSplit { FoldCount = 4, GroupColumnName = "Group" }.Split(data);
        Assert.All(folds, fold => Assert.Empty(
            Numbers(fold.TestSet).Select(i => i % 11).Intersect(Numbers(fold.TrainSet).Select(i => i % 11))));
        Assert.Equal("4 random folds by Group", new RandomSplit { FoldCount = 4, GroupColumnName = "Group" }.Description);
    }

    [Fact]
    public void A_fixed_test_set_is_one_fold()
    {
        var data = View(40, i => new Row { Number = i, Label = i % 2 == 0 });
        var test = View(10, i => new Row { Number = 100 + i, Label = i % 2 == 0 });
        var folds = ValidationFolds.Create(data, new FixedSplit(test), ComparisonTask.Binary());
        var fold = Assert.Single(folds.Folds);
        Assert.Equal((40, 10), (fold.TrainRowCount, fold.TestRowCount));
        Assert.Equal(Enumerable.Range(100, 10), Numbers(fold.TestSet));
        Assert.Equal(0.25, folds.TestShare);
    }

    [Fact]
    public void Folds_that_the_rows_do_not_allow_are_refused()
    {
        var few = View(4, i => new Row { Number = i, Group = $"g{i % 3}" });
        Refused("RandomSplit.FoldCount must be at most the number of rows, which is 4, but was 5.", () => new RandomSplit().Split(few));
        Refused("RandomSplit.FoldCount must be at most the number of groups in column 'Group', which is 3, but was 4.",
            () => new RandomSplit { FoldCount = 4, GroupColumnName = "Group" }.Split(few));
        Refused("RandomSplit.FoldCount must be at least 2, but was 1. RandomSplit.RepeatCount must be at least 1, but was 0. "
            + "RandomSplit.StratificationColumnName must be null or not empty, but was ''. "
            + "RandomSplit.GroupColumnName must be null or not empty, but was ''.",
            () => new RandomSplit { FoldCount = 1, RepeatCount = 0, StratificationColumnName = "", GroupColumnName = "" }.Split(few));
        Refused("FixedSplit leaves no rows to test on in fold 1 of 1.", () => new FixedSplit(View(0, _ => new Row())).Split(few));
        Refused("FixedSplit leaves no rows to learn from in fold 1 of 1.", () => new FixedSplit(few).Split(View(0, _ => new Row())));
        Refused("FixedSplit.TestSet must be given, but was null.", () => new FixedSplit(null!).Split(few));
        Refused("Could not find stratification column 'Kind' (Parameter 'inputSchema')",
            () => new RandomSplit { FoldCount = 2, StratificationColumnName = "Kind" }.Split(few));
        Refused("Could not find sampling key column 'Who' (Parameter 'inputSchema')",
            () => new RandomSplit { GroupColumnName = "Who" }.Split(few));
    }

    [Fact]
    public void Folds_of_one_class_are_refused()
    {
        const string Remedy = "fewer folds, a split that keeps the shares of classes, or more rows are needed.";
        var sorted = View(30, i => new Row { Number = i, Label = i >= 20, Class = i >= 20 ? 1u : 0u });
        var inTime = new RollingOriginSplit { FoldCount = 2, Horizon = 5 };
        Refused("Fold 1 of 2 has one class only in column 'Label' to learn from: " + Remedy,
            () => ValidationFolds.Create(sorted, inTime, ComparisonTask.Binary()));
        Refused("Fold 1 of 2 has one class only in column 'Class' to learn from: " + Remedy,
            () => ValidationFolds.Create(sorted, inTime, ComparisonTask.Multiclass("Class")));
        var later = inTime with { FoldCount = 1 };
        Refused("Fold 1 of 1 has one class only in column 'Label' to test on: " + Remedy,
            () => ValidationFolds.Create(sorted, later, ComparisonTask.Binary()));
        Assert.Single(ValidationFolds.Create(sorted, later, ComparisonTask.Multiclass("Class")).Folds);
        Refused("Fold 1 of 1 has one class only in column 'Label' to test on: " + Remedy, () => ValidationFolds.Create(
            sorted, new FixedSplit(View(3, _ => new Row { Label = true })), ComparisonTask.Binary()));
    }

    [Fact]
    public void Groups_on_both_sides_of_a_fold_are_refused()
    {
        var data = View(30, i => new Row { Number = i, Group = $"g{i / 4}" });
        var task = ComparisonTask.Regression("X");
        Refused("Fold 2 of 3 has 1 group of column 'Group' on both sides, such as that of row 9 to learn from and row 11 to test on: "
            + "a model would know what it is tested on. GroupedSplit keeps groups together.",
            () => ValidationFolds.Create(data, new PurgedSplit { FoldCount = 3, EmbargoRowCount = 8 }, task, "Group"));
        var test = View(6, i => new Row { Number = i, Group = i < 2 ? "new" : $"g{i % 2}" });
        Refused("Fold 1 of 1 has 2 groups of column 'Group' on both sides, such as that of row 1 to learn from and row 3 to test on: "
            + "a model would know what it is tested on. GroupedSplit keeps groups together.",
            () => ValidationFolds.Create(data, new FixedSplit(test), task, "Group"));
        var grouped = new GroupedSplit { GroupColumnName = "Group", FoldCount = 3 };
        Assert.Equal(3, ValidationFolds.Create(data, grouped, task, "Group").Folds.Count);
    }

    [Fact]
    public void Labels_of_the_wrong_type_are_refused()
    {
        var data = View(30, i => new Row { Number = i });
        Refused("Could not find label column 'Churn' (Parameter 'inputSchema')",
            () => ValidationFolds.Create(data, new RandomSplit(), ComparisonTask.Binary("Churn")));
        Refused("Schema mismatch for label column 'X': expected Boolean, got Single (Parameter 'inputSchema')",
            () => ValidationFolds.Create(data, new RandomSplit(), ComparisonTask.Binary("X")));
        Refused("Schema mismatch for label column 'X': expected Key<UInt32>, got Single (Parameter 'inputSchema')",
            () => ValidationFolds.Create(data, new RandomSplit(), ComparisonTask.Multiclass("X")));
        Refused("Schema mismatch for label column 'Label': expected Single, got Boolean (Parameter 'inputSchema')",
            () => ValidationFolds.Create(data, new RandomSplit(), ComparisonTask.Regression()));
    }

    private static void Refused(string message, Func<object> action) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(action).Message);

    private static int[] Numbers(IDataView data) => [.. data.GetColumn<int>(nameof(Row.Number))];

    private IDataView View(int count, Func<int, Row> make) =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(make).ToArray());

    private sealed class Row
    {
        public int Number { get; set; }

        public string Group { get; set; } = "";

        public bool Label { get; set; }

        [KeyType(2)]
        public uint Class { get; set; }

        public float X { get; set; }
    }
}
