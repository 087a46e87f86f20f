using System.CommandLine;
using System.Globalization;
using System.Text;

namespace MLNetDeep.Comparisons.Images;

/// <summary>
/// Convolutional networks: LeNet-5 beside the same in PyTorch, the default on Fashion-MNIST by CPU minutes, five folds of small
/// sets, and where class activation maps lie.
/// </summary>
internal static class ImagesCommand
{
    private const string ReportFile = "benchmarks/results/images.md";
    private const string FashionFolder = "/usr/share/datasets/fashion-mnist"; // of Debian's dataset-fashion-mnist

    private const string Head = """
        # Images and signals

        Printed by `./build.sh bench images --data FOLDER`, every trainer with its defaults unless said. The default's recipe was chosen by
        experiments on these very sets (Fashion-MNIST's training rows, OpenCV's and scikit-learn's digits, GunPoint), and the method and
        layer of the maps on OpenCV's digits; so expect less on others.


        """;

    private const int Rounds = 3;
    private const int LeNetEpochs = 5;

    public static Command Create(Option<string> data, Option<string> python)
    {
        var fashion = new Option<string>("--fashion") { Description = "The four IDX files.", DefaultValueFactory = _ => FashionFolder };
        var threads = new Option<int>("--threads") { Description = "Of both sides.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var parts = new Argument<string[]>("parts") { Description = "lenet, default, folds, maps.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("images", "LeNet-5 beside PyTorch, the default CNN on Fashion-MNIST, five folds of small sets.")
        {
            data, python, fashion, threads, parts,
        };
        command.SetAction(parsed =>
        {
            string[] chosen = parsed.GetValue(parts) is { Length: > 0 } some ? some : ["lenet", "default", "folds", "maps"];
            var report = new StringBuilder();
            string folder = parsed.GetValue(fashion)!;
            int count = parsed.GetValue(threads);
            if (chosen.Contains("lenet"))
                LeNet(report, folder, new Peer(parsed.GetValue(python)!, "images_peer.py"), count);
            if (chosen.Contains("default"))
                Default(report, folder, count);
            if (chosen.Contains("folds"))
                SmallSets.Run(report, parsed.GetValue(data)!);
            if (chosen.Contains("maps"))
                LookedAt.Run(report, parsed.GetValue(data)!);
            if (chosen.Length == 4)
                File.WriteAllText(ReportFile, Head + report);
            return 0;
        });
        return command;
    }

    /// <summary>A fit in a process of its own, which the other commands start.</summary>
    public static Command CreateFit()
    {
        var folder = new Argument<string>("folder");
        var preset = new Argument<string>("preset");
        var epochs = new Option<int?>("--epochs");
        var threads = new Option<int>("--threads");
        var command = new Command("image-fit", "One fit on an IDX pair.") { folder, preset, epochs, threads };
        command.Hidden = true;
        command.SetAction(parsed => ImageFit.Run(
            parsed.GetValue(folder)!, parsed.GetValue(preset)!, parsed.GetValue(epochs), parsed.GetValue(threads)));
        return command;
    }

    private static void LeNet(StringBuilder report, string folder, Peer peer, int threads)
    {
        string[] arguments = [folder, $"{LeNetEpochs}", $"{threads}"];
        var ours = new List<ImageFitResult>();
        var theirs = new List<ImageFitResult>();
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(ImageFit.InOwnProcess(folder, "LeNet5", LeNetEpochs, threads));
            theirs.Add(peer.Run<ImageFitResult>(arguments));
        }

        (double mine, double other) = (EpochSeconds(ours), EpochSeconds(theirs));
        (double memory, double otherMemory) = (ours.Max(fit => fit.PeakMegabytes), theirs.Max(fit => fit.PeakMegabytes));
        Write(report, $"## LeNet-5 on Fashion-MNIST, batch 128, Adam, {threads} threads; {Rounds} rounds in turn");
        Write(report, "");
        Write(report, "| | seconds an epoch (median) | accuracy after each epoch | CPU minutes | peak memory MB |");
        Write(report, "|---|---|---|---|---|");
        Row(report, ours, mine, memory);
        Row(report, theirs, other, otherMemory);
        Write(report, $"| ratio | {mine / other:F2} | | | {memory / otherMemory:F2} |");
        Write(report, "");
    }

    private static void Row(StringBuilder report, List<ImageFitResult> fits, double seconds, double memory)
    {
        string curve = string.Join(" ", fits[0].Epochs.Select(epoch => epoch.Accuracy.ToString("F4", CultureInfo.InvariantCulture)));
        Write(report, $"| {fits[0].Name} | {seconds:F2} | {curve} | {fits[0].Epochs.Sum(epoch => epoch.CpuSeconds) / 60:F2} | {memory:F0} |");
    }

    private static void Default(StringBuilder report, string folder, int threads)
    {
        ImageFitResult fit = ImageFit.InOwnProcess(folder, "Auto", null, threads);
        Write(report, $"## The default on Fashion-MNIST, 60,000 and 10,000 images, {threads} threads");
        Write(report, "");
        Write(report, "| epoch | minutes | CPU minutes | test accuracy |");
        Write(report, "|---|---|---|---|");
        (double seconds, double cpu) = (0, 0);
        for (int i = 0; i < fit.Epochs.Count; i++)
        {
            (seconds, cpu) = (seconds + fit.Epochs[i].Seconds, cpu + fit.Epochs[i].CpuSeconds);
            Write(report, $"| {i + 1} | {seconds / 60:F2} | {cpu / 60:F2} | {fit.Epochs[i].Accuracy:F4} |");
        }

        Write(report, "");
        Write(report, $"Peak memory {fit.PeakMegabytes:F0} MB. The step size falls to 0 at the end, so that a shorter fit is better than the");
        Write(report, "same epochs of this one.");
        Write(report, "");
    }

    /// <summary>The median over all epochs but the first, which pays for compilation and the allocator's first blocks.</summary>
    private static double EpochSeconds(List<ImageFitResult> fits)
    {
        double[] seconds = [.. fits.SelectMany(fit => fit.Epochs.Skip(1)).Select(epoch => epoch.Seconds).Order()];
        return seconds[seconds.Length / 2];
    }

    internal static void Write(StringBuilder report, FormattableString line) => Write(report, FormattableString.Invariant(line));

    internal static void Write(StringBuilder report, string line)
    {
        Console.WriteLine(line);
        report.Append(line).Append('\n');
    }
}
