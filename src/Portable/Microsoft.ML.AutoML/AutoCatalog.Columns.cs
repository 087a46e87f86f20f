using Microsoft.ML.AutoML.CodeGen;

namespace Microsoft.ML.AutoML;

public sealed partial class AutoCatalog
{
    public ColumnInferenceResults InferColumns(
        string path,
        string labelColumnName = DefaultColumnNames.Label,
        char? separatorChar = null,
        bool? allowQuoting = null,
        bool? allowSparse = null,
        bool trimWhitespace = false,
        bool groupColumns = true)
    {
        if (labelColumnName is null)
            throw new ArgumentException("Provided label column cannot be null");
        return Inference(path, trimWhitespace, groupColumns)
            .Infer(new ColumnInformation { LabelColumnName = labelColumnName }, separatorChar, allowQuoting, allowSparse);
    }

    public ColumnInferenceResults InferColumns(
        string path,
        ColumnInformation columnInformation,
        char? separatorChar = null,
        bool? allowQuoting = null,
        bool? allowSparse = null,
        bool trimWhitespace = false,
        bool groupColumns = true)
    {
        columnInformation ??= new ColumnInformation();
        if (columnInformation.LabelColumnName is null)
            throw new ArgumentException("Provided label column cannot be null");
        if (ColumnPurposes.Named(columnInformation).GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"Duplicate column name {twice.Key} is present in two or more distinct properties of provided column information",
                nameof(columnInformation));
        return Inference(path, trimWhitespace, groupColumns).Infer(columnInformation, separatorChar, allowQuoting, allowSparse);
    }

    public ColumnInferenceResults InferColumns(
        string path,
        uint labelColumnIndex,
        bool hasHeader = false,
        char? separatorChar = null,
        bool? allowQuoting = null,
        bool? allowSparse = null,
        bool trimWhitespace = false,
        bool groupColumns = true)
        => Inference(path, trimWhitespace, groupColumns).Infer(labelColumnIndex, hasHeader, separatorChar, allowQuoting, allowSparse);

    public SweepablePipeline Featurizer(
        IDataView data,
        string outputColumnName = "Features",
        string[]? catelogicalColumns = null,
        string[]? numericColumns = null,
        string[]? textColumns = null,
        string[]? imagePathColumns = null,
        string[]? excludeColumns = null)
    {
        var information = ColumnPurposes.Describe(
        [
            .. Named(catelogicalColumns, ColumnPurpose.CategoricalFeature),
            .. Named(numericColumns, ColumnPurpose.NumericFeature),
            .. Named(textColumns, ColumnPurpose.TextFeature),
            .. Named(imagePathColumns, ColumnPurpose.ImagePath),
            .. Named(excludeColumns, ColumnPurpose.Ignore),
        ]);
        return Featurizer(data, information, outputColumnName);
    }

    /// <summary>Missing numbers filled, truth values as numbers, categories as one-hot vectors or hashed, texts as n-grams.</summary>
    public SweepablePipeline Featurizer(IDataView data, ColumnInformation columnInformation, string outputColumnName = "Features")
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckValue(columnInformation, nameof(columnInformation));
        var purposes = ColumnPurposes.Infer(_context, data, columnInformation);
        string[] Of(ColumnPurpose purpose, Func<DataViewType, bool>? isSo = null) => [.. data.Schema
            .Where(column => purposes[column.Index] == purpose && isSo?.Invoke(column.Type) != false).Select(column => column.Name)];

        var numbers = Of(ColumnPurpose.NumericFeature, type => type.GetItemType() is not BooleanDataViewType);
        var booleans = Of(ColumnPurpose.NumericFeature, type => type.GetItemType() is BooleanDataViewType);
        var categories = Of(ColumnPurpose.CategoricalFeature);
        var texts = Of(ColumnPurpose.TextFeature);
        if (Of(ColumnPurpose.ImagePath) is [var image, ..])
            throw new NotSupportedException($"The portable packages have no image transforms: exclude column '{image}'.");

        var pipeline = new SweepablePipeline();
        if (numbers.Length > 0)
            pipeline = pipeline.Append(TransformFactory.ReplaceMissing(numbers));
        if (booleans.Length > 0)
            pipeline = pipeline.Append(TransformFactory.Convert(booleans));
        if (categories.Length > 0)
            pipeline = pipeline.Append(TransformFactory.OneHot(categories), TransformFactory.OneHotHash(categories));
        foreach (var text in texts)
            pipeline = pipeline.Append(TransformFactory.Text(text));
        string[] all = [.. texts, .. numbers, .. categories, .. booleans];
        return all.Length > 0 ? pipeline.Append(TransformFactory.Concat(outputColumnName, all)) : pipeline;
    }

    private static IEnumerable<(string, ColumnPurpose)> Named(string[]? names, ColumnPurpose purpose)
        => (names ?? []).Select(name => (name, purpose));

    private TextFileInference Inference(string path, bool trimWhitespace, bool groupColumns)
    {
        if (path is null)
            throw new ArgumentNullException(nameof(path), "Provided path cannot be null");
        if (!File.Exists(path))
            throw new ArgumentException($"File '{path}' does not exist", nameof(path));
        if (new FileInfo(path).Length == 0)
            throw new ArgumentException($"File at path '{path}' cannot be empty", nameof(path));
        return new TextFileInference(_context, path, trimWhitespace, groupColumns);
    }
}
