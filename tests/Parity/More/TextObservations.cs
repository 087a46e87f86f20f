using Microsoft.ML;
using Microsoft.ML.Transforms.Text;

namespace Parity;

/// <summary>Text transforms on a few odd sentences.</summary>
internal static class TextObservations
{
    private static readonly string?[] Sentences =
    [
        "The cat sat on the mat.", "the DOG, it seems; didn't sit!", "Ünïcode café — naïve 1,234.5", "", null, "  spaces   and\ttabs ", "a a a b b c",
    ];

    public static void Add(Observer observer)
    {
        var ml = new MLContext(seed: 1);
        var texts = ml.Data.LoadFromEnumerable(Sentences.Select(text => new Sentence { Text = text }).ToArray());
        var t = ml.Transforms.Text;

        observer.Transform("text/normalize", t.NormalizeText("O", "Text"), texts, "O");
        observer.Transform("text/normalize-upper", t.NormalizeText("O", "Text", TextNormalizingEstimator.CaseMode.Upper, keepPunctuations: false), texts, "O");
        observer.Transform("text/normalize-strict", t.NormalizeText(
            "O", "Text", TextNormalizingEstimator.CaseMode.None, keepDiacritics: true, keepPunctuations: false, keepNumbers: false), texts, "O");
        observer.Transform("text/words", t.TokenizeIntoWords("O", "Text"), texts, "O");
        observer.Transform("text/words-by", t.TokenizeIntoWords("O", "Text", [' ', ',', ';']), texts, "O");
        observer.Transform("text/chars", t.TokenizeIntoCharactersAsKeys("O", "Text"), texts, "O");
        observer.Transform("text/chars-bare", t.TokenizeIntoCharactersAsKeys("O", "Text", useMarkerCharacters: false), texts, "O");

        var keys = t.TokenizeIntoWords("W", "Text").Append(ml.Transforms.Conversion.MapValueToKey("W"));
        foreach (var weighting in Enum.GetValues<NgramExtractingEstimator.WeightingCriteria>())
            observer.Transform($"text/ngrams/{weighting}", keys.Append(t.ProduceNgrams("O", "W", 2, weighting: weighting)), texts, "O");
        observer.Transform("text/ngrams/only", keys.Append(t.ProduceNgrams("O", "W", 3, useAllLengths: false)), texts, "O");
        observer.Transform("text/ngrams/skip", keys.Append(t.ProduceNgrams("O", "W", 2, skipLength: 1)), texts, "O");
        observer.Transform("text/ngrams/few", keys.Append(t.ProduceNgrams("O", "W", 2, maximumNgramsCount: 4)), texts, "O");

        observer.Transform("text/featurize", t.FeaturizeText("O", "Text"), texts, "O");
        observer.Transform("text/featurize-bare", t.FeaturizeText("O", new TextFeaturizingEstimator.Options
        {
            CharFeatureExtractor = null,
            WordFeatureExtractor = new WordBagEstimator.Options { NgramLength = 1 },
            Norm = TextFeaturizingEstimator.NormFunction.None,
        }, "Text"), texts, "O");
        observer.Transform("text/featurize-tokens", t.FeaturizeText("O", new TextFeaturizingEstimator.Options
        {
            OutputTokensColumnName = "Tokens",
            KeepPunctuations = false,
            KeepNumbers = false,
            Norm = TextFeaturizingEstimator.NormFunction.L1,
        }, "Text"), texts, "O", "Tokens");
    }

    private sealed class Sentence
    {
        public string? Text { get; set; }
    }
}
