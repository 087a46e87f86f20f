using Portable.Tests.Api.Reading;

namespace Portable.Tests.Api;

/// <summary>Compares assemblies with the official listing; every fault is a text for the person who has to mend it.</summary>
internal static class ApiComparison
{
    /// <summary>Public and protected lines of an assembly that the listing has not, or not so.</summary>
    public static IReadOnlyList<string> Beyond(ApiListing official, IReadOnlyList<ApiLine> assembly)
        => [.. assembly.Where(line => !line.IsInternal).SelectMany(line => FaultsOf(official, line)).Order(StringComparer.Ordinal)];

    /// <summary>Public and protected lines of the listing that the assemblies have not, or not so.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyList<ApiLine> official, IReadOnlyList<ApiLine> assemblies)
    {
        var present = assemblies.Select(line => line.ToString()).ToHashSet();
        return [.. official.Where(line => !line.IsInternal && !present.Contains(line.ToString())).Select(line => $"missing: {line}")];
    }

    /// <summary>Types of the listing that the assemblies have publicly or the product refers to, and what those inherit.</summary>
    public static IReadOnlySet<string> TypesInUse(ApiListing official)
    {
        var types = AssembliesUnderTest.Lines.Where(line => !line.IsInternal).Select(line => line.TypeName).ToHashSet();
        foreach (var references in AssembliesUnderTest.ProductFiles.Select(References.Read))
        {
            types.UnionWith(references.Types.Select(id => id[2..]));
            types.UnionWith(WithInherited(official, references.Types.Concat(references.Implemented)).Select(line => line.TypeName));
        }
        return types;
    }

    /// <summary>The listed types of these ids, and all that they inherit.</summary>
    public static IReadOnlyList<ApiLine> WithInherited(ApiListing official, IEnumerable<string> typeIds)
    {
        Dictionary<string, ApiLine> found = [];
        var open = new Stack<string>(typeIds);
        while (open.TryPop(out var id))
            if (official.Find(id) is { } line && found.TryAdd(id, line))
                foreach (var type in line.BaseTypes)
                    open.Push(DefinitionId(type));
        return [.. found.Values];
    }

    public static void AssertNone(IReadOnlyCollection<string> faults, string what)
    {
        if (faults.Count > 0)
            Assert.Fail($"""
                {faults.Count} {what}:
                {string.Join('\n', faults)}
                Where the listing is right, mend the code: what is not listed must be internal. Where only the trimmed copy is short, run
                  tests/Portable.Tests/Api/update-api.sh FOLDER
                FOLDER holds the official assemblies (*.dll) or full listings of them (*.api.txt).
                """);
    }

    private static IEnumerable<string> FaultsOf(ApiListing official, ApiLine line)
    {
        var listed = official.Find(line.Id);
        if (listed is null)
        {
            yield return $"not listed:   {line}\n   nearest:   {official.Nearest(line)?.ToString() ?? "nothing of that name"}";
            yield break;
        }
        var same = line.IsType
            ? line.Visibility == listed.Visibility && line.Modifiers == listed.Modifiers
            : line == listed;
        if (!same)
            yield return $"differs:      {line}\n    listed:   {listed}";
        if (!line.IsType)
            yield break;
        var extras = line.BaseTypes.Except(listed.BaseTypes).Where(type => !IsInternal(type));
        foreach (var extra in extras.Where(type => !InheritsThroughAbsent(official, listed, type)))
            yield return $"wrong base:   {line.Id} has {extra}\n    listed:   {listed}";
        foreach (var absent in listed.BaseTypes.Except(line.BaseTypes).Where(IsAvailable))
            yield return $"base missing: {line.Id} lacks {absent}\n    listed:   {listed}";
    }

    /// <summary>A base that the official type gets from one of its bases which the subset leaves out.</summary>
    private static bool InheritsThroughAbsent(ApiListing official, ApiLine listed, string type)
    {
        var absent = listed.BaseTypes.Where(other => !IsAvailable(other)).Select(DefinitionId).ToList();
        return absent.Count > 0
            && (WithInherited(official, absent).SelectMany(line => line.BaseTypes).Any(other => DefinitionId(other) == DefinitionId(type))
                || !official.Lines.Any(line => absent.Contains(line.Id)) && official.Find(DefinitionId(type)) is not null);
    }

    /// <summary>Our own way to build things, which no user sees.</summary>
    private static bool IsInternal(string type) => AssembliesUnderTest.Lines.Any(line => line.IsInternal && line.Id == DefinitionId(type));

    private static bool IsAvailable(string type)
        => type.StartsWith("System.", StringComparison.Ordinal)
            || AssembliesUnderTest.Lines.Any(line => !line.IsInternal && line.Id == DefinitionId(type));

    /// <summary>From <c>A.B/C`1&lt;X&gt;</c> to <c>T:A.B.C`1</c>.</summary>
    private static string DefinitionId(string type)
        => "T:" + (type.IndexOf('<') is var end and >= 0 ? type[..end] : type).Replace('/', '.');
}
