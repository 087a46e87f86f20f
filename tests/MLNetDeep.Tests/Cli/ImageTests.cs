using System.Globalization;
using MLNetDeep.Images;
using MLNetDeep.Tests.Images;

namespace MLNetDeep.Tests.Cli;

/// <summary>Train, predict and inspect on images: an IDX pair, and folders of PNG files.</summary>
public sealed class ImageTests : IDisposable
{
    private const int Side = 8;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_IDX_pair_is_learnt_measured_predicted_and_inspected()
    {
        var (images, labels) = WriteIdx("train", 480, seed: 1);
        var (testImages, testLabels) = WriteIdx("test", 60, seed: 2);
        var model = _folder.At("model.zip");
        var run = ToolRun.Of(
            "train", "--images", images, "--labels", labels, "--test-images", testImages, "--test-labels", testLabels, "--out", model,
            "--classes", "across,down,dot", "--preset", "LeNet5", "--epochs", "5", "--learning-rate", "0.01",
            "--confusion", _folder.At("confusion.png"), "--json").Succeeded();
        Assert.StartsWith($"{images}: 480 images to learn from and 60 to measure on, of 8 x 8 pixels in grey, 3 classes\nepoch   1/5",
            run.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(["across", "down", "dot"], run.Json.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        var accuracy = run.Json.GetProperty("testMetrics")[0].GetProperty("value").GetDouble();
        Assert.True(accuracy > 0.8, run.Out);
        Assert.Equal(5, run.Json.GetProperty("epochCount").GetInt32());
        Assert.InRange(Image.Read(_folder.At("confusion.png")).Width, 200, 700);

        var lines = Predict(model, testImages);
        Assert.Equal("PredictedLabel,Score.across,Score.down,Score.dot", lines[0]);
        var expected = Enumerable.Range(0, 60).Select(i => new[] { "across", "down", "dot" }[i % 3]);
        var right = lines.Skip(1).Zip(expected).Count(pair => pair.First.StartsWith(pair.Second + ",", StringComparison.Ordinal));
        Assert.Equal(accuracy, right / 60.0, 1e-9);

        var report = ToolRun.Of("inspect", model).Succeeded().Out.ReplaceLineEndings("\n").Replace('\n', ' ');
        Assert.Contains("Cnn, multiclass", report, StringComparison.Ordinal);
        Assert.Contains("Predicts Label (across, down, dot) from images.", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_learnt_in_the_size_asked_for_and_other_sizes_are_predicted()
    {
        var folder = WriteFolder("photos", 60, seed: 1, scale: 2);
        var model = _folder.At("model.zip");
        var run = ToolRun.Of(
            "train", "--image-folder", folder, "--size", "8x8", "--channels", "1", "--resize", "stretch", "--out", model, "--epochs", "3",
            "--preset", "lenet5", "--test-fraction", "0.25").Succeeded();
        Assert.Contains("to measure on, of 8 x 8 pixels in grey, 3 classes", run.Error, StringComparison.Ordinal);
        Assert.Contains($"Saved {model}", run.Out.ReplaceLineEndings("\n").Replace('\n', ' '), StringComparison.Ordinal);
        Assert.Contains("from images of 8 x 8 pixels, grey.", ToolRun.Of("inspect", model).Succeeded().Out.Replace('\n', ' '),
            StringComparison.Ordinal);

        // The same drawings in another size, with a note among them, are the same images.
        var large = WriteFolder("large", 12, seed: 1, scale: 4);
        File.WriteAllText(Path.Combine(large, "note.txt"), "no image");
        var lines = Predict(model, large);
        Assert.Equal("Path,PredictedLabel,Score.across,Score.dot,Score.down", lines[0]);
        Assert.Equal(13, lines.Length);
        Assert.StartsWith(Path.Combine(large, "across", "000.png") + ",", lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[1], Predict(model, Path.Combine(large, "across", "000.png"))[1]);
    }

    [Fact]
    public void The_test_set_may_be_a_folder_of_its_own()
    {
        var train = WriteFolder("train", 45, seed: 1);
        var test = WriteFolder("test", 6, seed: 2);
        Directory.Delete(Path.Combine(test, "dot"), recursive: true);
        var run = ToolRun.Of("train", "--image-folder", train, "--test-folder", test, "--channels", "1", "--epochs", "1",
            "--out", _folder.At("model.zip"), "--json").Succeeded();
        Assert.Equal(4, run.Json.GetProperty("testRowCount").GetInt32());
        Assert.Equal(3, run.Json.GetProperty("classes").GetArrayLength());
    }

    [Theory]
    [InlineData("train", "Give a table, or images with --images and --labels or with --image-folder.")]
    [InlineData("train t.csv --label y --size 8x8", "--size needs images, given with --images or --image-folder.")]
    [InlineData("train t.csv --images a --labels b", "Give a table or images, not both.")]
    [InlineData("train --images a", "--images needs --labels.")]
    [InlineData("train --images a --labels b --test-images c", "--test-images and --test-labels need each other.")]
    [InlineData("train --images a --labels b --size 8x8", "--size goes with --image-folder, not with --images.")]
    [InlineData("train --image-folder a --classes b", "--classes goes with --images, not with --image-folder.")]
    [InlineData("train --image-folder a --images b", "--images and --image-folder exclude each other.")]
    [InlineData("train --image-folder a --hidden 8", "--hidden is for tables, and images were given.")]
    [InlineData("train --image-folder a --test-folder b --test-fraction 0.5",
        "--test-fraction is for holding rows out, and a test set was given.")]
    [InlineData("train --image-folder a --size 8", "--size takes width and height from 1 to 4096, such as 32x32, but got '8'.")]
    public void Options_that_do_not_belong_together_are_bad_usage(string line, string error)
    {
        var run = ToolRun.Of(line.Split(' '));
        Assert.Equal($"{error}\nRun 'mlnetdeep train --help' for usage.\n", run.Error.ReplaceLineEndings("\n"));
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public void Bad_images_are_explained()
    {
        var (images, labels) = WriteIdx("train", 12, seed: 1);
        var model = _folder.At("model.zip");
        var folder = WriteFolder("photos", 12, seed: 1);

        Fails($"IDX file '{labels}' has 12 rows, but '{_folder.At("few")}' has 3 labels: they do not belong together.",
            "--images", labels, "--labels", Write("few", IdxTests.Idx(0x08, [3], [0, 1, 2])));
        Fails($"'{images}' has one class only ('0'): there is nothing to learn.",
            "--images", images, "--labels", Write("same", IdxTests.Idx(0x08, [12], new byte[12])));
        Fails("--epochs must be at least 1, but was 0. --preset must be one of " + string.Join(", ", Enum.GetNames<CnnPreset>()) +
            " for images, but was TabM. --channels must be 1 or 3, but was 2.",
            "--image-folder", folder, "--epochs", "0", "--preset", "TabM", "--channels", "2");
        Fails($"'{_folder.At("other")}' holds Vector<Byte, 1, 2, 2>, but '{images}' Vector<Byte, 1, 8, 8>: they must be alike.",
            "--images", images, "--labels", labels, "--test-images", Write("other", IdxTests.Idx(0x08, [1, 2, 2], new byte[4])),
            "--test-labels", Write("one", IdxTests.Idx(0x08, [1], [0])));
        var broken = Path.Combine(folder, "dot", "000.png");
        File.WriteAllText(broken, "no image");
        Fails($"Image file '{broken}' cannot be read: It is neither PNG nor JPEG.", "--image-folder", folder, "--epochs", "1");
        Fails($"Image folder '{_folder.At("none")}' does not exist.", "--image-folder", _folder.At("none"));

        void Fails(string message, params string[] arguments)
        {
            File.WriteAllText(model, "an older model");
            ToolRun.Of(["train", .. arguments, "--out", model]).FailedWith(message);
            Assert.Equal("an older model", File.ReadAllText(model));
        }
    }

    [Fact]
    public void A_table_refuses_a_preset_for_images() =>
        ToolRun.Of("train", _folder.Write("t.csv", TestFolder.BinaryTable(30)), "--label", "target", "--preset", "LeNet5").FailedWith(
            $"--preset must be one of {string.Join(", ", Enum.GetNames<MlpPreset>())} for tables, but was LeNet5.");

    private string[] Predict(string model, string data)
    {
        var output = _folder.At("predictions.csv");
        ToolRun.Of("predict", model, data, "--out", output).Succeeded();
        return File.ReadAllLines(output);
    }

    private (string Images, string Labels) WriteIdx(string name, int count, int seed)
    {
        var pixels = Drawings(count, seed).SelectMany(drawing => drawing.Pixels.ToArray()).ToArray();
        var labels = Enumerable.Range(0, count).Select(i => (byte)(i % 3)).ToArray();
        return (Write($"{name}-images.gz", IdxTests.Gzip(IdxTests.Idx(0x08, [count, Side, Side], pixels))),
            Write($"{name}-labels", IdxTests.Idx(0x08, [count], labels)));
    }

    private string WriteFolder(string name, int count, int seed, int scale = 1)
    {
        string[] classes = ["across", "down", "dot"];
        foreach (var (drawing, i) in Drawings(count, seed).Select((drawing, i) => (drawing, i)))
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder.At(name), classes[i % 3]));
            drawing.Zoom(scale).WritePng(Path.Combine(folder.FullName, (i / 3).ToString("D3", CultureInfo.InvariantCulture) + ".png"));
        }
        return _folder.At(name);
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.At(name), content);
        return _folder.At(name);
    }

    /// <summary>A line across, a line down and a dot in turns, on a noisy ground.</summary>
    private static IEnumerable<Image> Drawings(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var pixels = new byte[Side * Side];
            for (var at = 0; at < pixels.Length; at++)
                pixels[at] = (byte)random.Next(60);
            var (x, y) = (random.Next(1, Side - 2), random.Next(1, Side - 2));
            for (var at = 0; at < (i % 3 == 2 ? 0 : Side); at++)
                pixels[i % 3 == 0 ? (y * Side) + at : (at * Side) + x] = 255;
            if (i % 3 == 2)
                (pixels[(y * Side) + x], pixels[(y * Side) + x + 1], pixels[((y + 1) * Side) + x]) = (255, 255, 255);
            yield return new Image(Side, Side, 1, pixels);
        }
    }
}
