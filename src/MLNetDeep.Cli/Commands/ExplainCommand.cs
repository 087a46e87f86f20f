using System.CommandLine;
using System.CommandLine.Parsing;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>explain</c>: pictures of what a convolutional network looks at.</summary>
internal static class ExplainCommand
{
    private static readonly Dictionary<string, GradCamMethod> Methods = new(StringComparer.Ordinal)
    {
        ["grad-cam++"] = GradCamMethod.GradCamPlusPlus,
        ["grad-cam"] = GradCamMethod.GradCam,
        ["layer-cam"] = GradCamMethod.LayerCam,
    };

    public static Command Create(CliStreams streams)
    {
        var model = new Argument<string>("MODEL") { Description = "Model zip of a convolutional network, written by train or by any program." };
        var images = NewOption.Optional<string>("--images", "IDX", "Images to explain, plain or gzip; a folder or a PNG file will do, too.");
        var labels = NewOption.Optional<string>("--labels", "IDX", "Their labels.");
        var folder = NewOption.Optional<string>("--image-folder", "FOLDER", "Images to explain, a sub-folder for each class.");
        var count = NewOption.Default("--count", "N", 16, "How many of the first images to draw.");
        var layer = NewOption.Optional<string>("--layer", "L", "Layer to look at, such as 7 or 3.branch0.2; inspect lists them.");
        var method = NewOption.Default("--method", "HOW", "grad-cam++", "grad-cam++, grad-cam or layer-cam.");
        var output = new Option<string?>("--out", "-o")
        {
            Description = "Draw the images, each beside what speaks for its predicted class.",
            HelpName = "FILE.png",
        };
        var filters = NewOption.Optional<string>("--filters", "FILE.png", "Draw the filters of the first convolution.");
        var confusion = NewOption.Optional<string>("--confusion", "FILE.png", "Draw which class is taken for which, of all labelled images.");
        var json = new Option<bool>("--json") { Description = "Print one JSON document instead of a table." };
        method.AcceptOnlyFromAmong([.. Methods.Keys]);
        var command = new Command("explain", "Draw which places of images speak for the predicted classes.") { model };
        foreach (var option in (Option[])[images, labels, folder, count, layer, method, output, filters, confusion, json])
            command.Add(option);
        command.Validators.Add(result => Validate(result, images, labels, folder, output, filters, confusion));
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            new ImageExplanation(parsed.GetRequiredValue(model))
            {
                Images = parsed.GetValue(images),
                Labels = parsed.GetValue(labels),
                Folder = parsed.GetValue(folder),
                Count = parsed.GetValue(count),
                Cam = new GradCamOptions { LayerName = parsed.GetValue(layer), Method = Methods[parsed.GetRequiredValue(method)] },
                Overlays = parsed.GetValue(output),
                Filters = parsed.GetValue(filters),
                Confusion = parsed.GetValue(confusion),
            }.Run(streams, parsed.GetValue(json));
            return Tool.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Validate(
        CommandResult result, Option images, Option labels, Option folder, Option output, Option filters, Option confusion)
    {
        if (!IsGiven(output) && !IsGiven(filters) && !IsGiven(confusion))
            result.AddError("Say what to draw: --out, --filters or --confusion.");
        if (IsGiven(images) && IsGiven(folder))
            result.AddError("--images and --image-folder exclude each other.");
        if (IsGiven(labels) && !IsGiven(images))
            result.AddError("--labels goes with --images.");
        if (IsGiven(output) && !IsGiven(images) && !IsGiven(folder))
            result.AddError("--out needs images, given with --images or --image-folder.");
        if (IsGiven(confusion) && !IsGiven(labels) && !IsGiven(folder))
            result.AddError("--confusion needs labels, given with --labels or as the sub-folders of --image-folder.");

        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
    }
}
