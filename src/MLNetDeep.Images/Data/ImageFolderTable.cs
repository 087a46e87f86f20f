using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Images.Data;

/// <summary>A folder of images as a table.</summary>
internal static class ImageFolderTable
{
    public static IDataView Load(string folder, ImageFolderOptions options)
    {
        options.Check();
        return Table(ImageFolder.List(folder, options), options);
    }

    public static IDataView LoadFiles(string[] paths, ImageFolderOptions options)
    {
        options.Check();
        return Table(new ImageFolder(paths, [], []), options with { LabelColumnName = null });
    }

    private static RowTable Table(ImageFolder files, ImageFolderOptions options)
    {
        var fitter = Fitter(files.Paths[0], options);
        List<RowColumn> columns =
        [
            new RowColumn<ReadOnlyMemory<char>>(options.PathColumnName, TextDataViewType.Instance,
                (RowWalk walk, ref ReadOnlyMemory<char> path) => path = files.Paths[walk.Row].AsMemory()),
            Features(options, fitter, files.Paths),
        ];
        if (options.LabelColumnName is { } label)
            columns.Add(ClassLabels.Column(label, files.Labels, files.ClassNames));
        return new RowTable(files.Paths.Length, columns);
    }

    private static ImageFitter Fitter(string first, ImageFolderOptions options)
    {
        if (options is { Height: { } height, Width: { } width })
            return new ImageFitter(height, width, options.Channels, options.Resizing);
        var example = Image.Read(first);
        return new ImageFitter(example.Height, example.Width, options.Channels, ImageResizing.None);
    }

    private static RowColumn<VBuffer<byte>> Features(ImageFolderOptions options, ImageFitter fitter, string[] paths)
    {
        var cache = options.IsCached ? new PixelCache(fitter, paths) : null;
        return new RowColumn<VBuffer<byte>>(
            options.FeatureColumnName, new VectorDataViewType(NumberDataViewType.Byte, fitter.Dimensions),
            (RowWalk walk, ref VBuffer<byte> row) =>
            {
                var pixels = cache?.Read(walk) ?? fitter.Read(paths[walk.Row]);
                var editor = VBufferEditor.Create(ref row, fitter.ByteCount);
                pixels.CopyTo(editor.Values);
                row = editor.Commit();
            });
    }
}
