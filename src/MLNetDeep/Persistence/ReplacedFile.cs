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
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or nothing may be written in its folder.</exception>
    public static void Write(string path, bool keepPrevious, Action<Stream> write)
    {
        string beside = BesideOf(path);
        using (FileStream stream = Open(path, beside, FileOptions.None))
        {
            try
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            catch
            {
                stream.Dispose();
                File.Delete(beside);
                throw;
            }
        }

        try
        {
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

    /// <summary>Refuses a file that <see cref="Write"/> could not write, before any work is done for it.</summary>
    /// <param name="path">Where it belongs; its folder exists.</param>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or nothing may be written in its folder.</exception>
    public static void Check(string path) => Open(path, BesideOf(path), FileOptions.DeleteOnClose).Dispose();

    private static string BesideOf(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    /// <summary>Opens the file beside; errors name the one that was asked for.</summary>
    private static FileStream Open(string path, string beside, FileOptions options)
    {
        // A rename asks for rights on the folder only, and would put another file in the place of a protected one. Existence and
        // attributes are of one look at it: another writer may just be moving it.
        var there = new FileInfo(path);
        if (there.Exists && there.Attributes.HasFlag(FileAttributes.ReadOnly))
            throw new UnauthorizedAccessException($"The file '{path}' cannot be written: it is read-only.");
        try
        {
            return new FileStream(beside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 4096, options);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException($"The file '{path}' cannot be written: nothing may be written in its folder.", error);
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
