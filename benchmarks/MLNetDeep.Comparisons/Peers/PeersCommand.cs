using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>The same work in the same run, in turn, with the same threads and data: ours, TorchSharp by hand, and Python's libraries.</summary>
internal static class PeersCommand
{
    private const string ResultsFile = "benchmarks/results/peers.json";
    private const string PageFile = "benchmarks/results/peers.md";
    private const string ReadmeFile = "README.md";
    private const string FashionFolder = "/usr/share/datasets/fashion-mnist"; // of Debian's dataset-fashion-mnist

    private static PeerCase[] Cases =>
    [
        TrainingCases.Small, TrainingCases.Wide, TrainingCases.LeNet, TrainingCases.Lstm, PredictionCases.Prediction, PredictionCases.Tables,
        FreshCases.Cold, FreshCases.Growth,
    ];

    public static Command Create(Option<string> python)
    {
        var data = new Option<string>("--data") { Description = "Fashion-MNIST's four IDX files.", DefaultValueFactory = _ => FashionFolder };
        var threads = new Option<int>("--threads") { Description = "Of all sides.", DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount) };
        var rounds = new Option<int?>("--rounds") { Description = "How often each library has its turn." };
        var quick = new Option<bool>("--quick") { Description = "Less work, two rounds, and nothing written." };
        var render = new Option<bool>("--render") { Description = "Only writes page and README from the numbers on record." };
        var names = new Argument<string[]>("cases")
        {
            Description = string.Join(", ", Cases.Select(one => one.Name)) + "; all when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.AcceptOnlyFromAmong([.. Cases.Select(one => one.Name)]);
        var command = new Command("peers", "Training, prediction and reading beside PyTorch, skorch, scikit-learn, XGBoost and TorchSharp by hand.")
        {
            python, data, threads, rounds, quick, render, names,
        };
        command.SetAction(parsed =>
        {
            string[] chosen = parsed.GetValue(names) is { Length: > 0 } some ? some : [.. Cases.Select(one => one.Name)];
            bool isQuick = parsed.GetValue(quick);
            PeerResults results = PeerResults.Read(ResultsFile);
            foreach (PeerCase one in parsed.GetValue(render) ? [] : Cases.Where(one => chosen.Contains(one.Name)))
            {
                int count = parsed.GetValue(rounds) ?? (isQuick ? 2 : one.Rounds);
                PeerCaseResult result = Run(one, parsed.GetValue(python)!, parsed.GetValue(threads), count, parsed.GetValue(data)!, isQuick);
                Console.WriteLine(PeersReport.Section(one, result));
                if (isQuick)
                    continue;
                results.Cases[one.Name] = result;
                results.Write(ResultsFile); // case by case: a later one that is broken off takes nothing with it
            }

            if (!isQuick)
                Write(results);
            return 0;
        });
        return command;
    }

    private static void Write(PeerResults results)
    {
        (PeerCase, PeerCaseResult)[] known =
            [.. Cases.Where(one => results.Cases.ContainsKey(one.Name)).Select(one => (one, results.Cases[one.Name]))];
        File.WriteAllText(PageFile, PeersReport.Page(known));
        ReadmeTable.Write(ReadmeFile, PageFile);
    }

    private static PeerCaseResult Run(PeerCase one, string python, int threads, int rounds, string images, bool isQuick)
    {
        string folder = Directory.CreateTempSubdirectory("mlnetdeep-peers-").FullName;
        var workers = new Dictionary<Contender, WorkerProcess>();
        try
        {
            var result = new PeerCaseResult
            {
                Data = one.Prepare(new PeerRun(folder, images, isQuick)),
                Machine = Machine(),
                Threads = threads,
            };
            foreach (Contender contender in one.Contenders.Where(contender => !contender.IsFresh))
                Try(result, contender, () => workers[contender] = Start(contender));
            for (int round = 0; round < rounds; round++)
            {
                var values = new Dictionary<string, Dictionary<string, double>>();
                // Another one begins each round, so that none is always behind the same.
                for (int turn = 0; turn < one.Contenders.Count; turn++)
                {
                    Contender contender = one.Contenders[(round + turn) % one.Contenders.Count];
                    if (!result.Absent.ContainsKey(contender.Key))
                        Try(result, contender, () => values[contender.Key] = TakeTurn(result, contender));
                }

                result.Rounds.Add(values);
            }

            return result;
        }
        finally
        {
            foreach (WorkerProcess worker in workers.Values)
                worker.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        WorkerProcess Start(Contender contender) =>
            WorkerProcess.Start(contender, python, Path.Combine(folder, contender.Folder), threads);

        Dictionary<string, double> TakeTurn(PeerCaseResult result, Contender contender)
        {
            if (workers.TryGetValue(contender, out WorkerProcess? worker))
                return worker.Round();
            using WorkerProcess fresh = Start(contender);
            result.Libraries[contender.Key] = fresh.Name;
            Dictionary<string, double> values = fresh.Round();
            values["start ms"] = fresh.StartTime.TotalMilliseconds;
            return values;
        }

        void Try(PeerCaseResult result, Contender contender, Action action)
        {
            try
            {
                action();
                if (workers.TryGetValue(contender, out WorkerProcess? worker))
                    result.Libraries[contender.Key] = worker.Name;
            }
            catch (WorkerFailedException error)
            {
                result.Absent[contender.Key] = error.Message;
                Console.WriteLine($"{one.Name}: {contender.Key} does not take part: {error.Message}");
            }
        }
    }

    private static string Machine()
    {
        string? model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        string name = model?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{name}, {Environment.ProcessorCount} cores; {RuntimeInformation.FrameworkDescription}");
    }
}
