namespace MLNetDeep.Tests.Samples;

/// <summary>Files of the repository that tests compare with each other.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MLNetDeep.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("MLNetDeep.sln is in no folder above the tests.");
        return folder.FullName;
    }
}
