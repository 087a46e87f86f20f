namespace MLNetDeep.Persistence;

/// <summary>Files that are written beside their place and renamed: what was there survives every failure.</summary>
internal static class ReplacedFile
{
    /// <summary>Where the file is kept that was there before.</summary>
    public static string PreviousOf(string path) => path + ".previous";

    /// <summary>Writes a file.</summary>
    /// <param name="path">Where it belongs.</param>
    /// <param name="keepPrevious">Whether what was there is kept beside it, as <see cref="PreviousOf"/>.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, bool keepPrevious, Action<Stream> write)
    {
        string beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (keepPrevious)
                Keep(path);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static void Keep(string path)
    {
        try
        {
            if (File.Exists(path))
                File.Move(path, PreviousOf(path), overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // Another process writes the same file and has just moved it: what was there before is kept already.
        }
    }
}
