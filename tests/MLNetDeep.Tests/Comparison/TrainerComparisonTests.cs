using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Comparison;

namespace MLNetDeep.Tests.Comparison;

public sealed class TrainerComparisonTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Every_candidate_gets_the_same_folds()
    {
        var (data, trainer) = BinaryData();
        var result = TrainerComparison.Run(_ml, data, ComparisonTask.Binary(), [new("one", trainer), new("two", trainer)],
            new ComparisonOptions { FoldCount = 3 });
        for (var fold = 0; fold < 3; fold++)
            Assert.Equal(result["one"].Folds[fold].Values, result["two"].Folds[fold].Values);
        var difference = result.Compare("one", "two");
        Assert.Equal((0, 0, 1), (difference.Mean, difference.StandardDeviation, difference.PValue));
    }

    [Fact]
    public void Folds_are_random_ones_with_equal_shares_of_classes()
    {
        var (data, trainer) = BinaryData();
        var ours = TrainerComparison.Run(_ml, data, ComparisonTask.Binary(), [new("it", trainer)],
            new ComparisonOptions { FoldCount = 3, Seed = 5 });
        var byHand = new RandomSplit { FoldCount = 3, Seed = 5, StratificationColumnName = "Label" }.Split(data)
            .Select(f => _ml.BinaryClassification.Evaluate(trainer.Fit(f.TrainSet).Transform(f.TestSet)).AreaUnderRocCurve);
        Assert.Equal(byHand, ours["it"].Folds.Select(f => f.Values[0]));
    }

    [Fact]
    public void Baseline_of_two_classes_knows_only_their_shares()
    {
        var (data, trainer) = BinaryData();
        var result = TrainerComparison.Run(_ml, data, ComparisonTask.Binary(), [new("it", trainer)]);
        var baseline = result.Candidates[^1];
        Assert.True(baseline.IsBaseline);
        Assert.Equal("majority class", baseline.Name);
        Assert.Equal(0.5, baseline.Mean(0), 1e-9);
        // Two thirds of the rows are positive.
        Assert.Equal(2.0 / 3, baseline.Mean(1), 0.05);
        Assert.Equal(0.918, baseline.Mean(3), 0.05);
    }

    [Fact]
    public void Baseline_of_several_classes_predicts_the_most_frequent()
    {
        var rows = Enumerable.Range(0, 200).Select(i => new Row { Class = i % 5 < 3 ? "a" : i % 5 == 3 ? "b" : "c", X = i % 5 }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(data).Transform(data);
        var trainer = _ml.Transforms.Concatenate("Features", "X").Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        var result = TrainerComparison.Run(_ml, keyed, ComparisonTask.Multiclass(), [new("it", trainer)]);
        var baseline = result["majority class"];
        Assert.Equal(0.6, baseline.Mean(0), 0.05);
        Assert.Equal(1.0 / 3, baseline.Mean(1), 1e-6);
        Assert.Same(result["it"], result.Candidates[0]);
    }

    [Fact]
    public void Baseline_of_a_number_predicts_its_mean()
    {
        var rows = Enumerable.Range(0, 200).Select(i => new Row { Label = i % 7, X = i % 7 }).ToArray();
        var trainer = _ml.Transforms.Concatenate("Features", "X").Append(_ml.Regression.Trainers.FastTree(minimumExampleCountPerLeaf: 2));
        var result = TrainerComparison.Run(_ml, _ml.Data.LoadFromEnumerable(rows), ComparisonTask.Regression(), [new("tree", trainer)],
            new ComparisonOptions { Seed = 2 });
        Assert.Equal(0, result["mean"].Mean(0), 0.05);
        Assert.Equal(2, result["mean"].Mean(1), 0.1);
        Assert.True(result["tree"].Mean(0) > 0.99);
    }

    [Fact]
    public void Reports_every_fold_and_stops_when_told()
    {
        var (data, trainer) = BinaryData();
        using var cancellation = new CancellationTokenSource();
        var seen = new List<string>();
        var progress = new Reporter(p =>
        {
            var what = p.Outcome == null ? "starts" : "ends";
            seen.Add($"{p.CandidateName} {p.CandidateNumber}/{p.CandidateCount} {p.Fold}/{p.FoldCount} {what}");
            if (seen.Count == 3)
                cancellation.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => TrainerComparison.Run(_ml, data, ComparisonTask.Binary(), [new("it", trainer)],
            new ComparisonOptions { FoldCount = 2, Progress = progress }, cancellation.Token));
        Assert.Equal(["it 1/2 1/2 starts", "it 1/2 1/2 ends", "it 1/2 2/2 starts"], seen);
    }

    [Fact]
    public void Deep_candidates_are_known_by_what_was_fitted()
    {
        var (data, trainer) = BinaryData();
        var mlp = _ml.Transforms.Concatenate("Features", "X").Append(_ml.BinaryClassification.Trainers.Mlp(new MlpOptions
        {
            Seed = 1,
            MaximumEpochCount = 2,
            HiddenSizes = [4],
        }));
        var result = TrainerComparison.Run(_ml, data, ComparisonTask.Binary(),
            [new("deep", mlp), new("classical", trainer), new("said to be", trainer) { IsDeep = true }],
            new ComparisonOptions { FoldCount = 2 });
        Assert.Equal((true, false, true, false), (result["deep"].IsDeep, result["classical"].IsDeep, result["said to be"].IsDeep,
            result["majority class"].IsDeep));
        Assert.All(new[] { "deep", "classical" }, name =>
        {
            var memory = result[name].Memory!;
            Assert.InRange(memory.GrowthByteCount, 0, memory.PeakByteCount);
            Assert.True(memory.AllocatedByteCount > 10_000, $"{memory}");
        });
        Assert.Null(result["majority class"].Memory);
    }

    [Fact]
    public void Out_of_fold_predictions_are_kept_or_not()
    {
        var (data, trainer) = BinaryData();
        ComparisonResult Run(bool keep) => TrainerComparison.Run(_ml, data, ComparisonTask.Binary(), [new("it", trainer)],
            new ComparisonOptions { FoldCount = 3, RepeatCount = 2, KeepPredictions = keep, MeasureMemory = false });
        var kept = Run(true);
        Assert.Equal(("2 times 3 random folds", 300, 6), (kept.Validation, kept.RowCount, kept.FoldCount));
        Assert.Equal([1, 1, 1, 2, 2, 2], kept["it"].Folds.Select(fold => fold.Repetition));
        var once = kept["it"].OutOfFoldScores(1)!;
        Assert.Equal((300, 600), (once.RowCount, kept["it"].OutOfFoldScores()!.RowCount));
        var labels = data.GetColumn<bool>("Label").Count(label => label);
        Assert.Equal(labels, once.Labels.ToArray().Count(label => label == 1));
        Assert.Equal(600, kept["it"].Calibration!.RowCount);
        Assert.Equal("The comparison has no repetition 3. (Parameter 'repetition')",
            Assert.Throws<ArgumentOutOfRangeException>(() => kept["it"].OutOfFoldScores(3)).Message);

        var dropped = Run(false);
        Assert.Null(dropped["it"].OutOfFoldScores());
        Assert.Null(dropped["it"].Folds[0].Scores);
        Assert.Equal(kept["it"].Calibration!.ExpectedError, dropped["it"].Calibration!.ExpectedError);
        Assert.Equal(kept["it"].Folds.Select(fold => fold.Values[0]), dropped["it"].Folds.Select(fold => fold.Values[0]));
    }

    [Fact]
    public void A_fixed_test_set_gives_no_intervals()
    {
        var (data, trainer) = BinaryData();
        var result = TrainerComparison.Run(_ml, data, ComparisonTask.Binary(), [new("it", trainer)],
            new ComparisonOptions { Split = new FixedSplit(_ml.Data.TakeRows(data, 100)) });
        Assert.True(double.IsNaN(result.Interval("it").LowerBound));
        Assert.Equal(1, result.Compare("it", "majority class").PValue);
        Assert.Equal("a fixed test set", result.Validation);
        Assert.DoesNotContain("NaN", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_all_that_is_wrong_at_once()
    {
        var (data, trainer) = BinaryData();
        var e = Assert.Throws<ArgumentException>(() => TrainerComparison.Run(_ml, data, ComparisonTask.Binary(),
            [new("it", trainer), new("it", trainer)], new ComparisonOptions { FoldCount = 1 }));
        Assert.Equal("ComparisonOptions.FoldCount must be at least 2, but was 1. " +
            "Candidate.Name must be unique, but 'it' occurs 2 times.", e.Message);
        e = Assert.Throws<ArgumentException>(() => TrainerComparison.Run(_ml, data, ComparisonTask.Binary(), [new("it", trainer)],
            new ComparisonOptions { RepeatCount = 0, LearningCurveFractions = [0.5, 1], ConfidenceLevel = 1, RelevantGain = -0.1 }));
        Assert.Equal("ComparisonOptions.LearningCurveFractions must be above 0 and below 1 each, but was [0.5, 1]. "
            + "ComparisonOptions.ConfidenceLevel must be above 0 and below 1, but was 1. "
            + "ComparisonOptions.RelevantGain must be at least 0 and below 1, but was -0.1. "
            + "ComparisonOptions.RepeatCount must be at least 1, but was 0.", e.Message);
        e = Assert.Throws<ArgumentException>(() => TrainerComparison.Run(_ml, data, ComparisonTask.Binary(), []));
        Assert.Equal("A comparison must have at least one candidate, but had none.", e.Message);
    }

    private (IDataView Data, IEstimator<ITransformer> Trainer) BinaryData()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 300).Select(_ => random.NextSingle()).Select(x => new BinaryRow
        {
            X = x,
            Label = x + (0.3 * (random.NextDouble() - 0.5)) > 1.0 / 3,
        }).ToArray();
        return (_ml.Data.LoadFromEnumerable(rows),
            _ml.Transforms.Concatenate("Features", "X").Append(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression()));
    }

    private sealed class Reporter(Action<ComparisonProgress> report) : IProgress<ComparisonProgress>
    {
        public void Report(ComparisonProgress value) => report(value);
    }

    private sealed class BinaryRow
    {
        public bool Label { get; set; }

        public float X { get; set; }
    }

    private sealed class Row
    {
        public string Class { get; set; } = "";

        public float Label { get; set; }

        public float X { get; set; }
    }
}
