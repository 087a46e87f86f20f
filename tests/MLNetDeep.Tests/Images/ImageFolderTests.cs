using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Images;
using MLNetDeep.Tests.Cli;

namespace MLNetDeep.Tests.Images;

/// <summary>A folder of images becomes columns, its sub-folders the classes.</summary>
public sealed class ImageFolderTests
{
    private static readonly MLContext Ml = new(1);

    [Fact]
    public void SubfoldersAreClasses()
    {
        using var folder = Folder();
        var data = Ml.Data.LoadFromImageFolder(folder.At("all"));
        Assert.Equal(["Path", "Features", "Label"], data.Schema.Select(column => column.Name));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Byte, 3, 2, 2), data.Schema["Features"].Type);
        Assert.Equal(["cat", "dog"], IdxTests.ClassNames(data));
        Assert.Equal([1u, 1u, 2u], data.GetColumn<uint>("Label"));
        string[] expected = ["all/cat/a.png", "all/cat/more/b.PNG", "all/dog/c.png"];
        Assert.Equal(expected.Select(path => folder.At(path)), data.GetColumn<string>("Path"));
        byte[] white = [.. Enumerable.Repeat((byte)255, 12)];
        byte[][] pixels = [[10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 30, 40], [1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12], white];
        Assert.Equal(pixels, data.GetColumn<byte[]>("Features"));
        Assert.Equal(pixels, data.GetColumn<byte[]>("Features"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CachedOrNotTheRowsAreTheSame(bool isCached)
    {
        using var folder = new TestFolder();
        for (var i = 0; i < 300; i++)
            Put(folder, $"all/{i % 3}/{i:D3}.png", new Image(1, 1, 1, [(byte)i]));
        var data = Ml.Data.LoadFromImageFolder(folder.At("all"), new ImageFolderOptions { Channels = 1, IsCached = isCached });
        for (var pass = 0; pass < 2; pass++)
        {
            using var cursor = data.GetRowCursor(data.Schema, new Random(2));
            var path = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Path"]);
            var features = cursor.GetGetter<VBuffer<byte>>(data.Schema["Features"]);
            var (name, pixels, count) = (default(ReadOnlyMemory<char>), default(VBuffer<byte>), 0);
            for (; cursor.MoveNext(); count++)
            {
                path(ref name);
                features(ref pixels);
                Assert.Equal((byte)int.Parse(Path.GetFileNameWithoutExtension(name.ToString()), null), pixels.GetValues()[0]);
            }
            Assert.Equal(300, count);
        }
    }

    [Theory]
    [InlineData(ImageResizing.Fill, new byte[] { 50, 50, 50, 50 })]
    [InlineData(ImageResizing.IsoCrop, new byte[] { 50, 50, 50, 50 })]
    [InlineData(ImageResizing.IsoPad, new byte[] { 50, 50, 0, 0 })]
    public void OtherSizesAreFitted(ImageResizing resizing, byte[] expected)
    {
        using var folder = new TestFolder();
        // Bright but for the ends, and four rows high: cropping to a square shows the middle alone.
        var wide = Enumerable.Range(0, 48).Select(i => (byte)(i % 12 is >= 2 and < 10 || resizing != ImageResizing.IsoCrop ? 50 : 0));
        Put(folder, "all/x/wide.png", new Image(12, 4, 1, [.. wide]));
        var options = new ImageFolderOptions { Channels = 1, Height = 2, Width = 2, Resizing = resizing };
        var pixels = Ml.Data.LoadFromImageFolder(folder.At("all"), options).GetColumn<byte[]>("Features").Single();
        Assert.Equal(expected, pixels);
    }

    [Fact]
    public void ImagesOfOtherSizesAreRefusedWithoutASize()
    {
        using var folder = Folder();
        var path = Put(folder, "all/dog/wide.png", new Image(3, 1, 1, [1, 2, 3]));
        var data = Ml.Data.LoadFromImageFolder(folder.At("all"));
        Assert.Equal($"Image file '{path}' must have 2 x 2 pixels as the others, but has 3 x 1: give a size to bring all images to.",
            Assert.Throws<InvalidDataException>(() => data.GetColumn<byte[]>("Features").ToArray()).Message);
    }

    [Fact]
    public void ABrokenFileIsNamedWhereItIsReached()
    {
        using var folder = Folder();
        File.WriteAllText(folder.At("all/dog/c.png"), "no image");
        var data = Ml.Data.LoadFromImageFolder(folder.At("all"));
        using var cursor = data.GetRowCursor(data.Schema);
        var features = cursor.GetGetter<VBuffer<byte>>(data.Schema["Features"]);
        VBuffer<byte> pixels = default;
        for (var whole = 0; whole < 2; whole++)
        {
            Assert.True(cursor.MoveNext());
            features(ref pixels);
        }
        Assert.True(cursor.MoveNext());
        Assert.Equal($"Image file '{folder.At("all/dog/c.png")}' cannot be read: It is neither PNG nor JPEG.",
            Assert.Throws<InvalidDataException>(() => features(ref pixels)).Message);
    }

    [Fact]
    public void WithoutLabelsEveryImageIsARow()
    {
        using var folder = Folder();
        Put(folder, "all/stray.png", new Image(2, 2, 1, [0, 0, 0, 0]));
        var data = Ml.Data.LoadFromImageFolder(folder.At("all"), new ImageFolderOptions { LabelColumnName = null });
        Assert.Equal(["Path", "Features"], data.Schema.Select(column => column.Name));
        Assert.Equal(4, data.GetRowCount());
    }

    [Fact]
    public void JpegFilesLieBesidePngFiles()
    {
        using var folder = Folder();
        File.WriteAllBytes(folder.At("all/dog/photo.JPG"), JpegTests.Some);
        var data = Ml.Data.LoadFromImageFolder(folder.At("all"), new ImageFolderOptions { Height = 21, Width = 27 });
        Assert.Equal([1u, 1u, 2u, 2u], data.GetColumn<uint>("Label"));
        var expected = Image.Read(folder.At("all/dog/photo.JPG"));
        Assert.Equal((27, 21), (expected.Width, expected.Height));
        Assert.Equal(expected.ToPlanar(), data.GetColumn<byte[]>("Features").Last());
    }

    [Fact]
    public void FilesCanBeNamedOneByOne()
    {
        using var folder = Folder();
        string[] paths = [folder.At("all/dog/c.png"), folder.At("all/cat/a.png")];
        var data = Ml.Data.LoadFromImageFiles(paths, new ImageFolderOptions { Channels = 1 });
        Assert.Equal(["Path", "Features"], data.Schema.Select(column => column.Name));
        Assert.Equal(paths, data.GetColumn<string>("Path"));
        Assert.Equal([[255, 255, 255, 255], [10, 20, 30, 40]], data.GetColumn<byte[]>("Features"));
        Assert.Equal("LoadFromImageFiles.Paths must be at least one, but were none. (Parameter 'paths')",
            Assert.Throws<ArgumentException>(() => Ml.Data.LoadFromImageFiles([])).Message);
    }

    [Fact]
    public void NamedClassesKeepTheirNumbers()
    {
        using var folder = Folder();
        var options = new ImageFolderOptions { ClassNames = ["bird", "dog", "cat"] };
        var data = Ml.Data.LoadFromImageFolder(folder.At("all"), options);
        Assert.Equal([2u, 3u, 3u], data.GetColumn<uint>("Label"));
        Assert.Equal(["bird", "dog", "cat"], IdxTests.ClassNames(data));
    }

    [Fact]
    public void FoldersThatDoNotFitAreRefused()
    {
        using var folder = Folder();
        var all = folder.At("all");
        Refused<DirectoryNotFoundException>(folder.At("none"), new(), $"Image folder '{folder.At("none")}' does not exist.");
        Refused<InvalidDataException>(all, new() { ClassNames = ["cat"] },
            $"Image folder '{all}' must have sub-folders named in ImageFolderOptions.ClassNames only, but has 'dog'.");
        Refused<InvalidDataException>(folder.At("all/dog"), new(),
            $"Image folder '{folder.At("all/dog")}' must have its images in sub-folders, one a class, but has 'c.png' beside them.");
        var note = folder.Write("all/cat/readme.txt", "hello");
        Refused<InvalidDataException>(all, new(),
            $"File '{note}' must be an image (.png, .jpg, .jpeg), but is not: remove it, or have other files skipped.");
        Assert.Equal(3, Ml.Data.LoadFromImageFolder(all, new ImageFolderOptions { SkipsOtherFiles = true }).GetRowCount());
        File.Delete(note);
        Directory.CreateDirectory(folder.At("all/owl"));
        Refused<InvalidDataException>(all, new(), $"Image folder '{all}' must have images of every class, but sub-folder 'owl' has none.");
        Refused<InvalidDataException>(folder.At("all/owl"), new(),
            $"Image folder '{folder.At("all/owl")}' must have a sub-folder for each class, but has none.");
        Refused<InvalidDataException>(folder.At("all/owl"), new() { LabelColumnName = null },
            $"Image folder '{folder.At("all/owl")}' has no images.");

        static void Refused<TException>(string path, ImageFolderOptions options, string message) where TException : Exception =>
            Assert.Equal(message, Assert.Throws<TException>(() => Ml.Data.LoadFromImageFolder(path, options)).Message);
    }

    [Fact]
    public void WrongOptionsAreRefusedAllAtOnce()
    {
        var options = new ImageFolderOptions { Height = 0, Channels = 2, PathColumnName = "Label" };
        Assert.Equal("ImageFolderOptions.Height must be from 1 to 65536, but was 0. ImageFolderOptions.Width must be set where the other " +
            "is, but was null. ImageFolderOptions.Channels must be 1 or 3, but was 2. ImageFolderOptions.LabelColumnName must be " +
            "different from the other columns' names, but was Label.",
            Assert.Throws<ArgumentException>(() => Ml.Data.LoadFromImageFolder("x", options)).Message);
    }

    private static TestFolder Folder()
    {
        var folder = new TestFolder();
        Put(folder, "all/cat/a.png", new Image(2, 2, 1, [10, 20, 30, 40]));
        Put(folder, "all/cat/more/b.PNG", new Image(2, 2, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        Put(folder, "all/dog/c.png", new Image(2, 2, 4, new byte[16]));
        Directory.CreateDirectory(folder.At("all/.hidden"));
        File.WriteAllText(folder.At("all/cat/.DS_Store"), "hidden");
        return folder;
    }

    private static string Put(TestFolder folder, string name, Image image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.At(name))!);
        image.WritePng(folder.At(name));
        return folder.At(name);
    }
}
