using System.Xml.Linq;
using Portable.Tests.Api.Reading;

namespace Portable.Tests.Api;

/// <summary>The product is compiled against one package world and must run on the other.</summary>
public sealed class ProductUseTests
{
    private static readonly Dictionary<string, References> Product =
        AssembliesUnderTest.ProductFiles.ToDictionary(path => Path.GetFileName(path), References.Read);

    public static TheoryData<string> Assemblies { get; } = [.. Product.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Everything_used_is_official(string assembly)
    {
        var used = Product[assembly].Types.Concat(Product[assembly].Members).Order(StringComparer.Ordinal);
        List<string> faults = [];
        foreach (var id in used)
        {
            if (ApiListing.Official.Find(id) is not { } listed)
                faults.Add($"not listed: {id}");
            else if (listed.IsInternal && !listed.IsType && !AssembliesUnderTest.Lines.Contains(listed))
                faults.Add($"differs:    {AssembliesUnderTest.Lines.First(line => line.Id == id)}\n    listed: {listed}");
        }
        ApiComparison.AssertNone(faults, $"uses by {assembly} of what the official packages have not");
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Everything_implemented_is_whole(string assembly)
    {
        var present = AssembliesUnderTest.Lines.ToHashSet();
        var faults = ApiComparison.WithInherited(ApiListing.Official, Product[assembly].Implemented)
            .SelectMany(type => ApiListing.Official.OfType(type.TypeName)
                .Where(line => line.Modifiers == "abstract" || (type.IsInterface && line.IsMethod && line.Modifiers == "")))
            .Where(line => !present.Contains(line))
            .Select(line => $"missing: {line}").Order(StringComparer.Ordinal).ToList();
        ApiComparison.AssertNone(faults, $"abstract members that {assembly} would have to implement on the official packages");
    }

    [Fact]
    public void Only_the_library_uses_non_public_members()
    {
        var users = Product.Where(product => NonPublic(product.Value).Any()).Select(product => product.Key);
        Assert.Equal(["MLNetDeep.dll"], users);
    }

    [Fact]
    public void Non_public_members_are_listed_exactly()
    {
        const string Props = "src/MLNetDeep/Interop/NonPublicMembers.props";
        var listed = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "NonPublicMembers.props"))
            .Descendants("Publicize").Select(item => (string)item.Attribute("Include")!).ToList();
        var used = Product.Values.SelectMany(NonPublic).Distinct().ToList();

        var faults = used.Except(listed).Order(StringComparer.Ordinal)
            .Select(item => $"used, but not in {Props}: <Publicize Include=\"{item}\" />")
            .Concat(listed.Except(used).Select(item => $"in {Props}, but not used: {item}"))
            .Concat(listed.GroupBy(item => item).Where(same => same.Count() > 1).Select(same => $"twice in {Props}: {same.Key}"))
            .ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.InRange(listed.Count, 1, 59);
    }

    /// <summary>
    /// Items in the publicizer's spelling. Members of an interface need none: they are as visible as it is. Base types of
    /// what is used are needed too: the compiler must see them.
    /// </summary>
    private static IEnumerable<string> NonPublic(References references)
    {
        var used = references.Types.Concat(references.Members).Select(ApiListing.Official.Find).OfType<ApiLine>()
            .Where(line => line.IsInternal).ToList();
        var bases = ApiComparison.WithInherited(ApiListing.Official, used.Where(line => line.IsType).Select(line => line.Id));
        return used.Concat(bases.Where(line => line.IsInternal))
            .Where(line => line.IsType || ApiListing.Official.Find("T:" + line.TypeName) is not { IsInterface: true })
            .Select(line => $"{ApiListing.Official.AssemblyOf(line)}:{TypeItem(line.TypeName)}{MemberItem(line)}").Distinct();
    }

    /// <summary>Nested types are spelled with a plus; the listing separates them, like namespaces, with a dot.</summary>
    private static string TypeItem(string typeName)
    {
        for (var dot = typeName.LastIndexOf('.'); dot > 0; dot = typeName.LastIndexOf('.', dot - 1))
            if (ApiListing.Official.Find("T:" + typeName[..dot]) is not null)
                typeName = $"{typeName[..dot]}+{typeName[(dot + 1)..]}";
        return typeName;
    }

    private static string MemberItem(ApiLine line)
    {
        if (line.IsType)
            return "";
        var name = line.MemberName.Replace('#', '.').Split("``")[0];
        var isAccessor = line.IsMethod && name.Length > 4 && name[..4] is "get_" or "set_";
        return "." + (isAccessor ? name[4..] : name);
    }
}
