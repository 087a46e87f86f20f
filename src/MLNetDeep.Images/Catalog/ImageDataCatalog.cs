using MLNetDeep.Images;
using MLNetDeep.Images.Data;

namespace Microsoft.ML;

/// <summary>Puts images among the data that ML.NET loads.</summary>
public static class ImageDataCatalog
{
    /// <summary>Loads IDX files, the format of MNIST, Fashion-MNIST, EMNIST, KMNIST and QMNIST, plain or gzip.</summary>
    /// <remarks>
    /// Unsigned bytes become a vector of bytes, other numbers a vector of floats, of the rows' dimensions: [1, height, width] for grey
    /// images. The file is read whole and stays in memory as the bytes it is; rows are read without copying it, in any order.
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="imagePath">The images, or any rows of numbers: from 1 to 4 dimensions, of which the first counts rows.</param>
    /// <param name="labelPath">One whole number from 0 to 255 a row; <see langword="null"/> for rows without labels.</param>
    /// <param name="options">Names of columns and classes; <see langword="null"/> for the defaults.</param>
    /// <returns>The features, and the label as a key with the classes' names, as multiclass trainers take it.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or does not fit the other; the message names it.</exception>
    /// <exception cref="IOException">A file cannot be opened or read.</exception>
    public static IDataView LoadFromIdx(
        this DataOperationsCatalog catalog, string imagePath, string? labelPath = null, IdxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        return IdxTable.Load(imagePath, labelPath, options ?? new IdxOptions());
    }

    /// <summary>Loads a folder of images in which each sub-folder is a class.</summary>
    /// <remarks>
    /// Images are decoded when rows are first read, and their pixels are kept as bytes unless
    /// <see cref="ImageFolderOptions.IsCached"/> says otherwise. Hidden files and folders are passed over.
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="folder">The folder; classes are its sub-folders in ordinal order, images may lie in sub-folders of them.</param>
    /// <param name="options">Size, colours and columns; <see langword="null"/> for the defaults, which want images of one size.</param>
    /// <returns>The path, the pixels as a vector of bytes of dimensions [channels, height, width], and the label as a key.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    /// <exception cref="InvalidDataException">
    /// The folder has no images, a class is empty, or a file is no image. One that is damaged is found when its row is read.
    /// </exception>
    /// <exception cref="IOException">The folder does not exist or cannot be read.</exception>
    public static IDataView LoadFromImageFolder(this DataOperationsCatalog catalog, string folder, ImageFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return ImageFolderTable.Load(folder, options ?? new ImageFolderOptions());
    }

    /// <summary>Loads image files, without labels.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="paths">The files, a row each.</param>
    /// <param name="options">
    /// Size, colours and columns; <see langword="null"/> for the defaults, which want images of one size. What it says of labels and of
    /// other files does not count.
    /// </param>
    /// <returns>The path, and the pixels as a vector of bytes of dimensions [channels, height, width].</returns>
    /// <exception cref="ArgumentException">There are no paths, or an option is out of range; the message lists all that are.</exception>
    /// <exception cref="InvalidDataException">The first file is no image. Others are looked at when their rows are read.</exception>
    /// <exception cref="IOException">The first file does not exist or cannot be read.</exception>
    public static IDataView LoadFromImageFiles(
        this DataOperationsCatalog catalog, IReadOnlyList<string> paths, ImageFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0)
            throw new ArgumentException("LoadFromImageFiles.Paths must be at least one, but were none.", nameof(paths));
        return ImageFolderTable.LoadFiles([.. paths], options ?? new ImageFolderOptions());
    }
}
