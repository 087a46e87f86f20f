namespace Microsoft.ML.Data;

public interface IMultiStreamSource
{
    int Count { get; }
    string? GetPathOrNull(int index);
    Stream Open(int index);
    TextReader OpenTextReader(int index);
}

public sealed class MultiFileSource(params string[]? paths) : IMultiStreamSource
{
    private readonly string[] _paths = paths is null or [null] ? []
        : paths.SelectMany(Expand).ToArray() is { Length: > 0 } found ? found : paths;

    public int Count => _paths.Length;

    public string? GetPathOrNull(int index)
    {
        Contracts.CheckParam(index >= 0 && index < _paths.Length, nameof(index));
        return _paths[index];
    }

    public Stream Open(int index)
    {
        var path = GetPathOrNull(index)!;
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

    /// <summary>The files that a path names: itself when it exists, or what its wildcards find, in order.</summary>
    internal static string[] Expand(string path)
    {
        var pattern = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        return File.Exists(path) ? [path]
            : pattern.AsSpan().IndexOfAny('*', '?') < 0 || !Directory.Exists(folder) ? []
            : [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)];
    }
}
