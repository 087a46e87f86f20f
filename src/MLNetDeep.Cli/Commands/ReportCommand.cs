using System.CommandLine;
using System.Text;
using Microsoft.ML;
using MLNetDeep.AutoML;
using MLNetDeep.Cli.Models;
using MLNetDeep.Cli.Output;
using MLNetDeep.Reports;

namespace MLNetDeep.Cli.Commands;

/// <summary><c>report</c>: writes what is known of a saved model or of a study as one HTML file.</summary>
internal static class ReportCommand
{
    public static Command Create(CliStreams streams)
    {
        var command = new Command("report", "Write a report of a saved model or of a study as one HTML file.");
        var source = new Argument<string>("SOURCE") { Description = "Model zip, or the store of a study." };
        var output = NewOption.Default("--out|-o", "FILE.html", "report.html", "Where to write it.");
        var name = NewOption.Optional<string>("--study", "NAME", "One study of several in the store.");
        command.Add(source);
        command.Add(output);
        command.Add(name);
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            var path = parsed.GetRequiredValue(output);
            Write(path, Of(parsed.GetRequiredValue(source), parsed.GetValue(name)));
            Text.WriteWrapped(streams, $"Report written to {path}.");
            return Tool.Success;
        }, CancellationToken.None));
        return command;
    }

    /// <summary>Writes a report beside its place and renames it.</summary>
    public static void Write(string path, HtmlReport report)
    {
        AtomicFile.CheckTarget(path, "Report file");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(report.ToHtml())));
    }

    private static HtmlReport Of(string source, string? study)
    {
        if (!IsZip(source))
        {
            using var store = StudyStorage.OpenToRead(source, study);
            var snapshot = StudySnapshot.Read(store);
            return StudyReport.Of(snapshot with { Importance = snapshot.FindImportance() });
        }
        var file = ModelFile.Read(new MLContext(), source);
        var deep = file.DeepModel ?? throw new CliException($"'{source}' holds no deep model: there is no fit to report on.");
        return deep.ToReport(new FitReportOptions { DataName = Path.GetFileName(source) });
    }

    private static bool IsZip(string path)
    {
        if (!File.Exists(path))
            return path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);
        using var stream = File.OpenRead(path);
        return stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
    }
}
