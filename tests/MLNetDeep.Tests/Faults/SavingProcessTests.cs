using System.Diagnostics;
using Microsoft.ML;
using MLNetDeep.Fuzz;
using MLNetDeep.Persistence;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Faults;

/// <summary>Processes that save over files that are there: killed at any instant, and two at a time.</summary>
public sealed class SavingProcessTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();
    private readonly Content[] _contents;

    public SavingProcessTests() => _contents = [Make("a", 40), Make("b", 90)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AKilledWriterLeavesWholeFiles()
    {
        const int KillCount = 8;
        var random = new Random(11);
        var seen = new HashSet<string>();
        for (var kill = 1; kill <= KillCount; kill++)
        {
            using var writer = Start("a", "b");
            WaitUntilItWrites(writer);
            Thread.Sleep(random.Next(40));
            Assert.False(writer.HasExited);
            writer.Kill(); // SIGKILL: nothing of it runs any more
            writer.WaitForExit();
            seen.UnionWith(Read());
            // Each leaves one unfinished file at most.
            Assert.InRange(_folder.FileNames.Count(name => name.EndsWith(".tmp", StringComparison.Ordinal)), 0, kill);
        }
        Assert.Subset(new HashSet<string> { "a", "b" }, seen);
    }

    [Fact]
    public void OfTwoProcessesEachLeavesWholeFiles()
    {
        using var first = Start("a");
        using var second = Start("b");
        WaitUntilItWrites(first);
        WaitUntilItWrites(second);
        while (!first.HasExited || !second.HasExited)
            Read();
        Assert.Equal(("", 0), (first.StandardError.ReadToEnd(), first.ExitCode));
        Assert.Equal(("", 0), (second.StandardError.ReadToEnd(), second.ExitCode));
        Assert.Equal(3, Read().Length);
        Assert.DoesNotContain(_folder.FileNames, name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    /// <summary>Whose contents the files hold; one of a mixture, or torn, is nobody's.</summary>
    private string[] Read()
    {
        var folder = _folder.At("");
        var model = (DeepPredictionTransformer)_ml.Model.Load(FileWriter.ModelIn(folder), out _);
        var tensors = File.ReadAllBytes(FileWriter.TensorsIn(folder));
        var weights = ReadCheckpoint(FileWriter.CheckpointIn(folder));
        return
        [
            Assert.Single(_contents, content => content.Model.AsSpan().SequenceEqual(model.Model.Tensors)).Name,
            Assert.Single(_contents, content => content.Tensors.AsSpan().SequenceEqual(tensors)).Name,
            Assert.Single(_contents, content => content.Checkpoint.AsSpan().SequenceEqual(weights)).Name,
        ];
    }

    private static float[] ReadCheckpoint(string path)
    {
        while (true)
        {
            try
            {
                return CheckpointFile.Read(CheckpointFile.Find(path)!).Arrays["weights"];
            }
            catch (Exception error) when (error is FileNotFoundException or ArgumentNullException)
            {
                continue; // another process has moved it between the look and the reading
            }
        }
    }

    private Content Make(string name, int hidden)
    {
        var checkpoint = _folder.At(name + ".checkpoint");
        var data = Tables.View(_ml);
        var model = _ml.BinaryClassification.Trainers.Mlp(Tables.Small() with
        {
            HiddenSizes = [hidden, hidden],
            MaximumEpochCount = 1,
            Callbacks = [new Checkpointing(checkpoint)],
        }).Fit(data);
        _ml.Model.Save(model, data.Schema, _folder.At(name + ".zip"));
        model.Model.SaveAsSafeTensors(_folder.At(name + ".safetensors"));
        return new Content(
            name, model.Model.Tensors, File.ReadAllBytes(_folder.At(name + ".safetensors")), CheckpointFile.Read(checkpoint).Arrays["weights"]);
    }

    private Process Start(params string[] contents) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Runner).Assembly.Location, "write", _folder.At(""), .. contents])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static void WaitUntilItWrites(Process writer)
    {
        var line = writer.StandardOutput.ReadLine();
        Assert.True(line == "writing", line ?? writer.StandardError.ReadToEnd());
    }

    private sealed record Content(string Name, float[] Model, byte[] Tensors, float[] Checkpoint);
}
