using MLNetDeep.Persistence;

namespace MLNetDeep.Cli.Output;

/// <summary>Writes files beside their place and renames them: what was there survives every failure.</summary>
internal static class AtomicFile
{
    /// <summary>Refuses a path that cannot be written, before any work is done for it.</summary>
    public static void CheckTarget(string path, string what)
    {
        if (Directory.Exists(path))
            throw new CliException($"{what} '{path}' is a folder: give a file name.");
        // Renaming onto a device, or onto a link such as /dev/stdout, would replace it.
        if (Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal))
            throw new CliException($"{what} '{path}' is a device: give a file name.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
            throw new CliException($"{what} '{path}' cannot be written: its folder does not exist.");
        try
        {
            ReplacedFile.Check(path);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new CliException($"{what}: {error.Message}");
        }
    }

    public static void Write(string path, Action<Stream> write)
    {
        // A link stays one: what it points to is replaced.
        if (File.Exists(path))
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        ReplacedFile.Write(path, keepPrevious: false, write);
    }
}
