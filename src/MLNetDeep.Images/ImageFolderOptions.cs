using MLNetDeep.Images.Data;

namespace MLNetDeep.Images;

/// <summary>How a folder of images becomes columns.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Rows of every image.</summary>
    /// <value>Pixels, from 1 to 65,536. Default <see langword="null"/>: those of the first image, and an image of another size is refused.
    /// Set together with <see cref="Width"/>.</value>
    public int? Height { get; init; }

    /// <summary>Pixels in a row of every image.</summary>
    /// <value>Pixels, from 1 to 65,536. Default <see langword="null"/>: those of the first image, and an image of another size is refused.
    /// Set together with <see cref="Height"/>.</value>
    public int? Width { get; init; }

    /// <summary>Colours of every image: grey becomes RGB or RGB grey as needed, and what is transparent shows white behind it.</summary>
    /// <value>1 for grey or 3 for RGB. Default 3, as in Keras (image_dataset_from_directory) and torchvision (ImageFolder).</value>
    public int Channels { get; init; } = 3;

    /// <summary>How an image of another size is brought to <see cref="Height"/> and <see cref="Width"/>.</summary>
    /// <value>Default <see cref="ImageResizing.IsoCrop"/>, that of ML.NET's ResizeImages. Without a size it does not count.</value>
    public ImageResizing Resizing { get; init; } = ImageResizing.IsoCrop;

    /// <summary>Whether pixels, once decoded, are kept in memory as bytes.</summary>
    /// <value>
    /// Default <see langword="true"/>: each file is decoded once, several at a time, and needs channels x height x width bytes.
    /// <see langword="false"/> decodes it again in every pass, for folders larger than memory.
    /// </value>
    public bool IsCached { get; init; } = true;

    /// <summary>Whether files that do not end in .png, .jpg or .jpeg are passed over.</summary>
    /// <value>Default <see langword="false"/>: such a file is refused by name, so that no image is missed unseen.</value>
    public bool SkipsOtherFiles { get; init; }

    /// <summary>The classes in order; a sub-folder of another name is refused.</summary>
    /// <value>Default <see langword="null"/>: the names of the sub-folders, in ordinal order. Name the classes where a test folder may lack
    /// one, so that its key has as many values as the training folder's.</value>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Where the pixels go.</summary>
    /// <value>Default <c>Features</c>, ML.NET's usual name.</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Where the labels go.</summary>
    /// <value>Default <c>Label</c>, ML.NET's usual name. <see langword="null"/> for images without labels: every image below the folder
    /// becomes a row, whatever its sub-folder.</value>
    public string? LabelColumnName { get; init; } = "Label";

    /// <summary>Where the files' paths go, as text.</summary>
    /// <value>Default <c>Path</c>.</value>
    public string PathColumnName { get; init; } = "Path";

    internal void Check()
    {
        List<string> violations = [];
        Require(Height is null or (>= 1 and <= 65_536), "Height", "from 1 to 65536", Height);
        Require(Width is null or (>= 1 and <= 65_536), "Width", "from 1 to 65536", Width);
        Require(Height is null == Width is null, Height is null ? "Height" : "Width", "set where the other is", null);
        var bytes = (long)(Height ?? 1) * (Width ?? 1) * 3;
        Require(bytes <= Image.MaximumByteCount, "Height", "such that an image has at most 268,435,456 bytes", Height);
        Require(Channels is 1 or 3, "Channels", "1 or 3", Channels);
        Require(Enum.IsDefined(Resizing), "Resizing", "one of ImageResizing's values", Resizing);
        string?[] names = [FeatureColumnName, LabelColumnName, PathColumnName];
        Require(names.OfType<string>().Distinct().Count() == names.OfType<string>().Count(), "LabelColumnName",
            "different from the other columns' names", LabelColumnName);
        if (violations.Count > 0)
            throw new ArgumentException(string.Join(" ", violations));
        ClassLabels.CheckColumn(FeatureColumnName, "ImageFolderOptions.FeatureColumnName");
        ClassLabels.CheckColumn(LabelColumnName, "ImageFolderOptions.LabelColumnName", isOptional: true);
        ClassLabels.CheckColumn(PathColumnName, "ImageFolderOptions.PathColumnName");
        ClassLabels.CheckNames(ClassNames, "ImageFolderOptions");

        void Require(bool holds, string member, string rule, object? value)
        {
            if (!holds)
                violations.Add(FormattableString.Invariant($"ImageFolderOptions.{member} must be {rule}, but was {value ?? "null"}."));
        }
    }
}
