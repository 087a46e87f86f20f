using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Parity;

/// <summary>Transforms of vectors, of missing values and of keys; what is fitted on some rows, met with others.</summary>
internal static class TransformObservations
{
    public static void Add(Observer observer)
    {
        var ml = new MLContext(seed: 1);
        var items = Item.Load(ml);
        var t = ml.Transforms;

        foreach (var (name, estimator) in new (string, IEstimator<ITransformer>)[]
        {
            ("minmax", t.NormalizeMinMax("N", "V")), ("minmax-free", t.NormalizeMinMax("N", "V", fixZero: false)),
            ("minmax-few", t.NormalizeMinMax("N", "V", maximumExampleCount: 7)), ("meanvar", t.NormalizeMeanVariance("N", "V")),
            ("meanvar-cdf", t.NormalizeMeanVariance("N", "V", useCdf: true)), ("logmeanvar", t.NormalizeLogMeanVariance("N", "V")),
            ("logmeanvar-linear", t.NormalizeLogMeanVariance("N", "V", useCdf: false)), ("binning", t.NormalizeBinning("N", "V", maximumBinCount: 5)),
            ("binning-free", t.NormalizeBinning("N", "V", fixZero: false)), ("robust", t.NormalizeRobustScaling("N", "V")),
            ("robust-free", t.NormalizeRobustScaling("N", "V", centerData: false)), ("scalar-nan", t.NormalizeMeanVariance("N", "X")),
        })
        {
            observer.Transform($"transform/normalize/{name}", estimator, items, "N");
        }

        var conversion = t.Conversion;
        foreach (var (name, estimator) in new (string, IEstimator<ITransformer>)[]
        {
            ("key-text", conversion.MapValueToKey("O", "Word")), ("key-few", conversion.MapValueToKey("O", "Word", maximumNumberOfKeys: 2)),
            ("key-float", conversion.MapValueToKey("O", "X", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)),
            ("key-vector", conversion.MapValueToKey("O", "Pair")), ("key-annotated", conversion.MapValueToKey("O", "Word", addKeyValueAnnotationsAsText: true)),
            ("key-of-key", conversion.MapValueToKey("O", "Key")), ("key-to-value", conversion.MapValueToKey("K", "Pair").Append(conversion.MapKeyToValue("O", "K"))),
            ("key-to-vector", conversion.MapKeyToVector("O", "Key")), ("keys-to-bag", conversion.MapValueToKey("K", "Pair").Append(conversion.MapKeyToVector("O", "K", outputCountVector: true))),
            ("keys-to-vector", conversion.MapValueToKey("K", "Pair").Append(conversion.MapKeyToVector("O", "K"))), ("key-to-binary", conversion.MapKeyToBinaryVector("O", "Key")),
            ("hash-vector", conversion.Hash("O", "Pair", numberOfBits: 8)), ("hash-float", conversion.Hash("O", "X", numberOfBits: 20)),
            ("hash-key", conversion.Hash("O", "Key")), ("convert-text", conversion.ConvertType("O", "X", DataKind.String)),
            ("convert-bool", conversion.ConvertType("O", "Label", DataKind.Single)), ("convert-key", conversion.ConvertType("O", "Key", DataKind.Single)),
            ("map-value", conversion.MapValue("O", new Dictionary<string, float> { ["red"] = 1, ["green"] = 2 }, "Word")),
            ("map-to-key", conversion.MapValue("O", new Dictionary<string, string> { ["red"] = "warm", ["blue"] = "cold" }, "Word", treatValuesAsKeyType: true)),
        })
        {
            observer.Transform($"transform/conversion/{name}", estimator, items, "O");
        }

        foreach (var (name, estimator) in new (string, IEstimator<ITransformer>)[]
        {
            ("vector", t.Categorical.OneHotEncoding("O", "Pair")), ("vector-bag", t.Categorical.OneHotEncoding("O", "Pair", OneHotEncodingEstimator.OutputKind.Bag)),
            ("vector-binary", t.Categorical.OneHotEncoding("O", "Pair", OneHotEncodingEstimator.OutputKind.Binary)),
            ("key", t.Categorical.OneHotEncoding("O", "Key")), ("number", t.Categorical.OneHotEncoding("O", "X", maximumNumberOfKeys: 6)),
            ("hash-vector", t.Categorical.OneHotHashEncoding("O", "Pair", numberOfBits: 3)),
            ("hash-bag", t.Categorical.OneHotHashEncoding("O", "Pair", OneHotEncodingEstimator.OutputKind.Bag, numberOfBits: 3)),
        })
        {
            observer.Transform($"transform/onehot/{name}", estimator, items, "O");
        }

        observer.Observe("transform/onehot/hash-inverted/slots", () => Observer.Schema(
            t.Categorical.OneHotHashEncoding("O", "Word", numberOfBits: 4, maximumNumberOfInverts: 2).Fit(items).Transform(items).Schema)[^1]);
        foreach (var mode in Enum.GetValues<MissingValueReplacingEstimator.ReplacementMode>())
            observer.Transform($"transform/replace/{mode}", t.ReplaceMissingValues("O", "V", mode), items, "O");
        observer.Transform("transform/replace/whole", t.ReplaceMissingValues("O", "V", MissingValueReplacingEstimator.ReplacementMode.Mean, imputeBySlot: false), items, "O");
        observer.Transform("transform/indicate", t.IndicateMissingValues("O", "V"), items, "O");
        observer.Transform("transform/concatenate/mixed", t.Concatenate("O", "X", "V", "Weight"), items, "O");
        observer.Transform("transform/concatenate/text", t.Concatenate("O", "Word", "Pair"), items, "O");
        observer.Transform("transform/concatenate/types", t.Concatenate("O", "X", "Word"), items, "O");
        observer.Transform("transform/concatenate/keys", t.Concatenate("O", "Key", "Class"), items, "O");
        observer.Observe("transform/drop", () => Observer.Schema(t.DropColumns("X", "V", "Pair").Fit(items).Transform(items).Schema));
        observer.Observe("transform/drop-missing", () => Observer.Schema(t.DropColumns("Nope").Fit(items).Transform(items).Schema));
        observer.Observe("transform/select-missing", () => Observer.Schema(t.SelectColumns("Nope").Fit(items).Transform(items).Schema));
        observer.Observe("transform/unseen", () =>
        {
            var some = ml.Data.FilterRowsByColumn(items, "Id", upperBound: 3);
            return Observer.Rows(conversion.MapValueToKey("O", "Word").Fit(some).Transform(items), "O");
        });
        observer.Observe("transform/key-data", () =>
        {
            var terms = ml.Data.LoadFromEnumerable(new[] { new Term { Value = "blue" }, new Term { Value = "green" } });
            return Observer.Rows(conversion.MapValueToKey("O", "Word", keyData: terms).Fit(items).Transform(items), "O");
        });
        observer.Transform("transform/custom", t.CustomMapping<Item, Doubled>((item, doubled) => doubled.O = item.X * 2, contractName: null), items, "O");
        observer.Observe("transform/custom-unnamed-save", () =>
        {
            var model = t.CustomMapping<Item, Doubled>((item, doubled) => doubled.O = item.X * 2, contractName: null).Fit(items);
            ml.Model.Save(model, items.Schema, new MemoryStream());
            return "saved";
        });
        observer.Observe("transform/custom-saved", () =>
        {
            var model = t.CustomMapping(new DoublingFactory().GetMapping(), "Doubling").Fit(items);
            using var stream = new MemoryStream();
            ml.Model.Save(model, items.Schema, stream);
            var other = new MLContext();
            other.ComponentCatalog.RegisterAssembly(typeof(DoublingFactory).Assembly);
            return Observer.Rows(other.Model.Load(stream, out _).Transform(items), "O");
        });
    }

    private sealed class Term
    {
        public string Value { get; set; } = "";
    }
}

internal sealed class Doubled
{
    public float O { get; set; }
}

[CustomMappingFactoryAttribute("Doubling")]
internal sealed class DoublingFactory : CustomMappingFactory<Item, Doubled>
{
    public override Action<Item, Doubled> GetMapping() => (item, doubled) => doubled.O = item.X * 2;
}
