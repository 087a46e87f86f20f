using MLNetDeep.Images.Codecs;

namespace MLNetDeep.Images.Data;

/// <summary>What lies in a folder of images: files and the classes they belong to.</summary>
/// <param name="Paths">The files, class by class, in ordinal order.</param>
/// <param name="Labels">The class of each, from 0; all 0 without labels.</param>
/// <param name="ClassNames">The classes; empty without labels.</param>
internal sealed record ImageFolder(string[] Paths, int[] Labels, IReadOnlyList<string> ClassNames)
{
    // On Unix what starts with a dot is hidden.
    private static readonly EnumerationOptions Shallow = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
    private static readonly EnumerationOptions Deep = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        RecurseSubdirectories = true,
        // Links may lead in a circle.
        MaxRecursionDepth = 32,
    };

    /// <summary>Lists a folder.</summary>
    /// <exception cref="InvalidDataException">It holds no images, an empty class, or files that are no images.</exception>
    /// <exception cref="DirectoryNotFoundException">It does not exist.</exception>
    public static ImageFolder List(string folder, ImageFolderOptions options)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"Image folder '{folder}' does not exist.");
        if (options.LabelColumnName is null)
        {
            var all = Images(folder, Deep, options);
            return all.Length > 0 ? new ImageFolder(all, new int[all.Length], []) : throw Refused(folder, "has no images");
        }
        if (Images(folder, Shallow, options) is [var stray, ..])
            throw Refused(folder, $"must have its images in sub-folders, one a class, but has '{Path.GetFileName(stray)}' beside them");
        var found = Directory.GetDirectories(folder, "*", Shallow).Select(path => Path.GetFileName(path)).ToArray();
        Array.Sort(found, StringComparer.Ordinal);
        if (found.Length == 0)
            throw Refused(folder, "must have a sub-folder for each class, but has none");
        var classes = options.ClassNames ?? found;
        if (found.FirstOrDefault(name => !classes.Contains(name, StringComparer.Ordinal)) is { } other)
            throw Refused(folder, $"must have sub-folders named in ImageFolderOptions.ClassNames only, but has '{other}'");
        return Gather(folder, found, classes, options);
    }

    private static ImageFolder Gather(string folder, string[] found, IReadOnlyList<string> classes, ImageFolderOptions options)
    {
        var (paths, labels) = (new List<string>(), new List<int>());
        for (var label = 0; label < classes.Count; label++)
        {
            if (!found.Contains(classes[label], StringComparer.Ordinal))
                continue;
            var images = Images(Path.Combine(folder, classes[label]), Deep, options);
            if (images.Length == 0)
                throw Refused(folder, $"must have images of every class, but sub-folder '{classes[label]}' has none");
            paths.AddRange(images);
            labels.AddRange(Enumerable.Repeat(label, images.Length));
        }
        return new ImageFolder([.. paths], [.. labels], classes);
    }

    private static string[] Images(string folder, EnumerationOptions depth, ImageFolderOptions options)
    {
        var files = Directory.GetFiles(folder, "*", depth);
        Array.Sort(files, StringComparer.Ordinal);
        var isImage = ImageCodecs.IsImageName;
        if (!options.SkipsOtherFiles && files.FirstOrDefault(file => !isImage(file)) is { } other)
            throw new InvalidDataException($"File '{other}' must be an image ({string.Join(", ", ImageCodecs.Extensions)}), but is not: " +
                "remove it, or have other files skipped.");
        return [.. files.Where(isImage)];
    }

    private static InvalidDataException Refused(string folder, string what) => new($"Image folder '{folder}' {what}.");
}
