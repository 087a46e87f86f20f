using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;

namespace Portable.Tests.Transforms;

/// <summary>Each transform of texts gives, before and after saving, what the official one gave: text-transforms.txt has its
/// sections.</summary>
public sealed class TextTransformTests
{
    private static readonly MLContext Ml = new(1);

    private static readonly IDataView Data = Ml.Data.LoadFromEnumerable(new Row[]
    {
        new("The cat, the CAT; sat on Ünïcode 42 mats!", "Å single word", ["Alpha beta", "", "Gamma  the"]),
        new("", "", ["", "", ""]),
        new("the dog sat", "the the the", ["x", "y", "the"]),
        new("  spaces   everywhere ", "naïve café ΆΈ Йй", ["a-b", "c_d", "1 2"]),
    });

    private static readonly Dictionary<string, IEstimator<ITransformer>> Estimators = new()
    {
        ["normalize"] = Text.NormalizeText("O", "B"),
        ["normalize upper"] = Text.NormalizeText("O", "A", TextNormalizingEstimator.CaseMode.Upper, true, false, false),
        ["normalize vector"] = Text.NormalizeText("O", "V", TextNormalizingEstimator.CaseMode.None, keepPunctuations: false),
        ["words"] = Text.TokenizeIntoWords("O", "A"),
        ["words of vector"] = Text.TokenizeIntoWords("O", "V", [' ', '-', '_']),
        ["characters"] = Text.TokenizeIntoCharactersAsKeys("O", "B"),
        ["characters of vector"] = Text.TokenizeIntoCharactersAsKeys("O", "V"),
        ["characters without markers"] = Text.TokenizeIntoCharactersAsKeys("O", "V", false),
        ["ngrams tf"] = Ngrams(),
        ["ngrams idf"] = Ngrams(weighting: NgramExtractingEstimator.WeightingCriteria.Idf),
        ["ngrams tfidf"] = Ngrams(weighting: NgramExtractingEstimator.WeightingCriteria.TfIdf),
        ["ngrams skipping"] = Ngrams(length: 3, skips: 2),
        ["ngrams of one length"] = Ngrams(allLengths: false, maximum: 4),
        ["ngrams limited"] = Ngrams(maximum: 3, weighting: NgramExtractingEstimator.WeightingCriteria.TfIdf),
        ["ngrams of no keys"] = Text.TokenizeIntoWords("W", "A").Append(Text.ProduceNgrams("O", "W")),
        ["featurize"] = Text.FeaturizeText("O", "B"),
        ["featurize in place"] = Text.FeaturizeText("B"),
        ["featurize two"] = Text.FeaturizeText("O", new TextFeaturizingEstimator.Options
        {
            OutputTokensColumnName = "W",
            CharFeatureExtractor = null,
            WordFeatureExtractor = new() { NgramLength = 1, Weighting = NgramExtractingEstimator.WeightingCriteria.TfIdf },
        }, "A", "B"),
        ["featurize without norm"] = Text.FeaturizeText("O", new TextFeaturizingEstimator.Options
        {
            Norm = TextFeaturizingEstimator.NormFunction.None,
        }, "B"),
        ["featurize vector"] = Text.FeaturizeText("O", new TextFeaturizingEstimator.Options
        {
            Norm = TextFeaturizingEstimator.NormFunction.L1,
            CharFeatureExtractor = new() { NgramLength = 2 },
        }, "V"),
        ["featurize with largest norm"] = Text.FeaturizeText("O", new TextFeaturizingEstimator.Options
        {
            Norm = TextFeaturizingEstimator.NormFunction.Infinity,
            CaseMode = TextNormalizingEstimator.CaseMode.None,
            KeepDiacritics = true,
            WordFeatureExtractor = null,
        }, "B"),
        ["featurize missing"] = Text.FeaturizeText("O", "Nope"),
    };

    private static TransformsCatalog.TextTransforms Text => Ml.Transforms.Text;

