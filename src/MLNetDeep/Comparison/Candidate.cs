using Microsoft.ML;

namespace MLNetDeep.Comparison;

/// <summary>One contender of a comparison: a whole pipeline, from the columns of the data to its predictions.</summary>
/// <param name="Name">Its name in the result; unique within a comparison.</param>
/// <param name="Estimator">The pipeline. It is fitted anew on every fold.</param>
public sealed record Candidate(string Name, IEstimator<ITransformer> Estimator)
{
    /// <summary>Whether it counts as a deep model where the verdict sets deep models against classical ones.</summary>
    /// <value>Default <see langword="null"/>: it does when a model of this library is among what was fitted.</value>
    public bool? IsDeep { get; init; }
}
