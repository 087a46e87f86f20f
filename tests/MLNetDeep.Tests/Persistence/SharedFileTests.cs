using MLNetDeep.Persistence;
using MLNetDeep.Tests.Cli;

namespace MLNetDeep.Tests.Persistence;

/// <summary>Files that are replaced: on full disks, and by two writers at once.</summary>
public sealed class SharedFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFullDiskLeavesWhatWasThere(bool keepPrevious)
    {
        var path = _folder.Write("file", "old");
        var error = Assert.Throws<IOException>(() => ReplacedFile.Write(path, keepPrevious, file =>
        {
            file.Write(new byte[5000]);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("No space left on device", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["file"], _folder.FileNames);
    }

    [Fact]
    public void AFolderThatIsNotThereIsNamed()
    {
        var path = _folder.At("none/file");
        var error = Assert.Throws<DirectoryNotFoundException>(() => ReplacedFile.Write(path, keepPrevious: true, _ => { }));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Each writer's file is of one letter and of its own length: a mixture would show.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OfTwoWritersTheLastWins(bool keepPrevious)
    {
        var path = _folder.At("file");
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var count = 0;
            while (!done.IsCancellationRequested || count == 0)
            {
                if (Read(path) is { } text)
                {
                    Assert.True(text == new string(text[0], Length(text[0])), $"{text.Length} characters from '{text[0]}'");
                    count++;
                }
            }
        });
        await Task.WhenAll(new[] { 'a', 'b', 'c' }.Select(letter => Task.Run(() =>
        {
            for (var i = 0; i < 60; i++)
            {
                ReplacedFile.Write(path, keepPrevious, file =>
                {
                    for (var at = 0; at < Length(letter); at++)
                        file.WriteByte((byte)letter);
                });
            }
        })));
        await done.CancelAsync();
        await reader;
        Assert.NotNull(Read(path));
        Assert.Equal(keepPrevious ? ["file", "file.previous"] : ["file"], _folder.FileNames);
    }

    private static int Length(char letter) => 1000 * (letter - '_');

    private static string? Read(string path)
    {
        try
        {
            return CheckpointFile.Find(path) is { } found ? File.ReadAllText(found) : null;
        }
        catch (FileNotFoundException)
        {
            return null; // moved between the look and the reading
        }
    }
}
