namespace Microsoft.ML.Data;

public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    public MultiFileSource(params string[]? paths)
    {
        if (paths == null || (paths.Length == 1 && paths[0] == null))
        {
            _paths = [];
            return;
        }

        var expanded = paths.SelectMany(Expand).ToArray();
        _paths = expanded.Length > 0 ? expanded : paths;
    }

    public int Count => _paths.Length;

    public string? GetPathOrNull(int index) => PathAt(index);

    public Stream Open(int index)
    {
        var path = PathAt(index);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Could not open file '{path}'. Error is: {e.Message}", e);
        }
    }

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index), bufferSize: 1 << 16);

    /// <summary>The files that a path names: itself when it exists, or what its wildcards find, in ordinal order.</summary>
    internal static string[] Expand(string path)
    {
        if (File.Exists(path))
            return [path];
        var pattern = Path.GetFileName(path);
        if (pattern.AsSpan().IndexOfAny('*', '?') < 0)
            return [];
        var folder = Path.GetDirectoryName(path);
        if (string.IsNullOrEmpty(folder))
            folder = ".";
        if (!Directory.Exists(folder))
            return [];
        var found = Directory.GetFiles(folder, pattern);
        Array.Sort(found, StringComparer.Ordinal);
        return found;
    }

    private string PathAt(int index)
    {
        if (index < 0 || index >= _paths.Length)
            throw Contracts.ExceptParam(nameof(index));
        return _paths[index];
    }
}
