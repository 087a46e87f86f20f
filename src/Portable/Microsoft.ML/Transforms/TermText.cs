using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Values that keys stand for, as text.</summary>
internal static class TermText
{
    public static string Of<T>(T value) => value switch
    {
        bool flag => flag ? "1" : "0",
        float.NaN or double.NaN => "?",
        double real => real.ToString("G17", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("o", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    public static void Write(TextWriter writer, string[] terms)
    {
        writer.WriteLine($"# Number of terms = {terms.Length}");
        for (var i = 0; i < terms.Length; i++)
            writer.WriteLine($"{i}\t{terms[i]}");
    }

    public static void AddTextKeyValues(this DataViewSchema.Annotations.Builder builder, string[] terms) => builder.AddKeyValues(
        terms.Length,
        TextDataViewType.Instance,
        (ref VBuffer<ReadOnlyMemory<char>> value) =>
            value = new VBuffer<ReadOnlyMemory<char>>(terms.Length, Array.ConvertAll(terms, t => t.AsMemory())));
}