    public static IEnumerable<object[]> Names => Estimators.Keys.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_is_the_official_one_and_survives_saving(string name)
    {
        var sections = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "text-transforms.txt")).Split("=== ");
        var expected = sections.Single(s => s.StartsWith(name + "\n", StringComparison.Ordinal))[(name.Length + 1)..];
        Assert.Equal(expected, Describe(Estimators[name], reload: false));
        Assert.Equal(expected, Describe(Estimators[name], reload: true));
    }

    [Theory]
    [InlineData(1, 1, "skipLength (actual value: 1) can only be zero when ngramLength set to one. (Parameter 'skipLength')")]
    [InlineData(8, 3, "The sum of skipLength and ngramLength must be less than or equal to 10 (Parameter 'skipLength')")]
    [InlineData(0, 0, "Specified argument was out of the range of valid values. (Parameter 'ngramLength')")]
    public void Impossible_ngrams_are_refused(int length, int skips, string message) => Assert.Equal(
        message, Assert.Throws<ArgumentOutOfRangeException>(() => Text.ProduceNgrams("O", "W", length, skips)).Message);

    private static IEstimator<ITransformer> Ngrams(int length = 2, int skips = 0, bool allLengths = true, int maximum = 10000000,
        NgramExtractingEstimator.WeightingCriteria weighting = NgramExtractingEstimator.WeightingCriteria.Tf) =>
        Text.TokenizeIntoWords("W", "A").Append(Ml.Transforms.Conversion.MapValueToKey("W"))
            .Append(Text.ProduceNgrams("O", "W", length, skips, allLengths, maximum, weighting));

    private static string Describe(IEstimator<ITransformer> estimator, bool reload)
    {
        try
        {
            ITransformer model = estimator.Fit(Data);
            if (reload)
            {
                using var stream = new MemoryStream();
                Ml.Model.Save(model, Data.Schema, stream);
                stream.Position = 0;
                model = new MLContext().Model.Load(stream, out _);
            }
            return Describe(model.Transform(Data));
        }
        catch (ArgumentException e)
        {
            return $"{e.GetType().Name} {e.Message}\n";
        }
    }

    private static string Describe(IDataView view)
    {
        var text = new StringBuilder();
        text.AppendJoin("; ", view.Schema.Where(c => !c.IsHidden).Select(c => $"{c.Name}: {c.Type}")).Append('\n');
        var column = view.Schema.GetColumnOrNull("O") ?? view.Schema["B"];
        text.AppendJoin(", ", column.Annotations.Schema.Select(a => a.Name).Order(StringComparer.Ordinal)).Append('\n');
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.Annotations.Schema.GetColumnOrNull("SlotNames") != null)
            column.GetSlotNames(ref names);
        text.AppendJoin(' ', names.DenseValues()).Append('\n');
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") != null)
        {
            column.GetKeyValues(ref names);
            text.AppendJoin(' ', new[] { 0, 9, 31, 64, 126, 127, 150, 158, 160, 8231, 8232, 55295, 56000, 65534 }.Select(names.GetItemOrDefault))
                .Append('\n');
        }
        using var cursor = view.GetRowCursor([column]);
        Func<string> read = (column.Type as VectorDataViewType)?.ItemType.RawType.Name switch
        {
            null => Reader<ReadOnlyMemory<char>>(v => v.ToString()),
            "Single" => Reader<VBuffer<float>>(v => Show(v, item => item.ToString("G5", CultureInfo.InvariantCulture))),
            "UInt16" => Reader<VBuffer<ushort>>(v => Show(v, item => $"{item}")),
            _ => Reader<VBuffer<ReadOnlyMemory<char>>>(v => Show(v, item => item.ToString())),
        };
        while (cursor.MoveNext())
            text.Append(read()).Append('\n');
        return text.ToString();

        Func<string> Reader<T>(Func<T, string> show)
        {
            var get = cursor.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                get(ref value);
                return show(value);
            };
        }
    }

    private static string Show<T>(VBuffer<T> vector, Func<T, string> show) => $"{(vector.IsDense ? "dense" : "sparse")} {vector.Length}: "
        + string.Join('|', vector.Items().Select(item => vector.IsDense ? show(item.Value) : $"{item.Key}={show(item.Value)}"));

    private sealed class Row(string a, string b, string[] v)
    {
        public string A { get; } = a;

        public string B { get; } = b;

        [VectorType(3)]
        public string[] V { get; } = v;
    }
}
