using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// Implemented by a <see cref="SearchSpace"/> some of whose options count only with certain values of others, such as a second layer's
/// width. Tuners, importance and generated code ask it; the stock experiment does not know of it and draws values that have no effect.
/// </summary>
/// <remarks>
/// <c>SearchSpace&lt;T&gt;</c> is sealed: derive from <see cref="SearchSpace"/>, whose protected constructor takes the type with the
/// attributes, and hand the space to <c>new SweepableEstimator(factory, space)</c>, which keeps it: <c>pipeline.SearchSpace["e1"]</c> is
/// that very object.
/// </remarks>
public interface IConditionalSpace
{
    /// <summary>Whether an option has any effect under this setting.</summary>
    /// <param name="name">The option's key in the space.</param>
    /// <param name="parameter">A setting of the whole space.</param>
    /// <returns>False when changing the option changes nothing.</returns>
    bool IsActive(string name, Parameter parameter);
}
