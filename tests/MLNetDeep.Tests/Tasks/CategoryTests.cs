using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Tasks;

/// <summary>Key columns as features: they are learned from, saved, and read with keys that training has not seen.</summary>
public sealed class CategoryTests
{
    private static readonly string[] Cities = ["Oslo", "Rome", "Lima", "Cairo", "Quito", "Perth", "Delhi", "Osaka", "Accra", "Minsk", "Sofia"];

    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData("Features")]
    [InlineData(null)]
    public void ALabelThatHangsOnACategoryIsLearned(string? featureColumnName)
    {
        var data = Keyed(Rows());
        var model = Fit(data, featureColumnName);
        Assert.True(Auc(model, data) > 0.95, $"{Auc(model, data)}");
        Assert.Equal(["City", "Size"], model.CategoricalFeatureColumnNames);
        Assert.Equal(featureColumnName ?? "City", model.FeatureColumnName);
        Assert.Equal(["City", "Size"], model.Model.Training.Data.CategoricalColumnNames);
    }

    [Theory]
    [InlineData("Features")]
    [InlineData(null)]
    public void ASavedModelPredictsTheSameBits(string? featureColumnName)
    {
        var data = Keyed(Rows());
        var model = Fit(data, featureColumnName);
        using var zip = new MemoryStream();
        _ml.Model.Save(model, data.Schema, zip);
        zip.Position = 0;
        var again = (DeepPredictionTransformer)_ml.Model.Load(zip, out _);
        Assert.Equal(model.Transform(data).Column<float>("Score"), again.Transform(data).Column<float>("Score"));
        Assert.Equal(model.FeatureColumnName, again.FeatureColumnName);
        Assert.Equal(model.FeatureColumnType, again.FeatureColumnType);
        Assert.Equal(model.CategoricalFeatureColumnNames, again.CategoricalFeatureColumnNames);
    }

    /// <summary>A mapping with more values than the one trained on: its last value is as unknown as a missing one.</summary>
    [Fact]
    public void AnUnknownKeyCountsAsMissing()
    {
        var model = Fit(Keyed(Rows()), null);
        var rows = Rows().Take(12).ToArray();
        foreach (var row in rows)
            row.City = row.City == "Oslo" ? "" : row.City;
        var missing = model.Transform(Keyed(rows)).Column<float>("Score");
        foreach (var row in rows)
            row.City = row.City == "" ? "Atlantis" : row.City;
        var unknown = model.Transform(Keyed(rows, [.. Cities, "Atlantis"])).Column<float>("Score");
        Assert.Equal(missing, unknown);
    }

    [Fact]
    public void OneRowIsScoredLikeMany()
    {
        var data = Keyed(Rows());
        var model = Fit(data, "Features");
        var engine = _ml.Model.CreatePredictionEngine<Row, Scored>(Keys(Cities).Fit(_ml.Data.LoadFromEnumerable(Rows())).Append(model));
        Assert.Equal(
            model.Transform(data).Column<float>("Score").Take(9), Rows().Take(9).Select(row => engine.Predict(row).Score));
    }

    [Fact]
    public void PermutationImportanceOfTheVectorWorks()
    {
        var data = Keyed(Rows());
        var importance = _ml.BinaryClassification.PermutationFeatureImportance(Fit(data, "Features"), data, "Flag", permutationCount: 2);
        Assert.Equal(2, importance.Length);
    }

    [Fact]
    public void ColumnsThatDoNotFitAreNamed()
    {
        var data = Keyed(Rows());
        Refused("Could not find categorical column 'Town'", () => Fit(data, "Features", "Town"));
        Refused(
            "Schema mismatch for categorical column 'Features': expected Key<UInt32>, got Vector<Single>",
            () => Fit(data, null, "Features"));
        var model = Fit(data, "Features");
        var plain = _ml.Data.LoadFromEnumerable(Rows());
        Refused("Schema mismatch for categorical column 'City': expected Key<UInt32>, got String", () => model.GetOutputSchema(plain.Schema));
        var withoutSize = _ml.Transforms.DropColumns("Size").Fit(data).Transform(data);
        Refused("Could not find categorical column 'Size'", () => model.Transform(withoutSize));
    }

    [Fact]
    public void OptionsThatMakeNoSenseAreRefused()
    {
        Assert.Equal(
            "MlpOptions.FeatureColumnName must be a column name unless there are CategoricalFeatureColumnNames, but was null. "
            + "MlpOptions.OneHotLimit must be at least 0, but was -1.",
            Broken(new MlpOptions { FeatureColumnName = null, OneHotLimit = -1 }));
        Assert.Equal(
            "MlpOptions.CategoricalFeatureColumnNames must be different names, but was ['A', 'A']. "
            + "MlpOptions.NumericScaling must be one of the scalings, but was 9.",
            Broken(new MlpOptions { CategoricalFeatureColumnNames = ["A", "A"], NumericScaling = (NumericScaling)9 }));
        Assert.Equal(
            "MlpOptions.CategoricalFeatureColumnNames must be column names, but was ['']. "
            + "MlpOptions.CategoricalFeatureColumnNames must be other columns than label and features, but was ['Label', 'Features'].",
            Broken(new MlpOptions { CategoricalFeatureColumnNames = [""] }) + " "
            + Broken(new MlpOptions { CategoricalFeatureColumnNames = ["Label", "Features"] }));
    }

    private string Broken(MlpOptions options) =>
        Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.Mlp(options)).Message;

    private static void Refused(string message, Action act) =>
        Assert.StartsWith(message + " (Parameter", Assert.Throws<ArgumentOutOfRangeException>(act).Message);

    private DeepPredictionTransformer Fit(IDataView data, string? featureColumnName, params string[] categories) =>
        _ml.BinaryClassification.Trainers.Mlp(Tables.Small() with
        {
            FeatureColumnName = featureColumnName,
            CategoricalFeatureColumnNames = categories.Length > 0 ? [.. categories] : ["City", "Size"],
        }).Fit(data);

    private double Auc(ITransformer model, IDataView data) =>
        _ml.BinaryClassification.Evaluate(model.Transform(data), "Flag").AreaUnderRocCurve;

    private IDataView Keyed(Row[] rows, string[]? cities = null)
    {
        var view = _ml.Data.LoadFromEnumerable(rows);
        return Keys(cities ?? Cities).Fit(view).Transform(view);
    }

    private IEstimator<ITransformer> Keys(string[] cities) =>
        _ml.Transforms.Conversion.MapValueToKey("City", keyData: Values(cities))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Size", keyData: Values(["small", "large"])));

    private IDataView Values(string[] values) => _ml.Data.LoadFromEnumerable(values.Select(value => new Value { Text = value }));

    private static Row[] Rows()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 400).Select(_ =>
        {
            int city = random.Next(Cities.Length);
            bool isLarge = random.Next(2) == 0;
            return new Row
            {
                Features = [(float)random.NextDouble(), (float)random.NextDouble()],
                City = Cities[city],
                Size = isLarge ? "large" : "small",
                Flag = (city * 7 % 3 == 1) != isLarge,
            };
        })];
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string City { get; set; } = "";

        public string Size { get; set; } = "";

        public bool Flag { get; set; }
    }

    private sealed class Value
    {
        public string Text { get; set; } = "";
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }
}
