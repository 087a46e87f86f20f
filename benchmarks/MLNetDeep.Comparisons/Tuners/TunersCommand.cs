using System.CommandLine;
using System.Text;

namespace MLNetDeep.Comparisons.Tuners;

/// <summary>Our tuners beside Optuna's samplers on test functions, and beside random search on real tables.</summary>
internal static class TunersCommand
{
    private const string ReportFile = "benchmarks/results/tuners.md";

    private const string Head = """
        # Tuners

        Printed by `./build.sh bench tuners --data FOLDER`: the tuners alone in a loop, without a study. On the functions none begins with a
        default setting, except that CMA-ES on both sides and cost-frugal begin in the middle. Optuna 3.1, Debian's. The goal is that
        TPE's median regret is at most 1.1 times that of Optuna's `TPESampler`, with its defaults and with `multivariate=True, group=True`.


        """;

    public static Command Create(Option<string> python)
    {
        var data = new Option<string?>("--data") { Description = "A folder of TABLE.csv.gz files; without it, only the functions." };
        var seeds = new Option<int>("--seeds") { Description = "Seeds on the functions.", DefaultValueFactory = _ => 20 };
        var setSeeds = new Option<int>("--set-seeds") { Description = "Seeds on the tables.", DefaultValueFactory = _ => 9 };
        var command = new Command("tuners", "Tuners beside Optuna's on test functions, and TPE beside random search on real tables.")
        {
            data, python, seeds, setSeeds,
        };
        command.SetAction(parsed =>
        {
            var report = new StringBuilder();
            bool isGood = TunerFunctions.Run(report, new Peer(parsed.GetValue(python)!, "tuners_peer.py"), parsed.GetValue(seeds));
            if (parsed.GetValue(data) is { } folder)
            {
                TunerSets.Run(report, folder, parsed.GetValue(setSeeds));
                File.WriteAllText(ReportFile, Head + report.ToString().TrimEnd() + "\n");
            }

            return isGood ? 0 : 1;
        });
        return command;
    }
}
