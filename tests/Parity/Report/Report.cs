using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Parity;

/// <summary>What agrees with the record, what differs, and whether the list of known differences is right.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Name, string Official, string Observed, string? Reason)> _differences = [];
    private readonly List<string> _stale = [];

    /// <summary>Observations that the record does not have yet.</summary>
    private readonly List<string> _unrecorded = [];

    private int _agreed;
    private int _total;

    /// <summary>Every difference is listed with its reason, and everything listed differs.</summary>
    public bool IsGood => _stale.Count == 0 && _differences.TrueForAll(d => d.Reason is not null);

    public static Report Create(JsonObject official, JsonObject observed, IReadOnlyDictionary<string, string> known)
    {
        var report = new Report { _total = official.Count };
        report._unrecorded.AddRange(observed.Select(o => o.Key).Where(name => !official.ContainsKey(name)));
        foreach (var (name, expected) in official)
        {
            var rule = Rule.Of(name);
            if (observed.TryGetPropertyValue(name, out var seen)
                && Differences(Rule.WithoutClock(name, expected), Rule.WithoutClock(name, seen), rule) <= rule.FreeEntries)
                report._agreed++;
            else
                report._differences.Add((name, Text(expected), observed.ContainsKey(name) ? Text(seen) : "(not observed)", known.GetValueOrDefault(name)));
        }
        report._stale.AddRange(known.Keys.Where(name => report._differences.TrueForAll(d => d.Name != name)));
        return report;
    }

    public void Write(TextWriter output)
    {
        foreach (var (name, expected, seen, reason) in _differences)
        {
            output.WriteLine(reason is null ? $"DIFFERENT  {name}" : $"known      {name}");
            foreach (var line in Wrap(reason ?? ""))
                output.WriteLine($"  {line}");
            var start = Math.Max(0, expected.Zip(seen).TakeWhile(pair => pair.First == pair.Second).Count() - 20);
            output.WriteLine($"  official {Cut(expected, start)}");
            output.WriteLine($"  here     {Cut(seen, start)}");
        }
        foreach (var name in _stale)
            output.WriteLine($"STALE      {name} is listed, but agrees: take it off the list.");
        foreach (var name in _unrecorded)
            output.WriteLine($"new        {name} is not on record yet.");
        var unknown = _differences.Count(d => d.Reason is null);
        output.WriteLine($"{_agreed} of {_total} observations agree; of the others {_differences.Count - unknown} are known, {unknown} not.");
    }

    /// <summary>How many entries differ; a difference of shape counts as more than any rule allows.</summary>
    private static int Differences(JsonNode? official, JsonNode? observed, Rule rule, int position = 0) => (official, observed) switch
    {
        (null, null) => 0,
        (JsonArray a, JsonArray b) when a.Count == b.Count => a.Select((entry, i) => Differences(entry, b[i], rule, i)).Sum(),
        (JsonObject a, JsonObject b) when a.Count == b.Count =>
            a.Sum(member => b.ContainsKey(member.Key) ? Differences(member.Value, b[member.Key], rule) : int.MaxValue / 2),
        (JsonValue a, JsonValue b) => AreEqual(a, b, rule, position) ? 0 : 1,
        _ => int.MaxValue / 2,
    };

    private static bool AreEqual(JsonValue official, JsonValue observed, Rule rule, int position) =>
        (official.GetValueKind(), observed.GetValueKind()) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) => rule.AreEqual(official.GetValue<double>(), observed.GetValue<double>(), position),
            (JsonValueKind.String, JsonValueKind.String) => rule.AreEqual(official.GetValue<string>(), observed.GetValue<string>()),
            var (a, b) => a == b,
        };

    private static string Text(JsonNode? node) => node?.ToJsonString(Plain) ?? "null";

    private static IEnumerable<string> Wrap(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(new List<string>(), (lines, word) =>
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length < 76)
                lines[^1] += " " + word;
            else
                lines.Add(word);
            return lines;
        });

    private static string Cut(string text, int start) =>
        (start > 0 ? "…" : "") + (text.Length - start > 66 ? text.Substring(start, 65) + "…" : text[start..]);
}
