using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MLNetDeep.Images;

namespace MLNetDeep.Cli.Commands;

/// <summary>The options of train that say where images are and what becomes of them.</summary>
internal sealed class ImageOptions
{
    private static readonly Dictionary<string, ImageResizing> Resizings = new(StringComparer.Ordinal)
    {
        ["crop"] = ImageResizing.IsoCrop,
        ["pad"] = ImageResizing.IsoPad,
        ["stretch"] = ImageResizing.Fill,
    };

    private readonly Option<string?> _images = NewOption.Optional<string>("--images", "IDX", "Images to learn from, plain or gzip.");
    private readonly Option<string?> _labels = NewOption.Optional<string>("--labels", "IDX", "Their labels.");
    private readonly Option<string?> _testImages = NewOption.Optional<string>("--test-images", "IDX", "Images to measure on.");
    private readonly Option<string?> _testLabels = NewOption.Optional<string>("--test-labels", "IDX", "Their labels.");
    private readonly Option<string?> _folder = NewOption.Optional<string>(
        "--image-folder", "FOLDER", "Images to learn from, a sub-folder for each class.");

    private readonly Option<string?> _testFolder = NewOption.Optional<string>("--test-folder", "FOLDER", "Images to measure on, likewise.");
    private readonly Option<int[]?> _size = new("--size")
    {
        Description = "Size to bring a folder's images to, such as 32x32; without it all must be of one size.",
        HelpName = "WxH",
        CustomParser = ParseSize,
    };

    private readonly Option<int> _channels = NewOption.Default("--channels", "N", 3, "1 to read a folder's images in grey, 3 in colour.");
    private readonly Option<string> _resize = NewOption.Default(
        "--resize", "HOW", "crop", "What to do with other sizes: crop, pad or stretch.");

    private readonly Option<bool> _skipOtherFiles = new("--skip-other-files")
    {
        Description = "Pass over a folder's files that are no images.",
    };

    private readonly Option<string?> _classes = NewOption.Optional<string>("--classes", "A,B,C", "Names of the labels 0, 1 and so on.");
    private readonly Option<string?> _confusion = NewOption.Optional<string>(
        "--confusion", "FILE.png", "Draw which class is taken for which.");

    public ImageOptions() => _resize.AcceptOnlyFromAmong([.. Resizings.Keys]);

    private Option[] OfIdx => [_labels, _testImages, _testLabels, _classes];

    private Option[] OfFolder => [_testFolder, _size, _channels, _resize, _skipOtherFiles];

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_images, .. OfIdx, _folder, .. OfFolder, _confusion])
            command.Add(option);
    }

    /// <summary>Whether images are to be learnt from, and not a table.</summary>
    public bool AreGiven(CommandResult result) => IsGiven(result, _images) || IsGiven(result, _folder);

    /// <summary>Refuses options that do not belong together.</summary>
    public void Validate(CommandResult result, CommonOptions common, IEnumerable<Option> ofTable, Option testFraction)
    {
        var hasTable = result.GetResult(common.Data) is { Tokens.Count: > 0 };
        if (!AreGiven(result))
        {
            if (!hasTable)
                result.AddError("Give a table, or images with --images and --labels or with --image-folder.");
            else if (!IsGiven(result, common.Label))
                result.AddError("Option '--label' is required.");
            Refuse(result, [.. OfIdx, .. OfFolder, _confusion], "needs images, given with --images or --image-folder");
            return;
        }
        if (hasTable)
            result.AddError("Give a table or images, not both.");
        Refuse(result, [.. common.TableOptions, .. ofTable], "is for tables, and images were given");
        if (IsGiven(result, _images) && IsGiven(result, _folder))
            result.AddError("--images and --image-folder exclude each other.");
        else if (IsGiven(result, _images))
            ValidateIdx(result);
        else
            Refuse(result, OfIdx, "goes with --images, not with --image-folder");
        if (IsGiven(result, testFraction) && (IsGiven(result, _testImages) || IsGiven(result, _testFolder)))
            result.AddError($"{testFraction.Name} is for holding rows out, and a test set was given.");
    }

    public ImageSettings Read(ParseResult parsed) => new()
    {
        Images = parsed.GetValue(_images),
        Labels = parsed.GetValue(_labels),
        TestImages = parsed.GetValue(_testImages),
        TestLabels = parsed.GetValue(_testLabels),
        Folder = parsed.GetValue(_folder),
        TestFolder = parsed.GetValue(_testFolder),
        Size = parsed.GetResult(_size) is null ? null : parsed.GetValue(_size),
        Channels = parsed.GetValue(_channels),
        Resizing = Resizings[parsed.GetRequiredValue(_resize)],
        SkipsOtherFiles = parsed.GetValue(_skipOtherFiles),
        Classes = parsed.GetValue(_classes)?.Split(',', StringSplitOptions.TrimEntries),
        Confusion = parsed.GetValue(_confusion),
    };

    private void ValidateIdx(CommandResult result)
    {
        Refuse(result, OfFolder, "goes with --image-folder, not with --images");
        if (!IsGiven(result, _labels))
            result.AddError("--images needs --labels.");
        if (IsGiven(result, _testImages) != IsGiven(result, _testLabels))
            result.AddError("--test-images and --test-labels need each other.");
    }

    private static void Refuse(CommandResult result, IEnumerable<Option> options, string why)
    {
        foreach (var option in options.Where(option => IsGiven(result, option)))
            result.AddError($"{option.Name} {why}.");
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static int[]? ParseSize(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var sizes = new List<int>();
        foreach (var part in text.Split('x'))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= 4096)
                sizes.Add(size);
        }
        if (sizes.Count == 2 && text.Split('x').Length == 2)
            return [.. sizes];
        result.AddError($"--size takes width and height from 1 to 4096, such as 32x32, but got '{text}'.");
        return null;
    }
}
