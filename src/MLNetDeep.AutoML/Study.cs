using Microsoft.ML;

namespace MLNetDeep.AutoML;

/// <summary>
/// Searches the best setting of a pipeline: trials on folds of the rows, pruned when they do badly, several at a time, kept in a store as
/// they go. Made by <c>mlContext.Auto().CreateStudy(options)</c>.
/// </summary>
/// <remarks>
/// A study on the same storage goes on where it was, with this object or another one, in this process or another one, also at the same
/// time. One in memory begins anew with each run. The same trial gives the same bits, whoever runs it and whatever runs beside it, as long
/// as its trainers do: those of this library, and ML.NET's where they use one thread.
/// </remarks>
public sealed class Study
{
    /// <summary>Makes a study; nothing is read or written yet.</summary>
    /// <param name="options">What to search, and how.</param>
    /// <exception cref="ArgumentException">One or more options are out of range; the message lists all of them.</exception>
    public Study(StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
    }

    /// <summary>What is searched, and how.</summary>
    public StudyOptions Options { get; }

    /// <summary>Runs the study to its end, or goes on with it, and fits the final model.</summary>
    /// <param name="cancellation">
    /// Ends the run: trials at work are given back to the storage, and the result has what was finished, without a model.
    /// </param>
    /// <returns>The trials, the best setting and its model.</returns>
    /// <exception cref="ArgumentException">The rows do not allow such folds, or a group is on both sides of one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that cannot be used.</exception>
    /// <exception cref="StudyStorageException">The storage cannot be used, or holds another study of this name.</exception>
    /// <exception cref="InvalidOperationException">All trials failed; the message has their reasons.</exception>
    public StudyResult Run(CancellationToken cancellation = default)
    {
        using var session = StudySession.Open(Options);
        using var run = new StudyRun(session, cancellation);
        StudyStopReason reason = run.Run();
        IReadOnlyList<Trial> trials = session.Store.ReadTrials();
        Trial? best = session.Order.FindBest(trials);
        ITransformer? model = null;
        if (best is not null && reason != StudyStopReason.Cancelled)
        {
            try
            {
                model = new FinalFit(session, cancellation).Run(best);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                reason = StudyStopReason.Cancelled;
            }
        }

        return new StudyResult(session.Definition, Options.Pipeline, trials, reason)
        {
            Model = model,
            OutOfFoldPredictions = best is null ? [] : ReadPredictions(session, best),
            Elapsed = run.Elapsed,
        };
    }

    /// <summary>Runs the study to its end on another thread; see <see cref="Run"/>.</summary>
    /// <param name="cancellation">Ends the run, as there.</param>
    /// <returns>The result, once it is there.</returns>
    public Task<StudyResult> RunAsync(CancellationToken cancellation = default) =>
        Task.Factory.StartNew(() => Run(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>
    /// Works on the study until it is over, without a final model: what further processes and machines do for one whose storage they share.
    /// </summary>
    /// <param name="cancellation">Ends the work: trials at work are given back to the storage.</param>
    /// <returns>Why the study, or the work, is over.</returns>
    /// <exception cref="ArgumentException">The rows do not allow such folds, or a group is on both sides of one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has a type that cannot be used.</exception>
    /// <exception cref="StudyStorageException">The storage cannot be used, or holds another study of this name.</exception>
    /// <exception cref="InvalidOperationException">All trials failed; the message has their reasons.</exception>
    public StudyStopReason Work(CancellationToken cancellation = default)
    {
        using var session = StudySession.Open(Options);
        using var run = new StudyRun(session, cancellation);
        return run.Run();
    }

    private static StudyPredictions[] ReadPredictions(StudySession session, Trial best) =>
    [
        .. session.Store.ReadPredictions(best.Number).Select(fold => new StudyPredictions(
            fold.Fold, fold.Width, fold.Scores, fold.Labels, RowsOf(session.Folds[fold.Fold].TestMask))),
    ];

    private static int[] RowsOf(bool[]? mask) =>
        mask is null ? [] : [.. Enumerable.Range(0, mask.Length).Where(row => mask[row])];
}
