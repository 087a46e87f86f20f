namespace Portable.Tests.Api.Reading;

/// <summary>
/// One line of an API listing, such as
/// <c>public static M:N.C.Max(System.Int32,`0) -&gt; T [left, right=null]</c>.
/// </summary>
/// <param name="Visibility">What a caller outside the assembly sees: public, protected or internal.</param>
/// <param name="Modifiers">Empty, or words such as <c>static</c>, <c>virtual</c>, <c>sealed class</c>.</param>
/// <param name="Id">The documentation id, with its kind: <c>T:</c>, <c>M:</c> or <c>F:</c>.</param>
/// <param name="Tail">Return type, parameter names and defaults, constant value, or base types.</param>
internal sealed record ApiLine(string Visibility, string Modifiers, string Id, string Tail)
{
    public bool IsType => Id.StartsWith("T:", StringComparison.Ordinal);

    public bool IsMethod => Id.StartsWith("M:", StringComparison.Ordinal);

    public bool IsInternal => Visibility == "internal";

    public bool IsInterface => IsType && Modifiers == "interface";

    /// <summary>The documentation id of the type itself, or of the type that declares the member, without <c>T:</c>.</summary>
    public string TypeName => IsType ? Id[2..] : Id[2..MemberDot()];

    /// <summary>The member's name: <c>#ctor</c>, <c>get_Count</c>, <c>Copy``1</c>; empty for a type.</summary>
    public string MemberName => IsType ? "" : Id[(MemberDot() + 1)..NameEnd()];

    /// <summary>The base class and interfaces of a type, as a set.</summary>
    public IReadOnlyList<string> BaseTypes => Tail.StartsWith(" : ", StringComparison.Ordinal) ? SplitTopLevel(Tail[3..]) : [];

    public override string ToString() => $"{Visibility} {(Modifiers.Length == 0 ? "" : Modifiers + " ")}{Id}{Tail}";

    public static ApiLine Parse(string line)
    {
        var kind = line.IndexOf(':');
        Assert.True(kind > 0 && "TMF".Contains(line[kind - 1]), $"Not a line of an API listing: {line}");
        var words = line[..(kind - 1)].TrimEnd().Split(' ', 2);
        var end = line.IndexOf(' ', kind);
        return end < 0
            ? new(words[0], words.ElementAtOrDefault(1) ?? "", line[(kind - 1)..], "")
            : new(words[0], words.ElementAtOrDefault(1) ?? "", line[(kind - 1)..end], line[end..]);
    }

    private static List<string> SplitTopLevel(string types)
    {
        List<string> parts = [];
        var (depth, start) = (0, 0);
        for (var i = 0; i < types.Length; i++)
        {
            depth += types[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (types[i] != ',' || depth > 0)
                continue;
            parts.Add(types[start..i].Trim());
            start = i + 1;
        }
        parts.Add(types[start..].Trim());
        return parts;
    }

    private int NameEnd() => Id.AsSpan().IndexOfAny('(', '~') is var end and >= 0 ? end : Id.Length;

    private int MemberDot() => Id.LastIndexOf('.', NameEnd() - 1);
}
