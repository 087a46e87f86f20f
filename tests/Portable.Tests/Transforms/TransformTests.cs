using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Portable.Tests.Official;

namespace Portable.Tests.Transforms;

public sealed partial class TransformTests
{
    private static readonly KeyValuePair<string, string>[] Letters = [new("a", "vowel"), new("b", "consonant"), new("e", "vowel")];

    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;

    public TransformTests() => _data = _ml.Data.LoadFromEnumerable(
    [
        new Row { Name = "b", Number = 2, Flag = true, Vector = [0, 5, 0, 0], Words = ["x", "y"] },
        new Row { Name = "a", Number = float.NaN, Vector = [float.NaN, 0, 0, 0], Words = ["y", "z"] },
        new Row { Name = "", Number = -4, Vector = [1, 2, 3, 4], Words = ["x", ""] },
    ]);

    [Fact]
    public void Keys_of_vectors_count_in_order_of_occurrence_and_empty_text_has_none()
    {
        var keys = Map(_ml.Transforms.Conversion.MapValueToKey("K", "Words"));
        Assert.Equal(["1|2", "2|3", "1|0"], View.Head(keys, "K"));
        Assert.Equal(["x|y", "y|z", "x|"], View.Head(Map(_ml.Transforms.Conversion.MapKeyToValue("V", "K"), keys), "V"));
        Assert.Equal("Vector<Key<UInt32, 0-2>, 2>", keys.Schema["K"].Type.ToString());
    }

    [Fact]
    public void Missing_numbers_get_no_key()
    {
        var keys = Map(_ml.Transforms.Conversion.MapValueToKey(
            "K", "Number", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue));
        Assert.Equal(["2", "0", "1"], View.Head(keys, "K"));
        VBuffer<float> values = default;
        keys.Schema["K"].GetKeyValues(ref values);
        Assert.Equal([-4f, 2f], values.DenseValues());
    }

    [Fact]
    public void Key_data_decide_the_keys_and_their_limit_holds()
    {
        var keyData = _ml.Data.LoadFromEnumerable([new Term { Name = "z" }, new Term { Name = "b" }]);
        Assert.Equal(["2", "0", "0"], View.Head(Map(_ml.Transforms.Conversion.MapValueToKey("K", "Name", keyData: keyData)), "K"));
        Assert.Equal(["1", "0", "0"], View.Head(Map(_ml.Transforms.Conversion.MapValueToKey("K", "Name", maximumNumberOfKeys: 1)), "K"));
    }

    [Fact]
    public void Keys_of_keys_stand_for_what_the_first_keys_stand_for()
    {
        var twice = _ml.Transforms.Conversion.MapValueToKey("K", "Name").Append(_ml.Transforms.Conversion.MapValueToKey("L", "K"));
        Assert.Equal(["b", "a", ""], View.Head(Map(twice.Append(_ml.Transforms.Conversion.MapKeyToValue("V", "L"))), "V"));
    }

    [Fact]
    public void One_hot_of_a_vector_has_an_indicator_for_each_slot_or_counts()
    {
        var indicators = Map(_ml.Transforms.Categorical.OneHotEncoding("O", "Words"));
        Assert.Equal(["sparse 6: 0=1|4=1", "sparse 6: 1=1|5=1", "sparse 6: 0=1"], View.Head(indicators, "O"));
        Assert.Equal(["[0].x", "[0].y", "[0].z", "[1].x", "[1].y", "[1].z"], View.SlotNames(indicators, "O"));
        VBuffer<int> ranges = default;
        indicators.Schema["O"].Annotations.GetValue("CategoricalSlotRanges", ref ranges);
        Assert.Equal([0, 2, 3, 5], ranges.DenseValues());
        var counts = Map(_ml.Transforms.Categorical.OneHotEncoding("O", "Words", OneHotEncodingEstimator.OutputKind.Bag));
        Assert.Equal(["dense 3: 0=1|1=1|2=0", "dense 3: 0=0|1=1|2=1", "dense 3: 0=1|1=0|2=0"], View.Head(counts, "O"));
    }

    [Fact]
    public void Unknown_category_is_all_zero()
    {
        var model = _ml.Transforms.Categorical.OneHotEncoding("O", "Name").Fit(_data);
        var other = _ml.Data.LoadFromEnumerable([new Row { Name = "new" }]);
        Assert.Equal(["sparse 2: "], View.Head(model.Transform(other), "O"));
    }

    [Fact]
    public void Concatenation_joins_sparse_and_scalar_and_categorical_ranges()
    {
        var joined = Map(_ml.Transforms.Categorical.OneHotEncoding("O", "Name")
            .Append(_ml.Transforms.Concatenate("F", "Number", "Vector", "O", "O")));
        Assert.Equal("dense 9: 0=-4|1=1|2=2|3=3|4=4|5=0|6=0|7=0|8=0", View.Head(joined, "F")[2]);
        VBuffer<int> ranges = default;
        joined.Schema["F"].Annotations.GetValue("CategoricalSlotRanges", ref ranges);
        Assert.Equal([5, 6, 7, 8], ranges.DenseValues());
        Assert.Equal(["Number", "", "", "", "", "O.b", "O.a", "O.b", "O.a"], View.SlotNames(joined, "F"));
    }

