using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MLNetDeep.Networks;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Tests.Support;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TrainingData _data = Fits.Data(100, 20, weighted: true);

    private string Checkpoint => _folder.At("fit.checkpoint");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<Optimizer, long> Places { get; } = new()
    {
        { new AdamW(), 1 },
        { new AdamW(), 7 }, // within an epoch of 4 batches
        { new AdamW(), 8 }, // at the end of one
        { new Sgd { Momentum = 0.9 }, 5 },
        { new NAdam(), 6 },
        { new RAdam(), 19 },
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AveragedWeightsGoOnToo(bool exponential) => GoesOnWithTheSameBits(
        Fits.Quick with
        {
            WeightAveraging = exponential ? new ExponentialMovingAverage { Decay = 0.9 } : new StochasticWeightAveraging { StartFraction = 0.5 },
        },
        step: 18);

    [Theory]
    [MemberData(nameof(Places))]
    public void ResumedFitGoesOnWithTheSameBits(Optimizer optimizer, long step) => GoesOnWithTheSameBits(
        Fits.Quick with { Optimizer = optimizer, LearningRateSchedule = new ReduceOnPlateauSchedule() }, step);

    private void GoesOnWithTheSameBits(FitSettings settings, long step)
    {
        NetworkSpec network = Fits.Network(_data, batchNorm: true, dropout: 0.2);
        TrainingResult unbroken = Run(network, settings, new Spy((hook, fit) =>
        {
            if (hook == "batch end" && fit.Step == step)
                fit.SaveCheckpoint(Checkpoint);
        }));
        var batches = 0;
        TrainingResult resumed = Resume(network, settings, new Spy((hook, fit) =>
        {
            Assert.True(fit.IsResumed || hook == "start");
            batches += hook == "batch begin" ? 1 : 0;
        }));
        Assert.Equal(20 - step, batches);
        Assert.Equal(unbroken.Tensors, resumed.Tensors);
        Assert.Equal(WithoutTime(unbroken.History), WithoutTime(resumed.History));
    }

    [Fact]
    public void StateOfCallbacksGoesOnToo()
    {
        NetworkSpec network = Fits.Network(_data);
        TrainingCallback[] callbacks = [new FreezeLayers("1", UntilEpoch: 4), new GradientNormMonitor(), new HalveEveryThirdBatch()];
        var saver = new Spy((hook, fit) =>
        {
            if (hook == "batch end" && fit.Step == 10)
                fit.SaveCheckpoint(Checkpoint);
        });
        TrainingResult unbroken = Run(network, Fits.Quick, [.. callbacks, saver]);
        TrainingResult resumed = Resume(network, Fits.Quick, callbacks);
        Assert.Equal(unbroken.Tensors, resumed.Tensors);
        Assert.Equal(WithoutTime(unbroken.History), WithoutTime(resumed.History));
        var error = Assert.Throws<InvalidOperationException>(() => Resume(network, Fits.Quick));
        Assert.Equal(
            "The checkpoint goes on only with a callback MLNetDeep.Tests.Training.ResumeTests+HalveEveryThirdBatch, which this fit lacks.",
            error.Message);
    }

    [Fact]
    public void KilledProcessGoesOnWithTheSameBits()
    {
        string[] unbroken = FreshProgram.Run([], "train", _folder.At("unbroken"), "0");
        using (var process = FreshProgram.Start("train", Checkpoint, "24"))
        {
            Assert.Equal("waiting", process.StandardOutput.ReadLine());
            process.Kill(); // SIGKILL: nothing of it runs any more
            process.WaitForExit();
        }

        string[] resumed = FreshProgram.Run([], "train", Checkpoint, "0");
        Assert.Equal("resumed 0", unbroken[0]);
        Assert.Equal("resumed 21", resumed[0]);
        Assert.Equal(unbroken[1..], resumed[1..]);
        Assert.Equal(121, resumed.Length);
        Assert.Equal(Weights(_folder.At("unbroken.zip")), Weights(Checkpoint + ".zip"));
    }

    [Fact]
    public void FinishedFitIsReadFromItsCheckpoint()
    {
        NetworkSpec network = Fits.Network(_data);
        TrainingResult first = Run(network, Fits.Quick, new Checkpointing(Checkpoint));
        TrainingResult again = Resume(network, Fits.Quick, new Spy((hook, _) => Assert.NotEqual("batch begin", hook)));
        Assert.Equal(first.Tensors, again.Tensors);
    }

    [Fact]
    public void FitOutOfTimeGoesOnWithTheSameBits()
    {
        NetworkSpec network = Fits.Network(_data);
        TrainingResult unbroken = Run(network, Fits.Quick);
        TimeSpan before = TimeSpan.MaxValue;
        var watch = new Spy((hook, fit) => before = hook == "batch end" ? fit.Elapsed : before);
        var hooks = new FitHooks { MaximumTime = TimeSpan.FromTicks(1), Callbacks = [new Checkpointing(Checkpoint), watch] };
        TrainingResult cut = Fits.Run(network, _data, Fits.Quick, hooks);
        Assert.Equal(TrainingStopReason.TimeBudgetReached, cut.History.StopReason);
        TrainingResult resumed = Resume(network, Fits.Quick, new Spy((hook, fit) => Assert.True(hook == "start" || fit.Elapsed > before)));
        Assert.Equal(unbroken.Tensors, resumed.Tensors);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    public void TornOrAlteredFileIsRefusedAndTheOneBeforeIsKept(int place)
    {
        NetworkSpec network = Fits.Network(_data);
        TrainingResult unbroken = Run(network, Fits.Quick, new Checkpointing(Checkpoint));
        byte[] file = File.ReadAllBytes(Checkpoint);
        if (place < 0)
            file = file[..^1];
        else
            file[place] ^= 1;
        File.WriteAllBytes(Checkpoint, file);
        var error = Assert.Throws<FormatException>(() => Resume(network, Fits.Quick));
        Assert.Equal(
            $"The checkpoint '{Checkpoint}' cannot be read: it is truncated or was altered, its SHA-256 is not the one it ends with. "
            + $"The one before it is '{Checkpoint}.previous'.", error.Message);
        File.Delete(Checkpoint); // as when a process dies between the two renames
        Assert.Equal(unbroken.Tensors, Resume(network, Fits.Quick).Tensors);
    }

    [Fact]
    public void OtherFitIsRefusedWithWhatDiffers()
    {
        Run(Fits.Network(_data), Fits.Quick, new Checkpointing(Checkpoint));
        TrainingData others = Fits.Data(100, 25, weighted: true);
        FitSettings settings = Fits.Quick with { LearningRate = 0.02, Optimizer = new AdamW { Beta2 = 0.95 } };
        var error = Assert.Throws<InvalidOperationException>(() => Fits.Run(
            Fits.Network(others, dropout: 0.1), others, settings, new FitHooks { ResumeFrom = Checkpoint }));
        Assert.Equal(
            $"The checkpoint '{Checkpoint}' belongs to another fit: different network, different training rows, different validation rows, "
            + "optimizer was {\"kind\":\"adam-w\",\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1E-08} and is "
            + "{\"kind\":\"adam-w\",\"beta1\":0.9,\"beta2\":0.95,\"epsilon\":1E-08}, learningRate was 0.01 and is 0.02. "
            + "Give it the same data and options, or remove it to start anew.", error.Message);
    }

    [Fact]
    public void MissingFileStartsAnewAndTheSeedIsTheCheckpoints()
    {
        var ml = new MLContext();
        IDataView data = Tables.View(ml, Tables.Rows(80));
        MlpOptions options = Tables.Small() with { Seed = null, ResumeFrom = Checkpoint, Callbacks = [new Checkpointing(Checkpoint)] };
        var stop = new Spy((hook, fit) =>
        {
            if (hook == "epoch end" && fit.Epoch == 1)
                fit.Stop("enough for today");
        });
        DeepModel first = ml.BinaryClassification.Trainers.Mlp(options with { Callbacks = [.. options.Callbacks, stop] }).Fit(data).Model;
        DeepModel resumed = new MLContext().BinaryClassification.Trainers.Mlp(options).Fit(data).Model;
        Assert.Equal(first.Training.Seed, resumed.Training.Seed);
        MlpOptions whole = Tables.Small() with { Seed = first.Training.Seed };
        Assert.Equal(ml.BinaryClassification.Trainers.Mlp(whole).Fit(data).Model.Tensors, resumed.Tensors);
    }

    [Fact]
    public void FileIsSafetensors()
    {
        NetworkSpec network = Fits.Network(_data);
        Run(network, Fits.Quick, new Checkpointing(Checkpoint));
        byte[] file = File.ReadAllBytes(Checkpoint);
        var length = (int)BitConverter.ToUInt64(file);
        JsonObject header = JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
        Assert.Equal(["__metadata__", "weights", "best", "optimizer.0", "optimizer.1", "sha256"], header.Select(entry => entry.Key));
        Assert.Equal(file.Length - 8 - length, header["sha256"]!["data_offsets"]![1]!.GetValue<long>());
        Assert.Equal(network.ElementCount, header["best"]!["shape"]![0]!.GetValue<int>());
    }

    [Fact]
    public void CheckpointsComeAsOftenAsAsked()
    {
        Assert.Equal([8, 16], Steps(new Checkpointing(Checkpoint) { EveryEpochs = 2 }, stopAt: 0));
        Assert.Equal([6, 12, 18], Steps(new Checkpointing(Checkpoint) { EveryEpochs = null, EverySteps = 6 }, stopAt: 0));
        Assert.Equal([4, 7], Steps(new Checkpointing(Checkpoint), stopAt: 7)); // when it stops within an epoch too
        Assert.Equal(20, Steps(new Checkpointing(Checkpoint) { EveryEpochs = null, EveryTime = TimeSpan.Zero }, stopAt: 0).Count);
    }

    private List<long> Steps(Checkpointing checkpointing, long stopAt)
    {
        var steps = new List<long>();
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(Checkpoint)!))
            File.Delete(file);
        var spy = new Spy((hook, fit) =>
        {
            // A file written after one batch is there when the next begins.
            if (hook is "batch begin" or "epoch begin" or "fit end" or "dispose" && File.Exists(Checkpoint))
            {
                steps.Add(fit.Step);
                File.Delete(Checkpoint);
            }

            if (hook == "batch end" && fit.Step == stopAt)
                fit.Stop("as asked");
        });
        Run(Fits.Network(_data), Fits.Quick, checkpointing, spy);
        return steps;
    }

    private TrainingResult Run(NetworkSpec network, FitSettings settings, params TrainingCallback[] callbacks) =>
        Fits.Run(network, _data, settings, new FitHooks { Callbacks = callbacks });

    private TrainingResult Resume(NetworkSpec network, FitSettings settings, params TrainingCallback[] callbacks) =>
        Fits.Run(network, _data, settings, new FitHooks { Callbacks = callbacks, ResumeFrom = Checkpoint });

    private static TrainingHistory WithoutTime(TrainingHistory history) =>
        history with { Epochs = [.. history.Epochs.Select(epoch => epoch with { Elapsed = TimeSpan.Zero })] };

    private static byte[] Weights(string zip)
    {
        using ZipArchive archive = ZipFile.OpenRead(zip);
        using Stream entry = archive.Entries.Single(e => e.Name == "weights.safetensors").Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A callback with a memory: it halves the step size at every third batch, counted over the whole fit.</summary>
    private sealed record HalveEveryThirdBatch : TrainingCallback
    {
        public override TrainingObserver Start(FitContext fit) => new Observer();

        private sealed class Observer : TrainingObserver
        {
            private int _count;

            public override void OnBatchEnd(FitContext fit)
            {
                if (++_count % 3 == 0)
                    fit.LearningRateFactor /= 2;
            }

            public override string SaveState() => $"{_count}";

            public override void RestoreState(string state) => _count = int.Parse(state, System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
