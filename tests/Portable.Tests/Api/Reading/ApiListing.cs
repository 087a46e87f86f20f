using System.Globalization;
using System.Text;

namespace Portable.Tests.Api.Reading;

/// <summary>The official API: the files <c>*.api.txt</c> of a folder, one a package assembly.</summary>
internal sealed class ApiListing
{
    private readonly ILookup<string, ApiLine> _byId;
    private readonly ILookup<string, ApiLine> _byType;

    private ApiListing(IReadOnlyDictionary<string, IReadOnlyList<ApiLine>> files)
    {
        Files = files;
        Lines = [.. files.Values.SelectMany(lines => lines)];
        _byId = Lines.ToLookup(line => line.Id);
        _byType = Lines.ToLookup(line => line.TypeName);
    }

    /// <summary>The trimmed copy that the repository carries.</summary>
    public static ApiListing Official { get; } = Load(Path.Combine(AppContext.BaseDirectory, "official"));

    /// <summary>The lines of each assembly, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ApiLine>> Files { get; }

    public IReadOnlyList<ApiLine> Lines { get; }

    public ApiLine? Find(string id) => _byId[id].FirstOrDefault();

    /// <summary>The type and its members.</summary>
    public IEnumerable<ApiLine> OfType(string typeName) => _byType[typeName];

    public string AssemblyOf(ApiLine line) => Files.First(file => file.Value.Contains(line)).Key;

    /// <summary>What the listing has that looks most like the line: same id, same member, a like-named member, a like-named type.</summary>
    public ApiLine? Nearest(ApiLine line)
    {
        var candidates = _byId[line.Id].ToList();
        if (candidates.Count == 0 && !line.IsType)
            candidates = OfType(line.TypeName).Where(other => other.MemberName == line.MemberName).ToList();
        if (candidates.Count == 0 && !line.IsType)
            candidates = OfType(line.TypeName).Where(other => !other.IsType).ToList();
        if (candidates.Count == 0)
            candidates = Lines.Where(other => other.IsType && LastSegment(other.TypeName) == LastSegment(line.TypeName)).ToList();
        return candidates.MinBy(other => Distance(other.ToString(), line.ToString()));
    }

    /// <summary>A folder of listings, or of the official assemblies themselves.</summary>
    public static ApiListing Load(string folder)
    {
        const string Suffix = ".api.txt";
        var files = new SortedDictionary<string, IReadOnlyList<ApiLine>>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder, "*" + Suffix))
            files[Path.GetFileName(path)[..^Suffix.Length]] = [.. Join(File.ReadAllText(path)).Select(ApiLine.Parse).Distinct()];
        if (files.Count == 0)
            foreach (var path in Directory.GetFiles(folder, "*.dll"))
                if (Path.GetFileNameWithoutExtension(path) is var name && AssembliesUnderTest.IsOne(name))
                    files[name] = AssemblyApi.Read(path);
        return files.Count > 0
            ? new(files)
            : throw new FileNotFoundException($"{folder} holds neither *.api.txt nor ML.NET's assemblies.");
    }

    /// <summary>Control characters of default values as <c>\u000a</c>, so that a listing has one member a line.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var escaped = new StringBuilder();
        foreach (var c in text)
            escaped.Append(char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c);
        return escaped.ToString();
    }

    /// <summary>
    /// Lines of the file; one that begins with no visibility belongs to the line before, whose default value was a line break.
    /// </summary>
    private static IEnumerable<string> Join(string text)
    {
        string? pending = null;
        foreach (var line in text.Split('\n'))
        {
            var starts = line.StartsWith("public ", StringComparison.Ordinal) || line.StartsWith("protected ", StringComparison.Ordinal)
                || line.StartsWith("internal ", StringComparison.Ordinal);
            if (starts && pending is not null)
                yield return Escape(pending);
            pending = starts ? line : line.Length > 0 ? $"{pending}\n{line}" : pending;
        }
        if (pending is not null)
            yield return Escape(pending);
    }

    private static string LastSegment(string typeName) => typeName[(typeName.LastIndexOf('.') + 1)..];

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
