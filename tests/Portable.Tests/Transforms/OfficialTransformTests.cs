using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Portable.Tests.Official;

namespace Portable.Tests.Transforms;

/// <summary>Each transform on the Telco data gives the schema, annotations, values and errors that the official one gives.</summary>
public sealed partial class OfficialTransformTests
{
    private static readonly MLContext Ml = new(1);

    private static readonly Dictionary<string, bool> YesNo = new() { ["Yes"] = true, ["No"] = false };

    private static readonly Dictionary<string, (string Column, Func<IEstimator<ITransformer>> Estimator)> Transforms = new()
    {
        ["key"] = ("K", () => Ml.Transforms.Conversion.MapValueToKey("K", "Contract")),
        ["key-by-value"] = ("K", () => Ml.Transforms.Conversion.MapValueToKey(
            "K", "Payment", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)),
        ["key-back"] = ("V", () => Ml.Transforms.Conversion.MapValueToKey("K", "Contract")
            .Append(Ml.Transforms.Conversion.MapKeyToValue("V", "K"))),
        ["onehot"] = ("O", () => OneHot(OneHotEncodingEstimator.OutputKind.Indicator)),
        ["onehot-bag"] = ("O", () => OneHot(OneHotEncodingEstimator.OutputKind.Bag)),
        ["onehot-key"] = ("O", () => OneHot(OneHotEncodingEstimator.OutputKind.Key)),
        ["onehot-binary"] = ("O", () => OneHot(OneHotEncodingEstimator.OutputKind.Binary)),
        ["onehothash"] = ("O", () => Ml.Transforms.Categorical.OneHotHashEncoding("O", "Payment", numberOfBits: 6)),
        ["hash"] = ("H", () => Ml.Transforms.Conversion.Hash("H", "Payment", numberOfBits: 16)),
        ["convert"] = ("D", () => Ml.Transforms.Conversion.ConvertType("D", "Tenure", DataKind.Double)),
        ["convert-int"] = ("D", () => Ml.Transforms.Conversion.ConvertType("D", "Tenure", DataKind.Int32)),
        ["indicate"] = ("M", () => Ml.Transforms.IndicateMissingValues("M", "Charges")),
        ["concat"] = ("F", () => Ml.Transforms.Concatenate("F", "Flags", "Tenure", "Charges")),
        ["normalize-minmax"] = ("N", () => Ml.Transforms.NormalizeMinMax("N", "Tenure")),
        ["normalize-minmax-nozero"] = ("N", () => Ml.Transforms.NormalizeMinMax("N", "Tenure", fixZero: false)),
        ["normalize-meanvar"] = ("N", () => Ml.Transforms.NormalizeMeanVariance("N", "Tenure")),
        ["normalize-meanvar-nozero"] = ("N", () => Ml.Transforms.NormalizeMeanVariance("N", "Tenure", fixZero: false)),
        ["normalize-robust"] = ("N", () => Ml.Transforms.NormalizeRobustScaling("N", "Tenure")),
        ["normalize-binning"] = ("N", () => Ml.Transforms.NormalizeBinning("N", "Tenure", maximumBinCount: 10)),
        ["normalize-logmeanvar"] = ("N", () => Ml.Transforms.NormalizeLogMeanVariance("N", "Tenure")),
        ["normalize-nan"] = ("N", () => Ml.Transforms.NormalizeMinMax("N", "Charges")),
        ["missing-column"] = ("N", () => Ml.Transforms.NormalizeMinMax("N", "Nope")),
        ["wrong-type"] = ("N", () => Ml.Transforms.NormalizeMinMax("N", "Contract")),
    };

    public static TheoryData<string> Names { get; } = [.. Transforms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_and_first_rows_are_the_official_ones(string name)
    {
        var data = View.Churn(Ml);
        var (column, estimator) = Transforms[name];
        Observations.Check($"transform/{name}/schema", () =>
            View.Schema(estimator().Fit(data).Transform(data).Schema).Where(s => s.StartsWith(column + ":", StringComparison.Ordinal)));
        Observations.Check($"transform/{name}/head/{column}", () => View.Head(estimator().Fit(data).Transform(data), column));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reloaded_transformer_gives_the_same(string name)
    {
        if (name is "convert-int" or "missing-column" or "wrong-type")
            return;
        var data = View.Churn(Ml);
        var (column, estimator) = Transforms[name];
        var model = estimator().Fit(data);
        var again = Reload(model, data.Schema);
        Assert.Equal(View.Schema(model.GetOutputSchema(data.Schema)), View.Schema(again.GetOutputSchema(data.Schema)));
        Assert.Equal(View.Head(model.Transform(data), column, 100), View.Head(again.Transform(data), column, 100));
    }

    [Fact]
    public void Slot_names_are_the_official_ones()
    {
        var data = View.Churn(Ml);
        Observations.Check("transform/onehot/slots", () =>
            View.SlotNames(Ml.Transforms.Categorical.OneHotEncoding("O", "Payment").Fit(data).Transform(data), "O"));
        Observations.Check("transform/concat/slots", () => View.SlotNames(Transforms["concat"].Estimator().Fit(data).Transform(data), "F"));
    }

    [Fact]
    public void Selected_columns_are_the_official_ones()
    {
        var data = View.Churn(Ml);
        var selected = Ml.Transforms.SelectColumns("Tenure", "Churn").Fit(data).Transform(data);
        Observations.Check("transform/select/schema", () => View.Schema(selected.Schema));
        Observations.Check("transform/select/head/Tenure", () => View.Head(selected, "Tenure"));
        Observations.Check("transform/select/head/Churn", () => View.Head(selected, "Churn"));
    }

    [Fact]
    public void Mapped_values_have_the_official_schema()
    {
        var data = View.Churn(Ml);
        var mapped = Ml.Transforms.Conversion.MapValue("Label", YesNo, "Churn").Fit(data).Transform(data);
        Observations.Check("transform/mapvalue/schema", () => View.Schema(mapped.Schema));
    }

    [Theory]
    [InlineData(MissingValueReplacingEstimator.ReplacementMode.DefaultValue)]
    [InlineData(MissingValueReplacingEstimator.ReplacementMode.Mean)]
    [InlineData(MissingValueReplacingEstimator.ReplacementMode.Minimum)]
    [InlineData(MissingValueReplacingEstimator.ReplacementMode.Maximum)]
    [InlineData(MissingValueReplacingEstimator.ReplacementMode.Mode)]
    public void Replaced_values_are_the_official_ones(MissingValueReplacingEstimator.ReplacementMode mode)
    {
        var data = View.Churn(Ml);
        var filled = Ml.Transforms.ReplaceMissingValues("Charges", replacementMode: mode).Fit(data).Transform(data);
        Observations.Check($"transform/replace-{mode}", () => Ml.Data.CreateEnumerable<Charges>(filled, false)
            .Where((_, i) => i is 488 or 753 or 936).Select(r => string.Join("|", r.Values.Select(View.Format))));
    }

    internal static ITransformer Reload(ITransformer model, DataViewSchema schema)
    {
        using var saved = new MemoryStream();
        Ml.Model.Save(model, schema, saved);
        saved.Position = 0;
        return new MLContext().Model.Load(saved, out _);
    }

    private static OneHotEncodingEstimator OneHot(OneHotEncodingEstimator.OutputKind kind) =>
        Ml.Transforms.Categorical.OneHotEncoding("O", "Contract", kind);

    private sealed class Charges
    {
        [ColumnName("Charges"), VectorType(2)]
        public float[] Values { get; set; } = [];
    }
}
