using System.Runtime.Versioning;
using Microsoft.ML;
using MLNetDeep.AutoML.Tests.Storage;
using MLNetDeep.Cli;
using MLNetDeep.Cli.Output;
using MLNetDeep.Persistence;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Faults;

/// <summary>Files and folders that may only be read: what is there stays, and the error names what was asked for.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReadOnlyTests : IDisposable
{
    private const UnixFileMode ReadFolder = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode ReadFile = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();
    private readonly string _path;

    public ReadOnlyTests()
    {
        _path = _folder.Write("file", "old");
        File.SetUnixFileMode(Folder, ReadFolder | UnixFileMode.UserWrite);
    }

    private string Folder => Path.GetDirectoryName(_path)!;

    public void Dispose()
    {
        File.SetUnixFileMode(Folder, ReadFolder | UnixFileMode.UserWrite);
        _folder.Dispose();
    }

    public static TheoryData<string> Writers { get; } = ["tool", "report", "safetensors", "checkpoint"];

    [Theory]
    [MemberData(nameof(Writers))]
    public void AReadOnlyFileIsNotReplaced(string writer)
    {
        var write = Writer(writer);
        File.SetUnixFileMode(_path, ReadFile);
        Assert.Equal($"The file '{_path}' cannot be written: it is read-only.", Refusal(write));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void NeitherIsAFileOfAReadOnlyFolder(string writer)
    {
        var write = Writer(writer);
        File.SetUnixFileMode(Folder, ReadFolder);
        Assert.Equal($"The file '{_path}' cannot be written: nothing may be written in its folder.", Refusal(write));
    }

    [Fact]
    public void TheToolRefusesBeforeItWorks()
    {
        AtomicFile.CheckTarget(_path, "Model file");
        File.SetUnixFileMode(Folder, ReadFolder);
        FileUser.RunAsNobody(() => Assert.Equal(
            $"Model file: The file '{_path}' cannot be written: nothing may be written in its folder.",
            Assert.Throws<CliException>(() => AtomicFile.CheckTarget(_path, "Model file")).Message));
        File.SetUnixFileMode(_path, ReadFile);
        Assert.Equal(
            $"Model file: The file '{_path}' cannot be written: it is read-only.",
            Assert.Throws<CliException>(() => AtomicFile.CheckTarget(_path, "Model file")).Message);
        Assert.Equal(["file"], _folder.FileNames);
    }

    [Fact]
    public void LogsSayWhichFileOrFolder()
    {
        File.SetUnixFileMode(_path, ReadFile);
        File.SetUnixFileMode(Folder, ReadFolder);
        Assert.Equal($"Access to the path '{_path}' is denied.", Refusal(() => Fit(new CsvLog(_path))));
        var boards = Path.Combine(Folder, "boards");
        Assert.Equal($"Access to the path '{boards}' is denied.", Refusal(() => Fit(new TensorBoardLog(boards))));
    }

    private string Refusal(Action write)
    {
        var message = "";
        FileUser.RunAsNobody(() => message = Assert.Throws<UnauthorizedAccessException>(write).Message);
        Assert.Equal("old", File.ReadAllText(_path));
        Assert.Equal(["file"], _folder.FileNames);
        return message;
    }

    private Action Writer(string writer)
    {
        var model = Fit().Model;
        return writer switch
        {
            "tool" => () => AtomicFile.Write(_path, stream => stream.Write("new"u8)),
            "report" => () => ReplacedFile.Write(_path, keepPrevious: true, stream => stream.Write("new"u8)),
            "safetensors" => () => model.SaveAsSafeTensors(_path),
            _ => () => Fit(new Checkpointing(_path)),
        };
    }

    private DeepPredictionTransformer Fit(params TrainingCallback[] callbacks) => _ml.BinaryClassification.Trainers.Mlp(
        Tables.Small() with { MaximumEpochCount = 2, Callbacks = [.. callbacks] }).Fit(Tables.View(_ml));
}
