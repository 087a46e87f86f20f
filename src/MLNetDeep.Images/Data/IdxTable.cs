using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Images.Data;

/// <summary>A pair of IDX files as a table.</summary>
internal static class IdxTable
{
    public static IDataView Load(string imagePath, string? labelPath, IdxOptions options)
    {
        options.Check();
        // The labels first: they are small, and a wrong file shows before the images are read.
        var labels = labelPath is null ? null : ReadLabels(labelPath, options.ClassNames?.Count ?? 256);
        var images = IdxFile.Read(imagePath);
        if (labels is not null && labels.Length != images.RowCount)
            throw new InvalidDataException($"IDX file '{imagePath}' has {images.RowCount:N0} rows, but '{labelPath}' has " +
                $"{labels.Length:N0} labels: they do not belong together.");
        List<RowColumn> columns = [Features(images, options.FeatureColumnName)];
        if (labels is not null)
            columns.Add(ClassLabels.Column(options.LabelColumnName, labels, options.ClassNames ?? ClassLabels.Numbers(labels.Max() + 1)));
        return new RowTable(images.RowCount, columns);
    }

    private static RowColumn Features(IdxFile images, string name)
    {
        // Grey images and signals of one channel get their channel; what has a rank of its own beyond that keeps it.
        int[] dimensions = images.RowDimensions.Length < 3 ? [1, .. images.RowDimensions] : images.RowDimensions;
        return images.Bytes is { } bytes
            ? Column(name, NumberDataViewType.Byte, bytes, images.RowLength, dimensions)
            : Column(name, NumberDataViewType.Single, images.Floats!, images.RowLength, dimensions);
    }

    private static RowColumn<VBuffer<T>> Column<T>(string name, NumberDataViewType item, T[] values, int length, int[] dimensions) =>
        new(name, new VectorDataViewType(item, dimensions), (RowWalk walk, ref VBuffer<T> row) =>
        {
            var editor = VBufferEditor.Create(ref row, length);
            values.AsSpan(walk.Row * length, length).CopyTo(editor.Values);
            row = editor.Commit();
        });

    private static byte[] ReadLabels(string path, int classCount)
    {
        var file = IdxFile.Read(path);
        if (file.RowDimensions.Length > 0)
            throw new InvalidDataException($"IDX file '{path}' must have one label a row, but its rows have {file.RowLength} numbers: " +
                "images and labels may have changed places.");
        var labels = new byte[file.RowCount];
        for (var row = 0; row < labels.Length; row++)
        {
            var label = file.Bytes is { } bytes ? bytes[row] : file.Floats![row];
            if (!(label >= 0 && label < classCount && label == MathF.Floor(label)))
                throw new InvalidDataException($"IDX file '{path}' must have whole labels from 0 to {classCount - 1}, but has " +
                    $"{label.ToString(CultureInfo.InvariantCulture)} in row {row}.");
            labels[row] = (byte)label;
        }
        return labels;
    }
}
