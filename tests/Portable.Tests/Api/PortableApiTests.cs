using Portable.Tests.Api.Reading;

namespace Portable.Tests.Api;

/// <summary>
/// The portable packages are a subset of the official ones: nothing public or protected in them that the official
/// listing lacks or spells otherwise. On the official packages the same tests check the listing itself.
/// </summary>
public sealed class PortableApiTests
{
    public static TheoryData<string> Assemblies { get; } = AssembliesUnderTest.ArePortable
        ? [.. AssembliesUnderTest.Files.Select(path => Path.GetFileNameWithoutExtension(path))]
        : [.. ApiListing.Official.Files.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_agrees_with_the_official_listing(string assembly)
    {
        var faults = AssembliesUnderTest.ArePortable
            ? ApiComparison.Beyond(ApiListing.Official, AssemblyApi.Read(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")))
            : ApiComparison.Missing(ApiListing.Official.Files[assembly], AssembliesUnderTest.Lines);
        ApiComparison.AssertNone(faults, $"{assembly}: members that differ from the official API");
    }

    [Fact]
    public void Trimmed_listing_is_small_sorted_and_without_repeats()
    {
        foreach (var (name, lines) in ApiListing.Official.Files)
        {
            var text = lines.Select(line => line.ToString()).ToList();
            Assert.True(text.SequenceEqual(text.Distinct().Order(StringComparer.Ordinal)), $"{name}.api.txt is not sorted.");
        }
        Assert.InRange(ApiListing.Official.Files.Values.Sum(lines => lines.Sum(line => (long)line.ToString().Length)), 1, 2_000_000);
    }
}
