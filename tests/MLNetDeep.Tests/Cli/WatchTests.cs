namespace MLNetDeep.Tests.Cli;

/// <summary>Checkpoints, logs and time budgets of train.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_goes_on_from_its_checkpoint_and_logs_every_epoch()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        string[] watched = ["--preset", "Plain", "--checkpoint", _folder.At("fit"), "--log", _folder.At("log.csv")];
        Train(data, "first.zip", [.. watched, "--epochs", "6"]);
        Assert.Equal(7, File.ReadAllLines(_folder.At("log.csv")).Length);
        File.Delete(_folder.At("log.csv"));
        Train(data, "second.zip", [.. watched, "--epochs", "6"]);
        Assert.False(File.Exists(_folder.At("log.csv"))); // all epochs had been run
        var other = ToolRun.Of(["train", data, "--label", "target", "--out", _folder.At("m.zip"), .. watched, "--epochs", "7"]);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains(
            $"The checkpoint '{_folder.At("fit")}' belongs to another fit: maximumEpochCount was 6 and is 7. "
            + "Give it the same data and options, or remove it to start anew.", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_budget_ends_training()
    {
        var data = _folder.Write("t.csv", TestFolder.BinaryTable());
        Train(data, "m.zip", "--epochs", "100000", "--time-budget", "0.05");
        var usage = ToolRun.Of("train", data, "--label", "target", "--out", _folder.At("n.zip"), "--time-budget", "0");
        Assert.Contains("--time-budget must be above 0 and at most 1E+09, but was 0.", usage.Error, StringComparison.Ordinal);
    }

    private void Train(string data, string model, params string[] more)
    {
        var run = ToolRun.Of(["train", data, "--label", "target", "--out", _folder.At(model), .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
