using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Images;

namespace MLNetDeep.Cli.Models;

/// <summary>Opens images for a model to predict: an IDX file, a folder, or one picture.</summary>
internal static class ImagePredictor
{
    public const string PathColumnName = "Path";

    /// <summary>The column of a model that reads images and nothing else; null for other models.</summary>
    public static DataViewSchema.Column? ImageColumn(DataViewSchema inputs)
    {
        var visible = inputs.Where(column => !column.IsHidden).ToArray();
        return visible is [{ Type: VectorDataViewType { Dimensions.Length: >= 2 } } only] ? only : null;
    }

    /// <summary>Opens images in the size that the model reads.</summary>
    public static IDataView Load(MLContext ml, DataViewSchema.Column images, string path, ModelCard? card)
    {
        if (Directory.Exists(path))
            return ml.Data.LoadFromImageFolder(path, FileOptions(images, card));
        if (!File.Exists(path))
            throw new CliException($"Image file '{path}' does not exist.");
        return IsPicture(path) ? ml.Data.LoadFromImageFiles([path], FileOptions(images, card)) : LoadIdx(ml, images, path);
    }

    private static IDataView LoadIdx(MLContext ml, DataViewSchema.Column images, string path)
    {
        var data = ml.Data.LoadFromIdx(path, options: new IdxOptions { FeatureColumnName = images.Name });
        var type = data.Schema[images.Name].Type;
        return type.Equals(images.Type) ? data : throw new CliException($"'{path}' holds {type}, but the model reads {images.Type}.");
    }

    /// <summary>How image files become what the model reads, without labels.</summary>
    public static ImageFolderOptions FileOptions(DataViewSchema.Column images, ModelCard? card)
    {
        var type = (VectorDataViewType)images.Type;
        if (type is not { ItemType: var item, Dimensions: [1 or 3, var height, var width] } || item != NumberDataViewType.Byte)
            throw new CliException($"The model reads column '{images.Name}' of type {type}, which image files cannot give.");
        return new ImageFolderOptions
        {
            Channels = type.Dimensions[0],
            Height = height,
            Width = width,
            Resizing = card?.Images is { } sizing ? Enum.Parse<ImageResizing>(sizing.Resizing) : ImageResizing.IsoCrop,
            SkipsOtherFiles = true,
            FeatureColumnName = images.Name,
            PathColumnName = PathColumnName,
            LabelColumnName = null,
        };
    }

    // An IDX file begins with a zero, and a packed one with 1F.
    private static bool IsPicture(string path)
    {
        using var stream = File.OpenRead(path);
        return stream.ReadByte() is not (0 or 0x1F);
    }
}
