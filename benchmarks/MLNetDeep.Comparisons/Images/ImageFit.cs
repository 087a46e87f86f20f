using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using MLNetDeep.Training;

namespace MLNetDeep.Comparisons.Images;

/// <summary>One fit on an IDX pair in a process of its own, so that its peak of memory is its own too.</summary>
internal static class ImageFit
{
    /// <summary>Fits and prints an <see cref="ImageFitResult"/> as the last line.</summary>
    public static int Run(string folder, string preset, int? epochs, int threads)
    {
        var ml = new MLContext(seed: 1);
        IDataView train = Load(ml, folder, "train");
        IDataView test = Load(ml, folder, "t10k");
        var clock = new EpochClock();
        CnnOptions options = new()
        {
            Preset = Enum.Parse<CnnPreset>(preset),
            MaximumEpochCount = epochs,
            ThreadCount = threads,
            Seed = 1,
            Diagnose = false,
            Callbacks = [clock],
        };
        if (options.Preset == CnnPreset.LeNet5)
            options = AsPeer(options);
        // The test rows only measure: whichever epoch they might favour, the last one is reported.
        DeepPredictionTransformer model = ml.MulticlassClassification.Trainers.Cnn(options).Fit(train, test);
        var result = new ImageFitResult("MLNetDeep", clock.Epochs(model.Model.History), PeakMegabytes());
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    /// <summary>Runs this program again for one fit.</summary>
    public static ImageFitResult InOwnProcess(string folder, string preset, int? epochs, int threads)
    {
        string number = threads.ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["image-fit", folder, preset, "--threads", number];
        if (epochs is { } count)
            arguments = [.. arguments, "--epochs", count.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<ImageFitResult>(output.TrimEnd().Split('\n')[^1])!
            : throw new InvalidOperationException($"The fit failed with exit code {process.ExitCode}.");
    }

    private static IDataView Load(MLContext ml, string folder, string part) => ml.Data.LoadFromIdx(
        Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));

    /// <summary>Exactly what images_peer.py does.</summary>
    private static CnnOptions AsPeer(CnnOptions options) => options with
    {
        BatchSize = 128,
        Optimizer = new Adam(),
        LearningRate = 1e-3,
        LearningRateSchedule = new ConstantSchedule(),
        WeightDecay = 0,
        L2Penalty = 0,
        LabelSmoothing = 0,
        GradientClipNorm = 0,
        DropLastBatch = false,
        Patience = 0,
    };

    private static double PeakMegabytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (double)(1 << 20);
    }

    /// <summary>Times the batches of each epoch, without what measures it.</summary>
    private sealed record EpochClock : TrainingCallback
    {
        private readonly List<(double Seconds, double CpuSeconds)> _times = [];

        public IReadOnlyList<ImageEpoch> Epochs(TrainingHistory history) =>
        [
            .. history.Epochs.Zip(
                _times, (epoch, time) => new ImageEpoch(time.Seconds, time.CpuSeconds, epoch.ValidationMetrics["Accuracy"])),
        ];

        public override TrainingObserver Start(FitContext fit) => new Observer(_times);

        private sealed class Observer(List<(double, double)> times) : TrainingObserver
        {
            private readonly Stopwatch _clock = new();
            private TimeSpan _cpuStart;

            public override void OnEpochBegin(FitContext fit)
            {
                _cpuStart = Cpu();
                _clock.Restart();
            }

            public override void OnBatchEnd(FitContext fit)
            {
                if (fit.BatchesDone == fit.BatchCount)
                    times.Add((_clock.Elapsed.TotalSeconds, (Cpu() - _cpuStart).TotalSeconds));
            }

            private static TimeSpan Cpu()
            {
                using Process process = Process.GetCurrentProcess();
                return process.TotalProcessorTime;
            }
        }
    }
}

/// <summary>What a fit took and came to.</summary>
/// <param name="Name">The library and its version.</param>
/// <param name="Epochs">The epochs.</param>
/// <param name="PeakMegabytes">Largest resident memory of the process.</param>
internal sealed record ImageFitResult(string Name, IReadOnlyList<ImageEpoch> Epochs, double PeakMegabytes);

/// <summary>One epoch.</summary>
/// <param name="Seconds">Of training alone.</param>
/// <param name="CpuSeconds">Over all threads.</param>
/// <param name="Accuracy">On the test images.</param>
internal sealed record ImageEpoch(double Seconds, double CpuSeconds, double Accuracy);
