using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>The other end of a <see cref="WorkerProcess"/> in this program: the same protocol as peers_worker.py's.</summary>
internal static class WorkerHost
{
    /// <summary>The hidden command that a worker process is started with.</summary>
    public static Command Create()
    {
        var work = new Argument<string>("work");
        var library = new Argument<string>("library");
        var folder = new Argument<string>("folder");
        var threads = new Argument<int>("threads");
        var command = new Command("peer-worker", "Does the same work again for each line on standard input.") { work, library, folder, threads };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            try
            {
                return Run(Make(parsed.GetValue(work)!, parsed.GetValue(library)!, parsed.GetValue(folder)!, parsed.GetValue(threads)));
            }
            catch (Exception error)
            {
                Console.Error.WriteLine(error);
                Console.Error.WriteLine($"{error.GetType().Name}: {error.Message}"); // the last line is what is reported, as with Python
                return 1;
            }
        });
        return command;
    }

    private static IPeerWorker Make(string work, string library, string folder, int threads)
    {
        PeerSettings settings = PeerSettings.Read(folder);
        return (work, library) switch
        {
            ("training", "mlnetdeep") => new TrainingWorker(settings, folder, threads),
            ("training", "torchsharp") => new TorchSharpWorker(settings, folder, threads),
            ("prediction", "mlnetdeep") => new PredictionWorker(settings, folder, threads),
            ("growth", "mlnetdeep") => new GrowthWorker(settings, threads),
            ("cold", "mlnetdeep") => new ColdWorker(settings, folder),
            ("tables", "mlnetdeep") => new TablesWorker(settings, folder),
            _ => throw new ArgumentException($"There is no worker for {work} with {library}."),
        };
    }

    private static int Run(IPeerWorker worker)
    {
        if (!worker.IsFresh)
            worker.Round(); // compiles, and fills the allocators' first blocks
        Console.WriteLine(JsonSerializer.Serialize(new { worker.Name }));
        while (Console.ReadLine() is not null)
        {
            Dictionary<string, double> values = worker.Round();
            values["peak MB"] = PeakMegabytes();
            Console.WriteLine(JsonSerializer.Serialize(values));
        }

        return 0;
    }

    /// <summary>The most memory that the process has held at once, by the kernel's own count where it tells.</summary>
    public static double PeakMegabytes()
    {
        string? line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            : null;
        if (line is not null)
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (double)(1 << 20);
    }
}

/// <summary>One library's way to do the work of a case.</summary>
internal interface IPeerWorker
{
    /// <summary>The library and its version.</summary>
    string Name { get; }

    /// <summary>Whether it lives for one round, and what a first one costs is measured too.</summary>
    bool IsFresh => false;

    /// <summary>Does the work once.</summary>
    /// <returns>What it took and came to, by name.</returns>
    Dictionary<string, double> Round();
}
