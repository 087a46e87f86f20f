using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Tasks;

/// <summary>What users read when their data cannot be learned from or scored: whole messages.</summary>
public sealed class DataErrorTests
{
    private readonly MLContext _ml = new(seed: 1);

    private BinaryClassificationCatalog.BinaryClassificationTrainers Binary => _ml.BinaryClassification.Trainers;

    private MulticlassClassificationCatalog.MulticlassClassificationTrainers Multiclass => _ml.MulticlassClassification.Trainers;

    [Fact]
    public void EmptyData() => Refused(
        "Training data must have at least one row, but was empty.", () => Fit([]));

    [Fact]
    public void OneClassOnly() => Refused(
        "Label column 'Flag' must have at least 2 classes, but every row is 'true'.",
        () => Fit([.. Tables.Rows().Where(row => row.Flag)]));

    [Fact]
    public void OneClassOnlyMulticlass() => Refused(
        "Label column 'Label' must have at least 2 classes, but every row is 'high'.",
        () => FitKeyed([.. Tables.Rows().Where(row => row.Kind == "high")]));

    [Fact]
    public void MissingKeyLabel()
    {
        var known = Tables.View(_ml, [.. Tables.Rows().Where(row => row.Kind != "high")]);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Label", "Kind").Fit(known);
        var rows = Tables.Rows();
        var first = Array.FindIndex(rows, row => row.Kind == "high") + 1;
        Refused(
            $"Label column 'Label' must have a value in every row, but is missing in row {first}. Filter such rows out first.",
            () => Multiclass.Mlp(Tables.Small("Label")).Fit(keys.Transform(Tables.View(_ml, rows))));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "infinity")]
    [InlineData(float.NegativeInfinity, "-infinity")]
    public void LabelThatIsNotFinite(float value, string word)
    {
        var rows = Tables.Rows();
        rows[4].Value = value;
        Refused(
            $"Label column 'Value' must be finite in every row, but was {word} in row 5. Filter such rows out first.",
            () => _ml.Regression.Trainers.Mlp(Tables.Small("Value")).Fit(Tables.View(_ml, rows)));
    }

    [Fact]
    public void InfiniteFeature()
    {
        var rows = Tables.Rows();
        rows[6].Features[1] = float.PositiveInfinity;
        Refused("Feature column 'Features' must be finite or NaN in every row, but was infinity in row 7, slot 1.", () => Fit(rows));
    }

    [Fact]
    public void InfiniteFeatureIsNamedWhenSlotsHaveNames()
    {
        var rows = Enumerable.Range(0, 20).Select(index => new Named { Flag = index % 2 == 0, Width = index, Height = 1 }).ToArray();
        rows[3].Height = float.NegativeInfinity;
        var data = _ml.Data.LoadFromEnumerable(rows);
        var pipeline = _ml.Transforms.Concatenate("Features", "Width", "Height").Append(Binary.Mlp(Tables.Small()));
        Refused(
            "Feature column 'Features' must be finite or NaN in every row, but was -infinity in row 4, slot 1 ('Height').",
            () => pipeline.Fit(data));
    }

    [Fact]
    public void NoFeatureHasAValue()
    {
        var rows = Tables.Rows();
        foreach (var row in rows)
            row.Features = [float.NaN, float.NaN, float.NaN];
        Refused("Feature column 'Features' must have a value in some row, but is NaN in every row.", () => Fit(rows));
    }

    [Fact]
    public void AFeatureWithoutAValueIsWarnedOf()
    {
        var rows = Tables.Rows();
        foreach (var row in rows)
            row.Features[2] = float.NaN;
        var warnings = new List<string>();
        _ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
                warnings.Add(message.RawMessage ?? "");
        };
        Fit(rows);
        Assert.Equal(["Slots of feature column 'Features' that are NaN in every row tell nothing: 2"], warnings);
    }

    [Fact]
    public void NegativeWeight()
    {
        var rows = Tables.Rows();
        rows[2].Weight = -1;
        Refused(
            "Weight column 'Weight' must be finite and at least 0 in every row, but was -1 in row 3.",
            () => Binary.Mlp(Tables.Small() with { ExampleWeightColumnName = "Weight" }).Fit(Tables.View(_ml, rows)));
    }

    [Fact]
    public void AllWeightsZero()
    {
        var rows = Tables.Rows();
        foreach (var row in rows)
            row.Weight = 0;
        Refused(
            "Weight column 'Weight' must be above 0 in some row, but was 0 in every row.",
            () => Binary.Mlp(Tables.Small() with { ExampleWeightColumnName = "Weight" }).Fit(Tables.View(_ml, rows)));
    }

    [Fact]
    public void MissingColumns()
    {
        var data = Tables.View(_ml);
        Mismatch("Could not find label column 'Nope' (Parameter 'inputSchema')", () => Binary.Mlp("Nope").Fit(data));
        Mismatch(
            "Could not find feature column 'Nope' (Parameter 'inputSchema')",
            () => Binary.Mlp("Flag", "Nope").Fit(data));
        Mismatch(
            "Could not find weight column 'Nope' (Parameter 'inputSchema')",
            () => Binary.Mlp("Flag", exampleWeightColumnName: "Nope").Fit(data));
    }

    [Fact]
    public void WrongTypes()
    {
        var data = Tables.View(_ml);
        Mismatch(
            "Schema mismatch for label column 'Kind': expected Boolean, got String (Parameter 'labelCol')",
            () => Binary.Mlp("Kind").Fit(data));
        Mismatch(
            "Schema mismatch for label column 'Kind': expected Key<UInt32>, got String (Parameter 'labelCol')",
            () => Multiclass.Mlp("Kind").Fit(data));
        Mismatch(
            "Schema mismatch for label column 'Flag': expected Single, got Boolean (Parameter 'labelCol')",
            () => _ml.Regression.Trainers.Mlp("Flag").Fit(data));
        Mismatch(
            "Schema mismatch for feature column 'Value': expected Vector<Single>, got Single (Parameter 'inputSchema')",
            () => Binary.Mlp("Flag", "Value").Fit(data));
        Mismatch(
            "Schema mismatch for weight column 'Kind': expected Single, got String (Parameter 'inputSchema')",
            () => Binary.Mlp("Flag", exampleWeightColumnName: "Kind").Fit(data));
    }

    [Fact]
    public void ScoringOtherWidthThanTrained()
    {
        var model = Fit(Tables.Rows());
        var narrow = _ml.Data.LoadFromEnumerable(new[] { new Narrow { Features = [1, 2] } });
        Mismatch(
            "Schema mismatch for feature column 'Features': expected Vector<Single, 3>, got Vector<Single, 2> (Parameter 'inputSchema')",
            () => model.Transform(narrow));
    }

    [Fact]
    public void ValidationDataOfOtherWidth()
    {
        var data = Tables.View(_ml);
        var narrow = _ml.Data.LoadFromEnumerable(new[] { new Narrow { Features = [1, 2] } });
        Mismatch(
            "Schema mismatch for validation column 'Features': expected Vector<Single, 3>, got Vector<Single, 2> (Parameter 'validationData')",
            () => Binary.Mlp("Flag").Fit(data, narrow));
    }

    private DeepPredictionTransformer Fit(Tables.Row[] rows) => Binary.Mlp(Tables.Small()).Fit(Tables.View(_ml, rows));

    private DeepPredictionTransformer FitKeyed(Tables.Row[] rows) => Multiclass.Mlp(Tables.Small("Label")).Fit(Tables.Keyed(_ml, rows));

    private static void Refused(string message, Func<object> action) =>
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(action).Message);

    private static void Mismatch(string message, Func<object> action) =>
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(action).Message);

    private sealed class Named
    {
        public bool Flag { get; set; }

        public float Width { get; set; }

        public float Height { get; set; }
    }

    private sealed class Narrow
    {
        public bool Flag { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
