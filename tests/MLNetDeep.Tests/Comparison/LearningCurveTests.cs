using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Tests.Comparison;

public sealed class LearningCurveTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Smaller_parts_lie_within_larger_ones_with_equal_shares_of_classes()
    {
        var data = View(200);
        var task = ComparisonTask.Binary();
        var folds = ValidationFolds.Create(data, ValidationFolds.RandomSplit(task), task);
        var parts = new LearningCurveRows(data, folds, task, seed: 3);
        foreach (var (fold, number) in folds.Folds.Select((fold, i) => (fold, i + 1)))
        {
            var (small, smallCount) = parts.Take(fold, number, 0.1);
            var (large, largeCount) = parts.Take(fold, number, 0.5);
            Assert.Equal((16, 80), (smallCount, largeCount));
            Assert.Equal((16, 80), (Numbers(small).Length, Numbers(large).Length));
            Assert.Subset(Numbers(large).ToHashSet(), Numbers(small).ToHashSet());
            Assert.Subset(Numbers(fold.TrainSet).ToHashSet(), Numbers(large).ToHashSet());
            // One row in four is positive.
            Assert.Equal(20, Numbers(large).Count(i => i % 4 == 0));
            Assert.Equal(4, Numbers(small).Count(i => i % 4 == 0));
        }
    }

    [Fact]
    public void Folds_in_time_keep_their_latest_rows()
    {
        var data = View(60);
        var task = ComparisonTask.Regression("X");
        var folds = ValidationFolds.Create(data, new RollingOriginSplit { FoldCount = 2, Horizon = 10 }, task);
        var (rows, count) = new LearningCurveRows(data, folds, task, seed: 3).Take(folds.Folds[0], 1, 0.25);
        Assert.Equal(10, count);
        Assert.Equal(Enumerable.Range(30, 10), Numbers(rows));
    }

    [Fact]
    public void Candidates_learn_from_parts_of_the_first_repetition()
    {
        var seen = new List<ComparisonProgress>();
        var trainer = _ml.Transforms.Concatenate("Features", "X").Append(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression());
        var result = TrainerComparison.Run(_ml, View(200), ComparisonTask.Binary(), [new("it", trainer)], new ComparisonOptions
        {
            FoldCount = 2,
            RepeatCount = 2,
            LearningCurveFractions = [0.5, 0.2],
            MeasureMemory = false,
            Progress = new Reporter(seen.Add),
        });
        var curve = result["it"].LearningCurve;
        Assert.Equal([0.2, 0.5, 1], curve.Select(point => point.Fraction));
        Assert.Equal([20, 50, 100], curve.Select(point => point.TrainRowCount));
        Assert.All(curve, point => Assert.Equal([100, 100], point.Folds.Select(fold => fold.TestRowCount)));
        Assert.Equal(result["it"].Folds.Take(2), curve[^1].Folds);
        Assert.Empty(result["majority class"].LearningCurve);
        Assert.Single(result.LearningCurveFindings);
        // Four fits of whole folds and four of parts, then the constant prediction.
        var ends = seen.Where(progress => progress.Outcome is not null && progress.CandidateNumber == 1).ToArray();
        Assert.Equal([1, 1, 1, 1, 0.2, 0.2, 0.5, 0.5], ends.Select(progress => progress.Fraction));
        Assert.Equal(Enumerable.Range(1, 8).Select(i => i / 16.0), ends.Select(progress => progress.Done));
        Assert.Contains(result.ToString().Split('\n'), line => line.StartsWith("AUC by rows", StringComparison.Ordinal));
    }

    // Errors a · rows to the power of −b; scipy told the p-values and what twice the rows would bring.
    [Theory]
    [InlineData("More rows would help it: twice as many would bring about 0.0377 AUC, if the curve goes on as it does "
        + "(p < 0.001 for its trend).",
        0.30, 0.32, 0.31)]
    [InlineData("More rows would hardly help it: twice as many would bring about 0.0022 AUC, if the curve goes on as it does "
        + "(p = 0.005 for its trend).", 0.010, 0.012, 0.011)]
    [InlineData("Whether more rows would help it is not clear: by the curve twice as many would bring about 0.0072 AUC, which may be "
        + "chance (p = 0.762).", 0.3, -0.2, 0.1)]
    [InlineData("More rows would hardly help it: its AUC does not get better with them.", -0.1, -0.1, -0.1)]
    public void The_trend_is_told_in_a_sentence(string expected, params double[] exponents)
    {
        LearningCurvePoint Point(int rows, double fraction) => new(fraction, [.. exponents.Select((b, i) =>
            new FoldOutcome(i + 1, [1 - (0.3 * Math.Pow(rows / 100.0, -b))], TimeSpan.FromSeconds(1), 1) { TrainRowCount = rows })]);
        LearningCurvePoint[] curve = [Point(100, 0.25), Point(200, 0.5), Point(400, 1)];
        var outcome = new CandidateOutcome("it", curve[^1].Folds) { LearningCurve = curve };
        Assert.Equal([expected], new ComparisonResult([new("AUC", true)], [outcome], 0.25).LearningCurveFindings);
    }

    private static int[] Numbers(IDataView data) => [.. data.GetColumn<int>(nameof(Row.Number))];

    private IDataView View(int count) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row
    {
        Number = i,
        Label = i % 4 == 0,
        X = (i % 4 == 0 ? 1 : 0) + (0.5f * MathF.Sin(i)),
    }).ToArray());

    private sealed class Reporter(Action<ComparisonProgress> report) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value) => report(value);
    }

    private sealed class Row
    {
        public int Number { get; set; }

        public bool Label { get; set; }

        public float X { get; set; }
    }
}
