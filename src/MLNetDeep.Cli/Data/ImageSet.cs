using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Cli.Commands;
using MLNetDeep.Images;

namespace MLNetDeep.Cli.Data;

/// <summary>Images to learn from and to measure on.</summary>
/// <param name="Train">With the columns of <see cref="FeatureColumnName"/> and <see cref="LabelColumnName"/>.</param>
/// <param name="Test">Likewise.</param>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Type">The pixels: [channels, height, width].</param>
internal sealed record ImageSet(IDataView Train, IDataView Test, IReadOnlyList<string> Classes, VectorDataViewType Type)
{
    public const string FeatureColumnName = "Features";
    public const string LabelColumnName = "Label";

    /// <summary>Opens what the settings name, and holds a share of it out where they name no test set.</summary>
    public static ImageSet Open(MLContext ml, ImageSettings settings, double testFraction, int seed)
    {
        var all = settings.Images is { } images
            ? Idx(ml, images, settings.Labels!, settings.Classes)
            : Folder(ml, settings.Folder!, settings, null);
        var classes = ClassNames(all);
        if (classes.Length == 1)
            throw new CliException($"'{settings.Name}' has one class only ('{classes[0]}'): there is nothing to learn.");
        var type = (VectorDataViewType)all.Schema[FeatureColumnName].Type;
        if (OpenTest(ml, settings, classes) is { } test)
        {
            var testType = test.Schema[FeatureColumnName].Type;
            return testType.Equals(type) ? new ImageSet(all, test, classes, type) : throw new CliException(
                $"'{settings.TestImages ?? settings.TestFolder}' holds {testType}, but '{settings.Name}' {type}: they must be alike.");
        }
        if (all.GetRowCount() is { } count and < TrainCommand.LeastRowCount)
            throw new CliException($"'{settings.Name}' has {count} images, too few to train on some and measure on others: at least " +
                $"{TrainCommand.LeastRowCount} are needed.");
        var split = ml.Data.TrainTestSplit(all, testFraction, seed: seed);
        return new ImageSet(split.TrainSet, split.TestSet, classes, type);
    }

    private static IDataView? OpenTest(MLContext ml, ImageSettings settings, string[] classes)
    {
        if (settings.TestImages is { } images)
            return Idx(ml, images, settings.TestLabels!, classes);
        return settings.TestFolder is { } folder ? Folder(ml, folder, settings, classes) : null;
    }

    private static IDataView Idx(MLContext ml, string images, string labels, IReadOnlyList<string>? classes) =>
        ml.Data.LoadFromIdx(images, labels, new IdxOptions { ClassNames = classes });

    private static IDataView Folder(MLContext ml, string folder, ImageSettings settings, IReadOnlyList<string>? classes) =>
        ml.Data.LoadFromImageFolder(folder, new ImageFolderOptions
        {
            Width = settings.Size?[0],
            Height = settings.Size?[1],
            Channels = settings.Channels,
            Resizing = settings.Resizing,
            SkipsOtherFiles = settings.SkipsOtherFiles,
            ClassNames = classes,
        });

    private static string[] ClassNames(IDataView data)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema[LabelColumnName].GetKeyValues(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
