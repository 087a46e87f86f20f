using System.IO.Compression;
using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Ensembles;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Ensembles;

public sealed class CrossValidationEnsembleTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void BeatsItsSingleModelOnNoisyRows()
    {
        // The label is a coin that the features only bend: a single small network follows the coins it saw.
        var (train, test) = (Noisy(300, 1), Noisy(4000, 2));
        var options = new MlpOptions
        {
            Preset = MlpPreset.Plain,
            LabelColumnName = "Value",
            HiddenSizes = [64],
            MaximumEpochCount = 30,
            Dropout = 0,
        };
        var trainer = _ml.Regression.Trainers.Mlp(options with { Seed = 5 });
        var singles = Enumerable.Range(0, 3).Average(seed => Error(_ml.Regression.Trainers.Mlp(options with { Seed = seed })));
        var ensemble = Error(_ml.Regression.Trainers.CrossValidationEnsemble(trainer));
        Assert.True(ensemble < 0.95 * singles, $"{ensemble} of {singles}");

        double Error(IEstimator<ITransformer> estimator) =>
            _ml.Regression.Evaluate(estimator.Fit(Tables.View(_ml, train)).Transform(Tables.View(_ml, test)), "Value").RootMeanSquaredError - 1;
    }

    [Fact]
    public void AveragesAsDoneByHand()
    {
        var data = Tables.Keyed(_ml, Tables.Rows(90));
        var classes = _ml.MulticlassClassification.Trainers.CrossValidationEnsemble(Multiclass(), foldCount: 3).Fit(data);
        var expected = Alone(classes).Select(member => member.Transform(data).Column<float[]>("Score")).ToArray();
        var actual = classes.Transform(data).Column<float[]>("Score");
        for (var row = 0; row < actual.Length; row++)
            for (var k = 0; k < 3; k++)
                Assert.Equal((expected[0][row][k] + expected[1][row][k] + expected[2][row][k]) / 3, actual[row][k], 1e-6f);

        var flags = _ml.BinaryClassification.Trainers.CrossValidationEnsemble(Binary(), foldCount: 2).Fit(data);
        var halves = Alone(flags).Select(member => member.Transform(data).Column<float>("Probability")).ToArray();
        Assert.All(
            flags.Transform(data).Column<float>("Probability").Zip(halves[0], halves[1]),
            row => Assert.Equal((row.Second + row.Third) / 2, row.First, 1e-6f));
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("multiclass")]
    [InlineData("regression")]
    public void ComesBackFromTheZipWithTheSameBits(string task)
    {
        var data = Tables.Keyed(_ml, Tables.Rows(80, missing: 0.1));
        var model = Fit(task, data, new CrossValidationEnsembleOptions { FoldCount = 3 });
        using var zip = new MemoryStream();
        _ml.Model.Save(model, data.Schema, zip);
        var again = (DeepPredictionTransformer)new MLContext().Model.Load(zip, out _);
        Assert.Equal(Scores(model, data), Scores(again, data));
        Assert.Equal(3, again.Model.Members.Count);
        Assert.True(again.Model.IsEnsemble);
        Assert.Equal(model.Model.OutOfFoldMetrics, again.Model.OutOfFoldMetrics);
        Assert.Equal(model.Model.Members.Select(m => m.History), again.Model.Members.Select(m => m.History));
        Assert.Equal("CrossValidationEnsemble", again.Model.Training.Architecture);
        Assert.Equal(80, again.Model.Training.Data.TrainingRowCount);
        Assert.Null(again.Model.OutOfFoldScores);

        using var archive = new ZipArchive(zip);
        var file = Assert.Single(archive.Entries, entry => entry.FullName.EndsWith("weights.safetensors", StringComparison.Ordinal));
        using var weights = file.Open();
        var header = new byte[8];
        weights.ReadExactly(header);
        var json = new byte[(int)BitConverter.ToUInt64(header)];
        weights.ReadExactly(json);
        Assert.Contains("members.2.1.weight", JsonDocument.Parse(json).RootElement.EnumerateObject().Select(tensor => tensor.Name));
    }

    [Fact]
    public void TheBitsDoNotDependOnParallelism()
    {
        var data = Tables.Keyed(_ml, Tables.Rows(120));
        float[] Run(int? parallelism) => Scores(
            Fit("multiclass", data, new() { FoldCount = 4, RepeatCount = 2, MaximumParallelism = parallelism }), data);
        Assert.Equal(Run(1), Run(4));
        Assert.Equal(Run(1), Run(null));
    }

    [Fact]
    public void EachRowIsPredictedByMembersThatDidNotSeeIt()
    {
        var rows = Tables.Rows(90);
        var data = Tables.View(_ml, rows);
        var ensemble = Fit("regression", data, new CrossValidationEnsembleOptions { FoldCount = 3 });
        var model = ensemble.Model;
        var scores = model.OutOfFoldScores!;
        Assert.Equal((90, 1), (scores.RowCount, scores.Width));
        var random = new FitRandom(model.Training.Seed);
        var folds = FoldAssignment.Draw(3, 90, null, null, random.For(RandomUse.Folds, 0));
        var alone = Alone(ensemble).Select(member => member.Transform(data).Column<float>("Score")).ToArray();
        for (var row = 0; row < rows.Length; row++)
            Assert.Equal(alone[folds[row]][row], scores[row][0]);
        var mean = rows.Average(r => r.Value);
        var squares = rows.Select((r, i) => Math.Pow(r.Value - scores[i][0], 2)).Average();
        Assert.Equal(Math.Sqrt(squares), model.OutOfFoldMetrics!["RMSE"], 4);
        Assert.True(squares < 0.5 * rows.Average(r => Math.Pow(r.Value - mean, 2)));
    }

    [Fact]
    public void TinyDataLeaveOneOutAndALoneRowIsLearned()
    {
        Assert.Equal(12, Fit("regression", Tables.View(_ml, Tables.Rows(12)), new()).Model.Members.Count);
        Assert.Equal(5, Fit("regression", Tables.View(_ml, Tables.Rows(12)), new() { LeaveOneOutRowLimit = 11 }).Model.Members.Count);
        var lone = Fit("regression", Tables.View(_ml, Tables.Rows(1)), new()).Model;
        Assert.Single(lone.Members);
        Assert.Null(lone.OutOfFoldMetrics);
    }

    [Fact]
    public void FoldsShareClassesAndKeepGroupsTogether()
    {
        var strata = Enumerable.Range(0, 103).Select(row => row % 7 == 0 ? 1f : 0f).ToArray();
        var folds = FoldAssignment.Draw(5, strata.Length, strata, null, new RandomNumbers(3));
        Assert.All(folds.CountBy(fold => fold), fold => Assert.InRange(fold.Value, 20, 21));
        Assert.All(
            Enumerable.Range(0, strata.Length).Where(row => strata[row] == 1).CountBy(row => folds[row]),
            fold => Assert.Equal(3, fold.Value));
        var groups = Enumerable.Range(0, 100).Select(row => row * row % 13).ToArray();
        var grouped = FoldAssignment.Draw(3, groups.Length, null, groups, new RandomNumbers(3));
        Assert.All(
            Enumerable.Range(0, 100).GroupBy(row => groups[row]),
            group => Assert.Single(group.Select(row => grouped[row]).Distinct()));
        Assert.Equal(3, grouped.Distinct().Count());
    }

    [Fact]
    public void WorksInCrossValidateAndBySamplingKey()
    {
        var data = Tables.View(_ml, Tables.Rows(400));
        var trainer = _ml.BinaryClassification.Trainers.CrossValidationEnsemble(Binary(), foldCount: 2, samplingKeyColumnName: "Weight");
        var results = _ml.BinaryClassification.CrossValidate(data, trainer, 2, "Flag");
        Assert.All(results, result => Assert.True(result.Metrics.Accuracy > 0.8));
    }

    [Fact]
    public void AViolationIsNamedWithAllOthers()
    {
        var options = new CrossValidationEnsembleOptions
        {
            FoldCount = 1,
            RepeatCount = 0,
            LeaveOneOutRowLimit = -1,
            SamplingKeyColumnName = "",
            MaximumParallelism = 0,
        };
        Assert.Equal(
            "CrossValidationEnsembleOptions.FoldCount must be at least 2, but was 1. "
            + "CrossValidationEnsembleOptions.RepeatCount must be at least 1, but was 0. "
            + "CrossValidationEnsembleOptions.LeaveOneOutRowLimit must be at least 0, but was -1. "
            + "CrossValidationEnsembleOptions.SamplingKeyColumnName must be null or not empty, but was ''. "
            + "CrossValidationEnsembleOptions.MaximumParallelism must be at least 1, but was 0.",
            Assert.Throws<ArgumentException>(() => _ml.BinaryClassification.Trainers.CrossValidationEnsemble(Binary(), options)).Message);
        Assert.Equal(
            "The trainer of the ensemble must be for regression tasks, but was for binary.",
            Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.CrossValidationEnsemble(Binary())).Message);
        var grouped = _ml.BinaryClassification.Trainers.CrossValidationEnsemble(Binary(), samplingKeyColumnName: "Group");
        Assert.Equal(
            "Could not find sampling key column 'Group' (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => grouped.Fit(Tables.View(_ml))).Message);
    }

    [Fact]
    public void TheErrorOfAMemberIsTheErrorOfTheFit()
    {
        var trainer = _ml.Regression.Trainers.Mlp(Tables.Small("Value") with { LearningRate = 1e30, GradientClipNorm = 0, BatchSize = 8 });
        var error = Assert.Throws<TrainingDivergedException>(
            () => _ml.Regression.Trainers.CrossValidationEnsemble(trainer).Fit(Tables.View(_ml)));
        Assert.StartsWith("Training diverged:", error.Message);
    }

    private DeepTrainer Binary() => _ml.BinaryClassification.Trainers.Mlp(Tables.Small());

    private DeepTrainer Multiclass() => _ml.MulticlassClassification.Trainers.Mlp(Tables.Small("Label"));

    private DeepPredictionTransformer Fit(string task, IDataView data, CrossValidationEnsembleOptions options) => task switch
    {
        "binary" => _ml.BinaryClassification.Trainers.CrossValidationEnsemble(Binary(), options).Fit(data),
        "multiclass" => _ml.MulticlassClassification.Trainers.CrossValidationEnsemble(Multiclass(), options).Fit(data),
        _ => _ml.Regression.Trainers.CrossValidationEnsemble(_ml.Regression.Trainers.Mlp(Tables.Small("Value")), options).Fit(data),
    };

    private static DeepPredictionTransformer[] Alone(DeepPredictionTransformer ensemble) =>
        [.. ensemble.Model.Members.Select(ensemble.With)];

    private static float[] Scores(DeepPredictionTransformer model, IDataView data)
    {
        var scored = model.Transform(data);
        return model.Model.Task == "multiclass"
            ? [.. scored.Column<float[]>("Score").SelectMany(row => row)]
            : scored.Column<float>("Score");
    }

    /// <summary>A bent surface under noise of deviation 1.</summary>
    private static Tables.Row[] Noisy(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Tables.Rows(count, seed).Select(row =>
        {
            var noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            row.Value = (float)(Math.Sin(3 * row.Features[0]) + (row.Features[2] * row.Features[2]) + noise);
            return row;
        })];
    }
}
