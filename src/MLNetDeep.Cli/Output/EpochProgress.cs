using System.Globalization;

namespace MLNetDeep.Cli.Output;

/// <summary>Turns a fit's epoch reports into progress.</summary>
/// <param name="report">Called with the report and its line of text.</param>
internal sealed class EpochProgress(Action<EpochReport, string> report) : IProgress<EpochReport>
{
    /// <summary>Progress that a display shows: every epoch where it redraws itself, some where lines are printed.</summary>
    public static EpochProgress On(ProgressDisplay display) => new((epoch, line) =>
    {
        display.Update((double)epoch.Epoch / epoch.EpochCount, line);
        if (IsMilestone(epoch))
            display.Milestone(line);
    });

    public void Report(EpochReport value) => report(value, Line(value));

    /// <summary>Whether an epoch gets a line where lines are printed: about twenty of them, however many epochs.</summary>
    public static bool IsMilestone(EpochReport epoch) =>
        epoch.Epoch == 1 || epoch.Epoch == epoch.EpochCount || epoch.Epoch % Math.Max(1, epoch.EpochCount / 20) == 0;

    private static string Line(EpochReport e) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {e.Epoch,3}/{e.EpochCount}  training loss {Text.Number(e.TrainingLoss)}{Validation(e)}");

    private static string Validation(EpochReport e) =>
        double.IsNaN(e.ValidationLoss) ? "" : $"  validation loss {Text.Number(e.ValidationLoss)}{(e.IsBest ? " *" : "")}";
}
