using MLNetDeep;

namespace Microsoft.ML;

/// <summary>Makes engines that forecast from single observations.</summary>
public static class ForecastEngineCatalog
{
    /// <summary>Makes an engine that begins where training ended.</summary>
    /// <param name="transformer">A <see cref="ForecastTransformer"/>, or a chain with one. Observations are given as the forecaster's own
    /// columns have them: other transformers of the chain are not applied.</param>
    /// <returns>The engine.</returns>
    /// <exception cref="ArgumentException">There is no forecaster in the chain, or more than one.</exception>
    public static ForecastEngine CreateForecastEngine(this ITransformer transformer) => new(Find(transformer).Forecaster);

    /// <summary>Makes an engine that goes on from a checkpoint.</summary>
    /// <param name="transformer">The same forecaster, or a chain with it.</param>
    /// <param name="checkpoint">What <see cref="ForecastEngine.Checkpoint"/> wrote; it stays open.</param>
    /// <returns>The engine.</returns>
    /// <exception cref="ArgumentException">There is no forecaster in the chain, or more than one.</exception>
    /// <exception cref="FormatException">The checkpoint is broken, or is another forecaster's.</exception>
    public static ForecastEngine CreateForecastEngine(this ITransformer transformer, Stream checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return new(Find(transformer).Forecaster, checkpoint);
    }

    private static ForecastTransformer Find(ITransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        var found = Flatten(transformer).OfType<ForecastTransformer>().ToArray();
        return found.Length == 1
            ? found[0]
            : throw new ArgumentException(FormattableString.Invariant(
                $"CreateForecastEngine needs a transformer with one forecaster, but was given one with {found.Length}."));
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [transformer];
}
