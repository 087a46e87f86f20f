using System.Globalization;
using System.Text;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>Results as people read them: what each library took, and how ours compares, losses included.</summary>
internal static class PeersReport
{
    private const string Head = """
        # Ours beside the peers

        Printed by `./build.sh bench peers`. Every library does the same work with the same data, threads and BLAS kernels, each in a process of
        its own that stays alive; they take turns, and each round another one begins. A ratio compares two turns of the same round. Numbers are
        medians over the rounds, from the lowest to the highest in brackets; peak memory is the whole process's. TorchSharp's and PyTorch's loops
        are hand-written and do nothing but train; *fit* is a call of an estimator's `Fit` on the rows as its users hold them. TorchSharp by hand uses
        functions of `torch.nn.functional`, and for the LSTM, which is not among them, operators step by step. PyTorch's rows a second are those of
        the best of five batch sizes.


        """;

    /// <summary>The whole page.</summary>
    public static string Page(IReadOnlyList<(PeerCase Case, PeerCaseResult Result)> cases)
    {
        var text = new StringBuilder(Head);
        text.Append(ReadmeTable.Begin).Append('\n');
        text.Append("| | ours beside | times as good | target | |\n|---|---|---:|---:|---|\n");
        foreach ((PeerCase one, PeerCaseResult result) in cases)
            foreach (PeerFinding finding in one.Findings)
                AppendFinding(text, finding, result);
        text.Append(ReadmeTable.End).Append("\n\n");
        foreach ((PeerCase one, PeerCaseResult result) in cases)
            text.Append(Section(one, result)).Append('\n');
        return text.ToString().TrimEnd() + "\n";
    }

    /// <summary>What one case came to.</summary>
    public static string Section(PeerCase one, PeerCaseResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {one.Title}\n\n{result.Data}; {result.Threads} threads, {result.Rounds.Count} rounds. ");
        text.Append(CultureInfo.InvariantCulture, $"{string.Join(", ", result.Libraries.Values.Distinct())}. {result.Machine}.\n\n");
        string[] metrics = [.. result.Rounds.SelectMany(round => round.Values).SelectMany(values => values.Keys).Distinct()];
        text.Append(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", metrics)} |\n|---|{string.Concat(metrics.Select(_ => "---:|"))}\n");
        foreach (string key in one.Contenders.Select(contender => contender.Key))
        {
            if (result.Absent.TryGetValue(key, out string? reason))
                text.Append(CultureInfo.InvariantCulture, $"| {key} | not there: {reason.Replace('|', '/')} |{string.Concat(metrics.Skip(1).Select(_ => " |"))}\n");
            else
                text.Append(CultureInfo.InvariantCulture, $"| {key} | {string.Join(" | ", metrics.Select(metric => Cell(result, key, metric)))} |\n");
        }

        text.Append("\n| | ours beside | times as good | target | |\n|---|---|---:|---:|---|\n");
        foreach (PeerFinding finding in one.Findings)
            AppendFinding(text, finding, result);
        return text.ToString();
    }

    private static void AppendFinding(StringBuilder text, PeerFinding finding, PeerCaseResult result)
    {
        double[] values = [.. result.Rounds.Select(round => finding.Of(new PeerRound(round))).OfType<double>()];
        text.Append(CultureInfo.InvariantCulture, $"| {finding.What} | {(finding.Beside is "" ? "itself" : finding.Beside)} | ");
        if (values.Length == 0)
        {
            text.Append("not measured | | |\n");
            return;
        }

        (double middle, string numbers) = Spread(values, finding.Format);
        string target = finding.Target is { } limit ? $"{(finding.IsAtLeast ? "≥" : "≤")} {limit.ToString("0.##", CultureInfo.InvariantCulture)}" : "";
        string verdict = finding.Target is null
            ? finding.Unit == "×" && middle < 1 ? "loses" : ""
            : finding.IsMet(middle) ? "met" : "**missed**";
        text.Append(CultureInfo.InvariantCulture, $"{numbers}{(finding.Unit == "×" ? "" : finding.Unit)} | {target} | {verdict} |\n");
    }

    private static string Cell(PeerCaseResult result, string contender, string metric)
    {
        double[] values = [.. result.Rounds.Select(round => new PeerRound(round)[contender, metric]).OfType<double>()];
        if (values.Length == 0)
            return "";
        double largest = values.Max(Math.Abs);
        return Spread(values, largest >= 100 ? "N0" : largest >= 10 ? "F1" : largest >= 1 ? "F2" : "F3").Text;
    }

    private static (double Middle, string Text) Spread(double[] values, string format)
    {
        Array.Sort(values);
        double middle = values.Length % 2 == 1 ? values[values.Length / 2] : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;
        string Show(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return (middle, values[0] == values[^1] ? Show(middle) : $"{Show(middle)} ({Show(values[0])} – {Show(values[^1])})");
    }
}
