using Portable.Tests.Api.Reading;

namespace Portable.Tests.Api;

/// <summary>
/// Rewrites the trimmed copy of the official listing; started by update-api.sh, never by a test. It keeps all lines of
/// the types that the portable packages have or that the product refers to.
/// </summary>
internal static class UpdateListing
{
    private static int Main(string[] arguments)
    {
        if (arguments is not ["update-api", var from, var to])
        {
            Console.Error.WriteLine("usage: update-api FOLDER_OF_FULL_LISTING FOLDER_OF_TRIMMED_LISTING");
            return 2;
        }
        var full = ApiListing.Load(from);
        var types = ApiComparison.TypesInUse(full);
        Directory.CreateDirectory(to);
        foreach (var stale in Directory.GetFiles(to, "*.api.txt"))
            File.Delete(stale);
        foreach (var (assembly, lines) in full.Files)
        {
            var kept = lines.Where(line => types.Contains(line.TypeName)).Select(line => line.ToString())
                .Distinct().Order(StringComparer.Ordinal).ToList();
            if (kept.Count == 0)
                continue;
            File.WriteAllText(Path.Combine(to, assembly + ".api.txt"), string.Join('\n', kept) + "\n");
            Console.WriteLine($"{assembly}: {kept.Count} of {lines.Count} lines");
        }
        return 0;
    }
}
