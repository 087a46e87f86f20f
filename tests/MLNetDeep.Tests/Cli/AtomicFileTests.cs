using MLNetDeep.Cli;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Tests.Cli;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Replaces_a_file_when_all_is_written()
    {
        var path = _folder.Write("f", "old and longer");
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["f"], _folder.FileNames);
    }

    [Fact]
    public void Keeps_the_old_file_when_writing_fails_half_way()
    {
        var path = _folder.Write("f", "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["f"], _folder.FileNames);
    }

    [Fact]
    public void Writes_through_a_link()
    {
        var target = _folder.Write("target", "old");
        var link = _folder.At("link");
        File.CreateSymbolicLink(link, target);
        AtomicFile.Write(link, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(target));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void Refuses_folders_and_devices()
    {
        var folder = Path.GetDirectoryName(_folder.At("f"))!;
        Assert.Equal($"Model file '{folder}' is a folder: give a file name.",
            Assert.Throws<CliException>(() => AtomicFile.CheckTarget(folder, "Model file")).Message);
        Assert.Equal("Model file '/dev/stdout' is a device: give a file name.",
            Assert.Throws<CliException>(() => AtomicFile.CheckTarget("/dev/stdout", "Model file")).Message);
    }
}
