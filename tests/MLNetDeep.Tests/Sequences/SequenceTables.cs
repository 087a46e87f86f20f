using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Conformance.Data;

namespace MLNetDeep.Tests.Sequences;

/// <summary>Small tables of sequences.</summary>
internal static class SequenceTables
{
    public static readonly string[] Words = ["ant", "bee", "cat", "dog", "elk"];

    public static readonly string[] Tags = ["echo", "first", "other"];

    /// <summary>Words, each with a tag that tells whether the word before (echo), or else the word behind (first), is the same.</summary>
    public static TestTable Tagged(int count, int seed, int longest = 9)
    {
        var random = new Random(seed);
        uint[][] words = [.. Enumerable.Range(0, count).Select(_ => Draw(random, 1 + random.Next(longest), 1.0 / 3))];
        return Tagged(words, [.. words.Select(TagsOf)]);
    }

    public static TestTable Tagged(uint[][] words, uint[][] tags) => new(
        Keys("Words", Words, words), Keys("Tags", Tags, tags), Others(words.Length),
        new TestColumn<float>("Weight", NumberDataViewType.Single, [.. words.Select((_, i) => 1 + (i % 3f))]));

    /// <summary>Words to be told in another order.</summary>
    public static TestTable Rearranged(int count, int seed, Func<uint[], IEnumerable<uint>> order, int longest = 5)
    {
        var random = new Random(seed);
        uint[][] words = [.. Enumerable.Range(0, count).Select(_ => Draw(random, 1 + random.Next(longest), 0))];
        return new TestTable(
            Keys("Words", Words, words), Keys("Answer", Words, [.. words.Select(row => order(row).ToArray())]), Others(count));
    }

    public static TestColumn Keys(string name, string[] values, uint[][] rows)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var texts = new VBuffer<ReadOnlyMemory<char>>(values.Length, [.. values.Select(value => value.AsMemory())]);
        builder.Add(
            "KeyValues", new VectorDataViewType(TextDataViewType.Instance, values.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => texts.CopyTo(ref value));
        return TestColumn.Sequence(name, new KeyDataViewType(typeof(uint), values.Length), rows, builder.ToAnnotations());
    }

    public static TestColumn Others(int count) =>
        new TestColumn<float>("Other", NumberDataViewType.Single, [.. Enumerable.Range(0, count).Select(i => (float)i)]);

    public static T[][] Vectors<T>(IDataView view, string name)
    {
        var column = view.Schema[name];
        using var cursor = view.GetRowCursor([column]);
        var get = cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        List<T[]> rows = [];
        while (cursor.MoveNext())
        {
            get(ref value);
            rows.Add([.. value.DenseValues()]);
        }
        return [.. rows];
    }

    private static uint[] Draw(Random random, int length, double repeated)
    {
        var words = new uint[length];
        for (int i = 0; i < length; i++)
            words[i] = i > 0 && random.NextDouble() < repeated ? words[i - 1] : (uint)(1 + random.Next(Words.Length));
        return words;
    }

    private static uint[] TagsOf(uint[] words) =>
        [.. words.Select((word, i) => i > 0 && words[i - 1] == word ? 1u : i < words.Length - 1 && words[i + 1] == word ? 2u : 3u)];
}
