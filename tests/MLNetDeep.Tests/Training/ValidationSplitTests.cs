using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

/// <summary>Which rows choose the epoch: a share of each class, whole groups, or the last rows.</summary>
public sealed class ValidationSplitTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void EachClassGivesItsShare()
    {
        float[] classes = [.. Enumerable.Range(0, 1000).Select(row => row < 50 ? 1f : 0f)];
        ValidationSplit split = ValidationSplit.Choose(Rows(classes, null), isStratified: true, new FitSettings { ValidationFraction = 0.2 });
        Assert.Equal(200, split.ValidationRows.Length);
        Assert.Equal(10, split.ValidationRows.Count(row => row < 50));
    }

    [Theory]
    [InlineData(0.2, 20, 100)]
    [InlineData(0.2, 7, 100)]
    [InlineData(0.3, 2, 10)]
    [InlineData(0.2, 100, 100)]
    public void AGroupStaysTogether(double fraction, int groupCount, int rowCount)
    {
        uint[] groups = [.. Enumerable.Range(0, rowCount).Select(row => (uint)(row * 31 % groupCount))];
        ValidationSplit split = ValidationSplit.DrawGroups(groups, fraction, seed: 3);
        Assert.Equal(rowCount, split.TrainRows.Length + split.ValidationRows.Length);
        Assert.Empty(split.TrainRows.Select(row => groups[row]).Intersect(split.ValidationRows.Select(row => groups[row])));
        Assert.InRange(split.ValidationRows.Length, 1, Math.Max(1.5 * fraction, 1.01 / groupCount) * rowCount);
    }

    [Fact]
    public void OneGroupIsLearnedFrom() => Assert.Empty(ValidationSplit.DrawGroups([5, 5, 5], 0.5, seed: 1).ValidationRows);

    [Fact]
    public void TheLastRowsAreTheLast()
    {
        var settings = new FitSettings { ValidationFraction = 0.25, ValidationRows = ValidationRowChoice.Last };
        ValidationSplit split = ValidationSplit.Choose(Rows(new float[10], null), isStratified: true, settings);
        Assert.Equal([8, 9], split.ValidationRows); // 2.5 rounds to even
        Assert.Equal(Enumerable.Range(0, 8), split.TrainRows);
    }

    /// <summary>A label that follows nothing but the group cannot be told in other groups, however well it is learned.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(8192L)]
    public void RowsOfOneGroupDoNotVouchForEachOther(long? budget)
    {
        var random = new Random(4);
        double[] effects = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble() * 10)];
        Row[] rows = [.. Enumerable.Range(0, 800).Select(i => new Row
        {
            Features = [.. Enumerable.Range(0, 40).Select(patient => patient == i % 40 ? 1f : 0f)],
            Patient = $"P{i % 40}",
            Value = (float)effects[i % 40],
        })];
        var data = _ml.Data.LoadFromEnumerable(rows);
        var options = Tables.Small("Value") with { MaximumEpochCount = 30, MemoryBudget = budget };
        double apart = Best(_ml.Regression.Trainers.Mlp(options with { SamplingKeyColumnName = "Patient" }).Fit(data));
        double mixed = Best(_ml.Regression.Trainers.Mlp(options).Fit(data));
        Assert.True(mixed < 0.4 * apart, $"{mixed} {apart}");
    }

    [Fact]
    public void ASamplingKeyThatDoesNotFitIsNamed()
    {
        var data = Tables.View(_ml);
        var options = Tables.Small() with { SamplingKeyColumnName = "Features" };
        Assert.StartsWith(
            "Schema mismatch for sampling key column 'Features': expected a number, a text, a Boolean or a key, got Vector<Single> (Param",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.BinaryClassification.Trainers.Mlp(options).Fit(data)).Message);
        Assert.StartsWith(
            "Could not find sampling key column 'Patient' (Param",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => _ml.BinaryClassification.Trainers.Mlp(options with { SamplingKeyColumnName = "Patient" }).Fit(data)).Message);
        Assert.Equal(
            "MlpOptions.MemoryBudget must be at least 1, but was 0. MlpOptions.ValidationRows must be Random where there is a "
            + "SamplingKeyColumnName, but was Last.",
            Assert.Throws<ArgumentException>(() => _ml.BinaryClassification.Trainers.Mlp(
                options with { ValidationRows = ValidationRowChoice.Last, MemoryBudget = 0 })).Message);
    }

    private static double Best(DeepPredictionTransformer model) => model.Model.History.Epochs.Min(epoch => epoch.ValidationLoss);

    private static LabeledRows Rows(float[] targets, uint[]? groups) => new(
        new TensorTable(targets.Length, 1, new float[targets.Length]), new TensorTable(targets.Length, 1, targets), null, groups);

    private sealed class Row
    {
        [VectorType(40)]
        public float[] Features { get; set; } = [];

        public string Patient { get; set; } = "";

        public float Value { get; set; }
    }
}
