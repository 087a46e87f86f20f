namespace MLNetDeep.Training;

/// <summary>Records how long the steps' gradients are, before clipping: <c>GradientNorm.Mean</c> and <c>GradientNorm.Largest</c>.</summary>
public sealed record GradientNormMonitor : TrainingCallback
{
    /// <summary>Tensors or layers whose gradients are recorded one by one too, as <c>GradientNorm.3.weight</c>.</summary>
    /// <value>
    /// Default null: none. A tensor's name, a layer's position or kind; * stands for any text. Costs a pass over these tensors a step.
    /// </value>
    public string? Pattern { get; init; }

    /// <inheritdoc/>
    public override TrainingObserver Start(FitContext fit) => new Observer(Pattern);

    internal override void Check(OptionRules rules) =>
        rules.Require(Pattern != "", nameof(Pattern), "a name, a pattern or null", Pattern);

    private sealed class Observer(string? pattern) : TrainingObserver
    {
        public override void OnBatchEnd(FitContext fit)
        {
            fit.Record("GradientNorm.Mean", fit.GradientNorm, RecordedAs.Mean);
            fit.Record("GradientNorm.Largest", fit.GradientNorm, RecordedAs.Largest);
            if (pattern is null)
                return;
            foreach (TensorStatistics tensor in fit.GetStatistics(pattern))
            {
                if (!double.IsNaN(tensor.GradientNorm))
                    fit.Record($"GradientNorm.{tensor.Name}", tensor.GradientNorm, RecordedAs.Mean);
            }
        }
    }
}
