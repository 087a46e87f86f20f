namespace Microsoft.ML;

public static class TextLoaderSaverCatalog
{
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Column[] columns, char separatorChar = '\t',
        bool hasHeader = false, IMultiStreamSource? dataSample = null, bool allowQuoting = false, bool trimWhitespace = false,
        bool allowSparse = false) =>
        new(catalog.GetEnvironment(), Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);
    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource? dataSample = null) =>
        new(catalog.GetEnvironment(), options, dataSample);
    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource? dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        catalog.CreateTextLoader<TInput>(Options(null, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);
    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource? dataSample = null) =>
        TextLoader.Create<TInput>(catalog.GetEnvironment(), options, dataSample);

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Column[] columns,
        char separatorChar = '\t', bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false,
        bool allowSparse = false) =>
        Load(path, _ => catalog.CreateTextLoader(columns, separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse));
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options? options = null) =>
        Load(path, source => catalog.CreateTextLoader(options!, source));
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, char separatorChar = '\t',
        bool hasHeader = false, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) => Load(
        path, _ => catalog.CreateTextLoader<TInput>(separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse));
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options) =>
        Load(path, _ => catalog.CreateTextLoader<TInput>(options));

    public static void SaveAsText(this DataOperationsCatalog catalog, IDataView data, Stream stream, char separatorChar = '\t',
        bool headerRow = true, bool schema = true, bool keepHidden = false, bool forceDense = false)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckValue(stream, nameof(stream));
        TextSaver.Save(data, stream, separatorChar, headerRow, schema, keepHidden, forceDense);
    }

    private static TextLoader.Options Options(
        TextLoader.Column[]? columns, char separator, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse) => new()
        {
            Columns = columns,
            Separators = [separator],
            HasHeader = hasHeader,
            AllowQuoting = allowQuoting,
            TrimWhitespace = trimWhitespace,
            AllowSparse = allowSparse,
        };

    private static IDataView Load(string path, Func<IMultiStreamSource, TextLoader> create)
    {
        Contracts.CheckNonEmpty(path, nameof(path));
        Contracts.CheckParam(MultiFileSource.Expand(path).Length > 0, nameof(path), $"File or directory does not exist at path: {path}");
        var source = new MultiFileSource(path);
        return create(source).Load(source);
    }
}

public static class DataLoaderExtensions
{
    public static IDataView Load(this IDataLoader<IMultiStreamSource> loader, params string[] path) =>
        loader.Load(new MultiFileSource(path));
}
