using Spectre.Console;

namespace MLNetDeep.Cli.Output;

/// <summary>Shows how far the work is: a bar that redraws itself on a terminal, plain lines elsewhere.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>Runs the work with a display that suits the stream.</summary>
    public static T Run<T>(CliStreams streams, Func<ProgressDisplay, T> work)
    {
        if (!streams.IsLive)
            return work(new PlainProgress(streams.Error));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(streams.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 20 }, new PercentageColumn())
            .Start(context => work(new LiveProgress(context.AddTask("starting", maxValue: 1))));
    }

    /// <summary>Something finished that is worth a line of its own where lines are printed.</summary>
    public abstract void Milestone(string text);

    /// <summary>The work moved on.</summary>
    /// <param name="fraction">Share of the work that is done, in [0, 1].</param>
    /// <param name="text">What is being done.</param>
    public abstract void Update(double fraction, string text);

    private sealed class PlainProgress(TextWriter writer) : ProgressDisplay
    {
        public override void Milestone(string text) => writer.WriteLine(text);

        public override void Update(double fraction, string text)
        {
        }
    }

    private sealed class LiveProgress(ProgressTask task) : ProgressDisplay
    {
        public override void Milestone(string text) => task.Description = Markup.Escape(text);

        public override void Update(double fraction, string text)
        {
            task.Value = fraction;
            task.Description = Markup.Escape(text);
        }
    }
}
