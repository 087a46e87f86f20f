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

    /// <summary>The files that a path names: itself when it exists, or what its wildcards find, in order.</summary>
    internal static string[] Expand(string path)
    {
        if (File.Exists(path))
            return [path];
        var pattern = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        return pattern.AsSpan().IndexOfAny('*', '?') >= 0 && Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)]
            : [];
    }

    private string PathAt(int index)
    {
        Contracts.CheckParam(index >= 0 && index < _paths.Length, nameof(index));
        return _paths[index];
    }
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnAttribute : Attribute
{
    public LoadColumnAttribute(int fieldIndex) => Sources = [new TextLoader.Range(fieldIndex)];

    public LoadColumnAttribute(int start, int end) => Sources = [new TextLoader.Range(start, end)];

    public LoadColumnAttribute(int[] columnIndexes) => Sources = Array.ConvertAll(columnIndexes, i => new TextLoader.Range(i));

    internal TextLoader.Range[] Sources { get; }
}
