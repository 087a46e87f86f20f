namespace MLNetDeep.Training;

/// <summary>Leaves some layers as they are for the first epochs, for instance those taken over from another model.</summary>
/// <remarks>
/// The optimiser remembers nothing of a frozen layer and begins afresh with it. Running statistics of batch normalisation, which no
/// gradient moves, go on; <see cref="CnnOptions.FrozenLayers"/> stops them too.
/// </remarks>
/// <param name="Pattern">
/// The layers by position (<c>3</c>, or <c>1-4</c>) or kind (<c>linear</c>), or tensors (<c>3.weight</c>); * stands for any text.
/// </param>
/// <param name="UntilEpoch">The first epoch, from 1, that trains them; null for none.</param>
public sealed record FreezeLayers(string Pattern, int? UntilEpoch = null) : TrainingCallback
{
    /// <inheritdoc/>
    public override TrainingObserver Start(FitContext fit) => new Observer(this);

    internal override void Check(OptionRules rules)
    {
        rules.Require(!string.IsNullOrEmpty(Pattern), nameof(Pattern), "a name or a pattern", Pattern);
        rules.Require(UntilEpoch is null or >= 2, nameof(UntilEpoch), "at least 2 or null", UntilEpoch);
    }

    private sealed class Observer(FreezeLayers settings) : TrainingObserver
    {
        public override void OnFitBegin(FitContext fit)
        {
            if (settings.UntilEpoch is null || fit.Epoch < settings.UntilEpoch)
                fit.Freeze(settings.Pattern);
        }

        public override void OnEpochBegin(FitContext fit)
        {
            if (fit.Epoch == settings.UntilEpoch)
                fit.Unfreeze(settings.Pattern);
        }
    }
}
