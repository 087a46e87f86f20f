using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>Which options of a study mattered, by its completed trials.</summary>
internal static class StudyImportance
{
    /// <summary>Measures it by fANOVA.</summary>
    /// <param name="space">The study's space.</param>
    /// <param name="definition">The study.</param>
    /// <param name="trials">Its trials; those that were not completed are left out.</param>
    /// <returns>Options by their shares, largest first, then pairs likewise; empty with fewer than four trials or equal scores.</returns>
    public static IReadOnlyList<ParameterImportance> Measure(
        SearchSpace space, StudyDefinition definition, IEnumerable<Trial> trials)
    {
        var model = new SpaceModel(space);
        var order = new TrialOrder(definition);
        return Fanova.Measure(
            model, [.. trials.Where(trial => trial.State == TrialState.Completed)
                .Select(trial => (model.Read(TrialParameters.Read(trial.ParameterJson)), order.Loss(trial)))], definition.Seed);
    }
}
