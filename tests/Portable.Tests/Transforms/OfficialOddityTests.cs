using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Transforms;

/// <summary>What the official packages, version 5.0.0, printed for odd values and wrong inputs.</summary>
public sealed class OfficialOddityTests
{
    private static readonly MLContext Ml = new(1);

    private static readonly IDataView Rows = Ml.Data.LoadFromEnumerable(new[] { 0, 17, 3, float.NaN, 45, -1, 26, 5.5f }
        .Select((x, i) => new Row
        {
            X = x,
            Text = new[] { "7", "x", "", "True" }[i % 4],
            Day = new DateTime(2020, 1, 1 + i),
            Keys = ["a", i % 2 == 0 ? "b" : "c"],
        }).ToArray());

    private static readonly Dictionary<string, (Func<IEstimator<ITransformer>> Estimator, string Printed)> Cases = new()
    {
        ["log mean variance"] = (() => Ml.Transforms.NormalizeLogMeanVariance("N", "X", useCdf: false),
            "Single: -2.545026 14.48683 0.4605949 NaN 42.53929 -3.5469 23.50369 2.965279"),
        ["robust with NaN"] = (() => Ml.Transforms.NormalizeRobustScaling("N", "X"),
            "Single: -0.1847826 0.5543478 -0.05434783 NaN 1.771739 -0.2282609 0.9456522 0.05434783"),
        ["robust quantiles"] = (() => Ml.Transforms.NormalizeRobustScaling("N", "X", centerData: false, quantileMin: 10, quantileMax: 60),
            "Single: 0 0.7391304 0.1304348 NaN 1.956522 -0.04347826 1.130435 0.2391304"),
        ["cdf"] = (() => Ml.Transforms.NormalizeMeanVariance("N", "X", useCdf: true),
            "Single: 0.1926029 0.5846125 0.249068 0 0.9770975 0.1756718 0.7842191 0.3021174"),
        ["bins"] = (() => Ml.Transforms.NormalizeBinning("N", "X", maximumBinCount: 3), "Single: 0 0.5 0.5 NaN 1 0 1 0.5"),
        ["bins nozero"] = (() => Ml.Transforms.NormalizeBinning("N", "X", maximumBinCount: 4, fixZero: false),
            "Single: 0 0.6666667 0.3333333 NaN 1 0 1 0.6666667"),
        ["first rows"] = (() => Ml.Transforms.NormalizeMinMax("N", "X", maximumExampleCount: 3, fixZero: false),
            "Single: 0 1 0.1764706 NaN 2.647059 -0.05882353 1.529412 0.3235294"),
        ["text to uint"] = (() => Ml.Transforms.Conversion.ConvertType("N", "Text", DataKind.UInt32), "UInt32: 7 0 0 0 7 0 0 0"),
        ["text to bool"] = (() => Ml.Transforms.Conversion.ConvertType("N", "Text", DataKind.Boolean),
            "Boolean: False False False True False False False True"),
        ["day to long"] = (() => Ml.Transforms.Conversion.ConvertType("N", "Day", DataKind.Int64),
            "Int64: 637134336000000000 637135200000000000 637136064000000000 637136928000000000 637137792000000000 637138656000000000 "
            + "637139520000000000 637140384000000000"),
        ["binary"] = (() => Ml.Transforms.Conversion.MapValueToKey("K", "Keys")
                .Append(Ml.Transforms.Conversion.MapKeyToBinaryVector("N", "K")),
            "Vector<Single, 2, 3>: s 5=1 s 4=1 s 5=1 s 4=1 s 5=1 s 4=1 s 5=1 s 4=1"),
        ["counts"] = (() => Ml.Transforms.Conversion.MapValueToKey("K", "Keys")
                .Append(Ml.Transforms.Conversion.MapKeyToVector("N", "K", outputCountVector: true)),
            "Vector<Single, 3>: d 0=1|1=1|2=0 d 0=1|1=0|2=1 d 0=1|1=1|2=0 d 0=1|1=0|2=1 d 0=1|1=1|2=0 d 0=1|1=0|2=1 d 0=1|1=1|2=0 d "
            + "0=1|1=0|2=1"),
        ["mapped vector"] = (() => Ml.Transforms.Conversion.MapValue("N",
                new Dictionary<string, string> { ["a"] = "p", ["c"] = "q" }, "Keys", true),
            "Vector<UInt32>: d 0=1|1=0 d 0=1|1=2 d 0=1|1=0 d 0=1|1=2 d 0=1|1=0 d 0=1|1=2 d 0=1|1=0 d 0=1|1=2"),
        ["mapped uint"] = (() => Ml.Transforms.Conversion.MapValue("N",
                new Dictionary<string, uint> { ["7"] = 2, ["x"] = 1 }, "Text", true),
            "Key<UInt32, 0-1>: 2 1 0 0 2 1 0 0"),
        ["indicated key"] = (() => Ml.Transforms.Conversion.MapValueToKey("K", "Text")
                .Append(Ml.Transforms.IndicateMissingValues("N", "K")),
            "ArgumentOutOfRangeException: Could not find input column 'K' (Parameter 'inputSchema')"),
        ["replaced key"] = (() => Ml.Transforms.Conversion.MapValueToKey("K", "Text").Append(Ml.Transforms.ReplaceMissingValues("N", "K")),
            "ArgumentOutOfRangeException: Type 'UInt32' is not supported by NAReplaceTransform since it doesn't have an NA value "
            + "(Parameter 'inputSchema')"),
        ["key to single"] = (() => Ml.Transforms.Conversion.MapValueToKey("K", "Text")
                .Append(Ml.Transforms.Conversion.ConvertType("N", "K")),
            "ArgumentOutOfRangeException: source column 'K' with item type 'Key<UInt32, 0-2>' is not compatible with destination type "
            + "'Single' (Parameter 'inputSchema')"),
        ["value of no key"] = (() => Ml.Transforms.CopyColumns("C", "X").Append(Ml.Transforms.Conversion.MapKeyToValue("N", "C")),
            "ArgumentOutOfRangeException: Schema mismatch for input column 'C': expected KeyType, got Single (Parameter 'inputSchema')"),
        ["vector of no key"] = (() => Ml.Transforms.CopyColumns("C", "X").Append(Ml.Transforms.Conversion.MapKeyToVector("N", "C")),
            "ArgumentOutOfRangeException: Schema mismatch for input column 'C': expected key type of known cardinality, got Single "
            + "(Parameter 'inputSchema')"),
        ["hashed day"] = (() => Ml.Transforms.Conversion.Hash("N", "Day"),
            "ArgumentOutOfRangeException: Expected Text, Key, numeric, Boolean or DataViewRowId item type (Parameter 'inputSchema')"),
        ["32 bits"] = (() => Ml.Transforms.Conversion.Hash("N", "Text", 32),
            "ArgumentOutOfRangeException: The cardinality of a KeyDataViewType must not exceed UInt32.MaxValue and must be strictly "
            + "positive, but got 4294967296. (Parameter 'count')"),
        ["nothing selected"] = (() => Ml.Transforms.SelectColumns(),
            "InvalidOperationException: Neither keepColumns and dropColumns is set. Exactly one must be specified."),
        ["nothing joined"] = (() => Ml.Transforms.Concatenate("N"),
            "ArgumentOutOfRangeException: Input columns not specified (Parameter 'inputColumnNames')"),
        ["keys of many"] = (() => Ml.Transforms.Conversion.MapValueToKey("N", "Text", keyData: Rows),
            "ArgumentOutOfRangeException: If specified, this data view should contain only a single column containing the terms to map, "
            + "but this had 4 columns. (Parameter 'keyData')"),
    };

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Column_or_error_is_the_official_one(string name)
    {
        var (estimator, printed) = Cases[name];
        Assert.Equal(printed, Print(estimator));
    }

    private static string Print(Func<IEstimator<ITransformer>> estimator)
    {
        try
        {
            var mapped = estimator().Fit(Rows).Transform(Rows);
            var values = mapped.Preview().RowView.Select(row => Print(row.Values.Last(v => v.Key == "N").Value));
            return $"{mapped.Schema["N"].Type}: {string.Join(' ', values)}";
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static string Print(object value) => value switch
    {
        float number => number.ToString("G7", CultureInfo.InvariantCulture),
        VBuffer<float> vector => (vector.IsDense ? "d " : "s ") + string.Join('|', vector.Items().Select(i => $"{i.Key}={Print(i.Value)}")),
        VBuffer<uint> keys => (keys.IsDense ? "d " : "s ") + string.Join('|', keys.Items().Select(i => $"{i.Key}={i.Value}")),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed class Row
    {
        public float X { get; set; }

        public string Text { get; set; } = "";

        public DateTime Day { get; set; }

        [VectorType(2)]
        public string[] Keys { get; set; } = ["", ""];
    }
}
