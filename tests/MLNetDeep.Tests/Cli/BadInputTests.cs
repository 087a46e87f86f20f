using System.IO.Compression;

namespace MLNetDeep.Tests.Cli;

/// <summary>Every kind of bad input: the whole one-line explanation, exit code 1, and what was there before untouched.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Old = "an older model";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_file() => TrainFails("none.csv", null, "target", "Data file '{data}' does not exist.");

    [Fact]
    public void Empty_file() => TrainFails("t.csv", "", "target", "Data file '{data}' is empty.");

    [Fact]
    public void Header_only() => TrainFails("t.csv", "a,target\n", "target", "Data file '{data}' has a header but no rows.");

    [Fact]
    public void Ragged_rows() => TrainFails("t.csv", "a,b,target\n1,2,3\n\n1,2\n", "target",
        "Row 2 (line 4) of '{data}' has 2 fields, but the header names 3 columns.");

    [Fact]
    public void Row_that_the_loader_would_skip() => TrainFails("t.csv", "path,target\n/a,1\n//b,2\n\"//c\",3\n", "target",
        "Row 2 (line 3) of '{data}' begins with //, and ML.NET's text loader would skip it as a comment: " +
        "delete it if it is one, else put its first field in quotes.");

    [Theory]
    [InlineData("#id")]
    [InlineData("//id")]
    public void Header_that_the_loader_would_skip(string name) => TrainFails("t.csv", name + ",target\n1,yes\n2,no\n", "target",
        $"The header of '{{data}}' (line 1) begins like a comment ('{name}'), and ML.NET's text loader would skip it: " +
        "delete it if it is one, else put the name in quotes.");

    [Fact]
    public void Label_that_is_not_there() => TrainFails("t.csv", "size,Churn,colour\n1,yes,red\n", "churned",
        "Label column 'churned' is not in '{data}'. Did you mean 'Churn'?");

    [Fact]
    public void Label_with_no_near_name() => TrainFails("t.csv", "size,price,colour\n1,yes,red\n", "outcome_of_visit",
        "Label column 'outcome_of_visit' is not in '{data}'. Its columns are size, price, colour.");

    [Fact]
    public void Label_with_one_value() => TrainFails("t.csv", TestFolder.Table(50, _ => "yes"), "target",
        "Label column 'target' of '{data}' has one value only ('yes'): there is nothing to learn.");

    [Fact]
    public void Label_with_gaps() => TrainFails("t.csv", "a,target\n1,x\n2,\n3,y\n4,NA\n", "target",
        "Label column 'target' of '{data}' has no value in 2 rows (row 2 first): every row needs a label.");

    [Fact]
    public void More_than_a_thousand_classes()
    {
        var next = 0;
        TrainFails("t.csv", TestFolder.Table(1200, _ => $"class {next++ % 1001}"), "target",
            "Label column 'target' of '{data}' has 1,001 classes, and at most 1,000 can be learnt.");
    }

    [Fact]
    public void Column_without_any_value() => TrainFails("t.csv", "a,empty one,target\n1,,yes\n2,NA,no\n3,?,no\n", "target",
        "Column 'empty one' has no value in any of the 3 rows of '{data}': leave it out with --ignore \"empty one\".");

    [Fact]
    public void Free_text() => TrainFails("t.csv", "a,review,target\n1,it was very good indeed,yes\n2,I did not like it,no\n", "target",
        "Column 'review' of '{data}' holds free text (5 words on average), which cannot be learnt from yet: " +
        "leave it out with --ignore review.");

    [Fact]
    public void Too_few_rows() => TrainFails("t.csv", "a,target\n1,yes\n2,no\n3,yes\n", "target",
        "'{data}' has 3 rows, too few to train on some and measure on others: at least 10 are needed.");

    [Fact]
    public void Only_the_label() => TrainFails("t.csv", "target\nyes\nno\n", "target",
        "'{data}' has no column to learn from besides the label 'target'.");

    [Fact]
    public void Text_label_for_a_regression() => TrainFails("t.csv", "a,target\n1,2\n2,low\n3,4\n", "target",
        "Label column 'target' of '{data}' holds text ('low' in row 2), and regression needs numbers: use --task multiclass.",
        "--task", "regression");

    [Fact]
    public void Three_values_for_a_binary_label() => TrainFails("t.csv", TestFolder.MulticlassTable(90), "target",
        "Label column 'target' of '{data}' has 3 distinct values, and a binary label has two: " +
        "use --task multiclass or --task regression.",
        "--task", "binary");

    [Fact]
    public void Ignored_column_that_is_not_there() => TrainFails("t.csv", TestFolder.BinaryTable(30), "target",
        "Column to ignore 'color' is not in '{data}'. Did you mean 'colour'?", "--ignore", "color");

    [Fact]
    public void All_options_out_of_range_at_once() => TrainFails("t.csv", TestFolder.BinaryTable(30), "target",
        "--epochs must be at least 1, but was 0. --hidden must be from 1 to 65536 each, but was 64,0. " +
        "--learning-rate must be finite and above 0, but was -1. --test-fraction must be above 0 and below 1, but was 1.5.",
        "--epochs", "0", "--hidden", "64,0", "--learning-rate", "-1", "--test-fraction", "1.5");

    [Fact]
    public void Truncated_gzip()
    {
        var bytes = File.ReadAllBytes(_folder.WriteGzip("whole.csv.gz", TestFolder.BinaryTable()));
        File.WriteAllBytes(_folder.At("t.csv.gz"), bytes[..(bytes.Length / 2)]);
        TrainFails("t.csv.gz", null, "target", "'{data}' is not a whole gzip file: it may be truncated or damaged.");
    }

    [Fact]
    public void Output_folder_that_does_not_exist()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable(30));
        var output = _folder.At("none/model.zip");
        ToolRun.Of("train", data, "--label", "target", "--out", output)
            .FailedWith($"Model file '{output}' cannot be written: its folder does not exist.");
    }

    [Theory]
    [InlineData("missing", "Model file '{model}' does not exist.")]
    [InlineData("text", "'{model}' is not a whole zip file: it may be truncated or altered.")]
    [InlineData("truncated", "'{model}' is not a whole zip file: it may be truncated or altered.")]
    [InlineData("altered", "'{model}' is damaged: its part 'part' differs from its checksum.")]
    [InlineData("other", "'{model}' is a zip file, but not a saved model: no part of it is named Model.key.")]
    [InlineData("unlisted", "'{model}' is damaged: its directory does not list its part 'mlnetdeep.json'.")]
    [InlineData("twice", "'{model}' is damaged: it has two parts named 'part'.")]
    public void Model_that_is_not_whole(string kind, string message)
    {
        var model = _folder.At("model.zip");
        var zip = Zip();
        if (kind == "text")
            File.WriteAllText(model, "not a zip at all");
        else if (kind == "truncated")
            File.WriteAllBytes(model, zip[..(zip.Length / 2)]);
        else if (kind == "altered")
            File.WriteAllBytes(model, Alter(zip));
        else if (kind == "other")
            File.WriteAllBytes(model, zip);
        else if (kind == "unlisted")
            File.WriteAllBytes(model, Unlisted());
        else if (kind == "twice")
            File.WriteAllBytes(model, Zip(CompressionLevel.NoCompression, new byte[3], new byte[4]));
        var data = _folder.Write("t.csv", TestFolder.BinaryTable(30));
        var output = _folder.Write("predictions.csv", Old);

        ToolRun.Of("predict", model, data, "--out", output).FailedWith(message.Replace("{model}", model, StringComparison.Ordinal));
        Assert.Equal(Old, File.ReadAllText(output));
        ToolRun.Of("inspect", model).FailedWith(message.Replace("{model}", model, StringComparison.Ordinal));
    }

    [Fact]
    public void Model_that_unpacks_to_a_thousand_times_its_length()
    {
        var model = _folder.At("model.zip");
        File.WriteAllBytes(model, Zip(CompressionLevel.Optimal, new byte[5 << 20]));
        using var zip = ZipFile.OpenRead(model);
        ToolRun.Of("inspect", model).FailedWith(
            $"'{model}' is damaged: its part 'part' claims to unpack from {zip.Entries[0].CompressedLength:N0} bytes to 5,242,880.");
    }

    // Stored without compression, so that a changed byte is a changed byte of the part.
    private static byte[] Zip() => Zip(CompressionLevel.NoCompression, [.. Enumerable.Range(0, 100).Select(i => (byte)i)]);

    private static byte[] Zip(CompressionLevel level, params byte[][] parts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var content in parts)
            {
                using var part = archive.CreateEntry("part", level).Open();
                part.Write(content);
            }
        }
        return stream.ToArray();
    }

    // The name in the directory, at the end, is another than the one in front of the part.
    private static byte[] Unlisted()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            using var part = archive.CreateEntry("mlnetdeep.json").Open();
            part.WriteByte(1);
        }
        var zip = stream.ToArray();
        zip[zip.AsSpan().LastIndexOf("mlnetdeep.json"u8)] ^= 1;
        return zip;
    }

    private static byte[] Alter(byte[] zip)
    {
        var at = zip.AsSpan().IndexOf(new byte[] { 50, 51, 52, 53 });
        zip[at]++;
        return zip;
    }

    private void TrainFails(string file, string? content, string label, string message, params string[] more)
    {
        var data = content == null ? _folder.At(file) : _folder.Write(file, content);
        var model = _folder.Write("model.zip", Old);
        ToolRun.Of(["train", data, "--label", label, "--out", model, .. more])
            .FailedWith(message.Replace("{data}", data, StringComparison.Ordinal));
        Assert.Equal(Old, File.ReadAllText(model));
        Assert.DoesNotContain(_folder.FileNames, name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }
}
