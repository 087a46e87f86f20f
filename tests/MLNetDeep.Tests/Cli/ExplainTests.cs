using MLNetDeep.Images;
using MLNetDeep.Tests.Images;

namespace MLNetDeep.Tests.Cli;

/// <summary>The command <c>explain</c>: overlays, filters, confusion.</summary>
public sealed class ExplainTests : IDisposable
{
    private const int Side = 8;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Overlays_filters_and_confusion_are_drawn_of_an_IDX_pair()
    {
        var (images, labels) = WriteIdx(120);
        var model = Train(images, labels);
        var run = ToolRun.Of(
            "explain", model, "--images", images, "--labels", labels, "--count", "6", "--out", _folder.At("overlays.png"),
            "--filters", _folder.At("filters.png"), "--confusion", _folder.At("confusion.png"), "--json").Succeeded();
        Assert.Equal(["across", "down", "across", "down", "across", "down"],
            run.Json.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("label").GetString()));
        Assert.Equal(6, run.Json.GetProperty("images").EnumerateArray().Count(image =>
            image.GetProperty("predicted").GetString() == image.GetProperty("label").GetString()));
        var overlays = Image.Read(_folder.At("overlays.png"));
        // Six images with their overlays are twelve pictures, eight in a row.
        Assert.Equal(3, overlays.Channels);
        Assert.Equal((overlays.Width - 4) / 8 * 2, overlays.Height - 4);
        Assert.True(Image.Read(_folder.At("filters.png")).Width > 20);
        Assert.True(Image.Read(_folder.At("confusion.png")).Width > 100);
    }

    [Fact]
    public void A_table_tells_what_the_pictures_show()
    {
        var (images, labels) = WriteIdx(60);
        var model = Train(images, labels);
        foreach (var method in new[] { "grad-cam++", "grad-cam", "layer-cam" })
        {
            var run = ToolRun.Of(
                "explain", model, "--images", images, "--count", "2", "--out", _folder.At("o.png"), "--layer", "2", "--method", method).Succeeded();
            var words = run.Out.Split([' ', '\n', '\r', '│', '|'], StringSplitOptions.RemoveEmptyEntries);
            Assert.Contains("across", words);
            Assert.Contains("down", words);
            Assert.Contains($"Overlays: {_folder.At("o.png")}.", run.Out.ReplaceLineEndings("\n").Replace("\n", " ", StringComparison.Ordinal)
                .Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Filters_need_no_images()
    {
        var (images, labels) = WriteIdx(60);
        ToolRun.Of("explain", Train(images, labels), "--filters", _folder.At("filters.png")).Succeeded();
        Assert.True(File.Exists(_folder.At("filters.png")));
    }

    [Theory]
    [InlineData("explain m.zip", "Say what to draw: --out, --filters or --confusion.")]
    [InlineData("explain m.zip --out o.png", "--out needs images, given with --images or --image-folder.")]
    [InlineData("explain m.zip --images a --image-folder b --out o.png", "--images and --image-folder exclude each other.")]
    [InlineData("explain m.zip --image-folder b --labels c --out o.png", "--labels goes with --images.")]
    [InlineData("explain m.zip --images b --confusion c.png",
        "--confusion needs labels, given with --labels or as the sub-folders of --image-folder.")]
    public void Options_that_do_not_belong_together_are_bad_usage(string line, string error)
    {
        var run = ToolRun.Of(line.Split(' '));
        Assert.Equal($"{error}\nRun 'mlnetdeep explain --help' for usage.\n", run.Error.ReplaceLineEndings("\n"));
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public void What_cannot_be_explained_is_said()
    {
        var (images, labels) = WriteIdx(60);
        var model = Train(images, labels);
        var output = _folder.At("o.png");
        ToolRun.Of("explain", model, "--images", images, "--out", output, "--count", "0")
            .FailedWith("--count must be from 1 to 1024, but was 0.");
        ToolRun.Of("explain", model, "--images", images, "--out", output, "--layer", "99").FailedWith(
            $"'{model}' cannot be explained so: GradCamOptions.LayerName must be a layer that puts out an image or a signal (1, 2, 3, 4, 5, 6), but was '99'.");
        ToolRun.Of("explain", model, "--images", images, "--out", _folder.At("none/o.png"))
            .FailedWith($"Overlay picture '{_folder.At("none/o.png")}' cannot be written: its folder does not exist.");
        var table = _folder.Write("t.csv", TestFolder.BinaryTable(60));
        ToolRun.Of("train", table, "--label", "target", "--out", _folder.At("mlp.zip"), "--epochs", "1").Succeeded();
        ToolRun.Of("explain", _folder.At("mlp.zip"), "--images", images, "--out", output)
            .FailedWith($"'{_folder.At("mlp.zip")}' does not read images: there is nothing to draw.");
        ToolRun.Of("explain", _folder.At("mlp.zip"), "--filters", output)
            .FailedWith($"'{_folder.At("mlp.zip")}' has no convolution: there are no filters to draw.");
        Assert.False(File.Exists(output));
    }

    private string Train(string images, string labels)
    {
        var model = _folder.At("model.zip");
        ToolRun.Of(
            "train", "--images", images, "--labels", labels, "--out", model, "--classes", "across,down", "--preset", "LeNet5",
            "--epochs", "12", "--learning-rate", "0.005", "--seed", "1").Succeeded();
        return model;
    }

    /// <summary>Lines across and down in turns.</summary>
    private (string Images, string Labels) WriteIdx(int count)
    {
        var random = new Random(3);
        var pixels = new byte[count * Side * Side];
        for (var i = 0; i < count; i++)
        {
            var place = random.Next(1, Side - 1);
            for (var at = 0; at < Side; at++)
                pixels[(i * Side * Side) + (i % 2 == 0 ? (place * Side) + at : (at * Side) + place)] = 250;
        }
        return (Write("images", IdxTests.Idx(0x08, [count, Side, Side], pixels)),
            Write("labels", IdxTests.Idx(0x08, [count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 2))])));
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.At(name), content);
        return _folder.At(name);
    }
}