    [Fact]
    public void Concatenation_of_different_types_is_refused()
    {
        var estimator = _ml.Transforms.Concatenate("F", "Number", "Name");
        Assert.Equal(
            "Schema mismatch for input column 'Name': expected Single, got String (Parameter 'inputSchema')",
            Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(_data).Transform(_data)).Message);
    }

    [Fact]
    public void Missing_values_are_indicated_and_replaced_by_slot_or_across()
    {
        Assert.Equal(["False|False|False|False", "True|False|False|False", "False|False|False|False"],
            View.Head(Map(_ml.Transforms.IndicateMissingValues("M", "Vector")), "M"));
        const MissingValueReplacingEstimator.ReplacementMode mean = MissingValueReplacingEstimator.ReplacementMode.Mean;
        Assert.Equal("dense 4: 0=0.5|1=0|2=0|3=0", View.Head(Map(_ml.Transforms.ReplaceMissingValues("R", "Vector", mean)), "R")[1]);
        var across = View.Head(Map(_ml.Transforms.ReplaceMissingValues("R", "Vector", mean, imputeBySlot: false)), "R")[1];
        Assert.Equal($"dense 4: 0={View.Format(15f / 11)}|1=0|2=0|3=0", across);
        Assert.Equal(["2", "-1", "-4"], View.Head(Map(_ml.Transforms.ReplaceMissingValues("R", "Number", mean)), "R"));
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => Map(_ml.Transforms.ReplaceMissingValues("R", "Name")));
        Assert.Equal(
            "Type 'String' is not supported by NAReplaceTransform since it doesn't have an NA value (Parameter 'inputSchema')",
            fault.Message);
    }

    [Fact]
    public void Constant_and_empty_columns_normalize_to_zero()
    {
        var same = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(new Row { Number = 3 }, 4).ToArray());
        foreach (var estimator in new IEstimator<ITransformer>[]
        {
            _ml.Transforms.NormalizeMinMax("N", "Number"), _ml.Transforms.NormalizeMinMax("N", "Number", fixZero: false),
            _ml.Transforms.NormalizeMeanVariance("N", "Number", fixZero: false), _ml.Transforms.NormalizeLogMeanVariance("N", "Number"),
        })
        {
            Assert.Equal(["0", "0", "0", "0"], View.Head(Map(estimator, same), "N"));
        }

        var none = _ml.Data.FilterRowsByColumn(same, "Number", 100);
        Assert.Equal("0", View.Head(_ml.Transforms.NormalizeMinMax("N", "Number").Fit(none).Transform(same), "N")[0]);
    }

    [Fact]
    public void Conversion_keeps_what_the_types_allow()
    {
        Assert.Equal(["1", "0", "0"], View.Head(Map(_ml.Transforms.Conversion.ConvertType("C", "Flag")), "C"));
        Assert.Equal(["2", "NaN", "-4"], View.Head(Map(_ml.Transforms.Conversion.ConvertType("C", "Number", DataKind.String)), "C"));
        Assert.Equal(["NaN|NaN", "NaN|NaN", "NaN|0"], View.Head(Map(_ml.Transforms.Conversion.ConvertType("C", "Words")), "C")
            .Select(row => string.Join('|', row.Split(": ")[^1].Split('|').Select(p => p.Split('=')[1]))));
        var keys = Map(_ml.Transforms.Conversion.MapValueToKey("K", "Name"));
        var wide = Map(_ml.Transforms.Conversion.ConvertType("C", "K", DataKind.UInt64), keys);
        Assert.Equal("Key<UInt64, 0-1>", wide.Schema["C"].Type.ToString());
    }

    [Fact]
    public void Dictionary_maps_to_values_or_to_keys_that_stand_for_them()
    {
        Assert.Equal(["consonant", "vowel", ""], View.Head(Map(_ml.Transforms.Conversion.MapValue("V", Letters, "Name")), "V"));
        var keyed = _ml.Transforms.Conversion.MapValue("V", Letters, "Name", treatValuesAsKeyType: true);
        Assert.Equal(["2", "1", "0"], View.Head(Map(keyed), "V"));
        var again = OfficialTransformTests.Reload(keyed.Fit(_data), _data.Schema).Transform(_data);
        Assert.Equal(["consonant", "vowel", ""], View.Head(Map(_ml.Transforms.Conversion.MapKeyToValue("W", "V"), again), "W"));
        var twice = Assert.Throws<InvalidOperationException>(
            () => _ml.Transforms.Conversion.MapValue("V", [.. Letters, Letters[0]], "Name"));
        Assert.Equal("Duplicate keys in data 'a'", twice.Message);
    }

    [Fact]
    public void Dropped_and_selected_columns_that_are_not_there_are_named()
    {
        Assert.Equal(["Name", "Flag", "Vector", "Words"], Map(_ml.Transforms.DropColumns("Number")).Schema.Select(c => c.Name));
        Assert.Equal(
            "Could not find input column 'No,Nope' (Parameter 'input')",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.SelectColumns("Name", "No", "Nope").Fit(_data).Transform(_data))
                .Message.Replace("inputSchema", "input"));
    }

    [Fact]
    public void Prediction_engine_runs_through_selected_columns()
    {
        var model = _ml.Transforms.CopyColumns("Copy", "Number").Append(_ml.Transforms.SelectColumns("Copy")).Fit(_data);
        using var engine = _ml.Model.CreatePredictionEngine<Row, Copied>(model);
        Assert.Equal(7, engine.Predict(new Row { Number = 7 }).Copy);
    }

    private IDataView Map(IEstimator<ITransformer> estimator, IDataView? data = null) =>
        estimator.Fit(data ?? _data).Transform(data ?? _data);

    private sealed class Row
    {
        public string Name { get; set; } = "";

        public float Number { get; set; }

        public bool Flag { get; set; }

        [VectorType(4)]
        public float[] Vector { get; set; } = new float[4];

        [VectorType(2)]
        public string[] Words { get; set; } = ["", ""];
    }

    private sealed class Term
    {
        public string Name { get; set; } = "";
    }

    private sealed class Copied
    {
        public float Copy { get; set; }
    }
}
