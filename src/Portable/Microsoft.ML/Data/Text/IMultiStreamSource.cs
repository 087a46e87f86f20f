namespace Microsoft.ML.Data;

/// <summary>One or several streams that together make one data set, such as the parts of a partitioned file.</summary>
public interface IMultiStreamSource
{
    /// <summary>How many streams there are.</summary>
    int Count { get; }

    /// <summary>The path of a stream, or null when it has none.</summary>
    string? GetPathOrNull(int index);

    /// <summary>Opens a stream for reading.</summary>
    Stream Open(int index);

    /// <summary>Opens a stream for reading as text.</summary>
    TextReader OpenTextReader(int index);
}
