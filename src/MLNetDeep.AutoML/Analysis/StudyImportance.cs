using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>Which options of a study mattered, by its completed trials.</summary>
internal static class StudyImportance
{
    /// <summary>Measures it by fANOVA.</summary>
    /// <param name="space">The study's space.</param>
    /// <param name="trials">Its trials; those that were not completed are left out.</param>
    /// <param name="higherIsBetter">The direction of their scores.</param>
    /// <returns>Options by their shares, largest first, then pairs; empty with fewer than four completed trials.</returns>
    public static IReadOnlyList<ParameterImportance> Measure(SearchSpace space, IEnumerable<Trial> trials, bool higherIsBetter)
    {
        var model = new SpaceModel(space);
        return Fanova.Measure(
            model,
            [
                .. trials.Where(trial => trial is { State: TrialState.Completed, Score: not null })
                    .Select(trial => (
                        model.Read(TrialParameters.Read(trial.ParameterJson)),
                        higherIsBetter ? -trial.Score!.Value : trial.Score!.Value)),
            ]);
    }
}
