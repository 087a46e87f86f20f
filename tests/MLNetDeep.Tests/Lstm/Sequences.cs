using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Lstm;

/// <summary>Made sequences whose answer is known.</summary>
internal static class Sequences
{
    /// <summary>Rows of several lengths: whether the numbers rise more often than they fall.</summary>
    public static IDataView Rising(MLContext ml, int count, int seed, int longest = 12)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            bool rises = random.Next(2) == 0;
            float value = random.NextSingle();
            var steps = new float[random.Next(4, longest + 1)];
            for (int i = 0; i < steps.Length; i++)
                steps[i] = value += (rises ? 1 : -1) * 0.5f + (random.NextSingle() - 0.5f);
            return new Numbers { Features = steps, Label = rises };
        }).ToArray());
    }

    /// <summary>Sentences of several lengths: whether "good" stands in them, and not behind "not".</summary>
    public static IDataView Sentences(MLContext ml, int count, int seed)
    {
        string[] filler = ["the", "tea", "was", "very", "in", "this", "cup"];
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            var words = Enumerable.Range(0, random.Next(2, 9)).Select(_ => filler[random.Next(filler.Length)]).ToList();
            bool isGood = random.Next(2) == 0;
            words.InsertRange(random.Next(words.Count), isGood ? ["good"] : random.Next(2) == 0 ? ["not", "good"] : ["bad"]);
            return new Sentence { Text = string.Join(' ', words), Label = isGood };
        }).ToArray());
    }

    /// <summary>The adding problem (Hochreiter and Schmidhuber 1997): the sum of two marked numbers, one in each half.</summary>
    public static IDataView Adding(MLContext ml, int count, int steps, int seed)
    {
        var random = new Random(seed);
        var schema = SchemaDefinition.Create(typeof(Sum));
        schema[nameof(Sum.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, steps, 2);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
        {
            float[] features = new float[2 * steps];
            for (int t = 0; t < steps; t++)
                features[2 * t] = random.NextSingle();
            (int first, int second) = (random.Next(steps / 2), random.Next(steps / 2, steps));
            features[2 * first + 1] = features[2 * second + 1] = 1;
            return new Sum { Features = features, Label = features[2 * first] + features[2 * second] };
        }).ToArray(), schema);
    }

    public sealed class Numbers
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    public sealed class Sentence
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }

    public sealed class Sum
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
