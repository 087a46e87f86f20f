using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using MLNetDeep.Comparison;

namespace MLNetDeep.AutoML;

/// <summary>What a study found.</summary>
public sealed class StudyResult
{
    private readonly SweepablePipeline _pipeline;

    internal StudyResult(
        StudyDefinition definition, SweepablePipeline pipeline, IReadOnlyList<Trial> trials, StudyStopReason stopReason)
    {
        (Definition, _pipeline) = (definition, pipeline);
        Trials = trials;
        StopReason = stopReason;
        Metrics = [.. definition.MetricNames.Zip(definition.HigherIsBetter, (name, higher) => new Metric(name, higher))];
        Ranking = [.. new TrialOrder(definition).Rank(trials)];
        Best = Ranking.FirstOrDefault(trial => trial.State == TrialState.Completed);
    }

    /// <summary>The study's name.</summary>
    public string Name => Definition.Name;

    /// <summary>All trials by number, those of earlier runs on the same storage too.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>The same trials, completed ones first, the best of each kind first.</summary>
    public IReadOnlyList<Trial> Ranking { get; }

    /// <summary>The completed trial with the best score; null when none was completed.</summary>
    public Trial? Best { get; }

    /// <summary>The best trial's setting; null when none was completed.</summary>
    public Parameter? BestParameter => Best is null ? null : TrialParameters.Read(Best.ParameterJson);

    /// <summary>The completed trials that no other beats in one objective without losing in another, by number.</summary>
    public IReadOnlyList<Trial> ParetoFront => new TrialOrder(Definition).FindFront(Trials);

    /// <summary>The metrics that every fold has, in order.</summary>
    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>The metric by which trials are ranked.</summary>
    public Metric Metric => Metrics[Definition.Metric];

    /// <summary>Why no further trials were made.</summary>
    public StudyStopReason StopReason { get; }

    /// <summary>
    /// The model of the best setting, an ordinary transformer that <c>mlContext.Model.Save</c> takes; null when none was asked for, the
    /// study was cancelled, or no trial was completed.
    /// </summary>
    public ITransformer? Model { get; internal init; }

    /// <summary>What the best trial predicted for rows it had not learnt from, fold by fold; empty when no trial was completed.</summary>
    public IReadOnlyList<StudyPredictions> OutOfFoldPredictions { get; internal init; } = [];

    /// <summary>Time of this run, final model included.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>A table of the best trials for a terminal of 80 columns.</summary>
    /// <param name="count">Trials in the table at most.</param>
    public string ToText(int count = 10) => Leaderboard.Write(Definition, Ranking, count);

    /// <summary>How much of the differences between the scores of completed trials each option explains, by fANOVA.</summary>
    /// <returns>Options by their shares, largest first, then pairs likewise; empty with fewer than four trials or equal scores.</returns>
    public IReadOnlyList<ParameterImportance> FindImportance() => StudyImportance.Measure(_pipeline.SearchSpace, Definition, Trials);

    /// <summary>Writes the best setting as a C# file that compiles; see <see cref="CSharpCode"/>.</summary>
    /// <exception cref="InvalidOperationException">No trial was completed.</exception>
    /// <exception cref="NotSupportedException">The trainer is neither one of this library nor one that ML.NET's AutoML has.</exception>
    public string ToCSharp() => BestParameter is { } best
        ? CSharpCode.Of(_pipeline, best, Definition.Seed)
        : throw new InvalidOperationException($"No trial of study '{Name}' was completed: there is no setting to write.");

    internal StudyDefinition Definition { get; }
}
