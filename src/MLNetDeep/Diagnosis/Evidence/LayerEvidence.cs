using MLNetDeep.Networks;

namespace MLNetDeep.Diagnosis;

/// <summary>What rows of the training data do in one layer.</summary>
/// <param name="Name">The layer as messages name it: its number in the summary and its kind.</param>
/// <param name="Layer">Its description.</param>
internal sealed record LayerEvidence(string Name, LayerSpec Layer)
{
    /// <summary>How each unit's output lies; null for a layer that is not looked at so.</summary>
    public UnitOutputs? Units { get; init; }

    /// <summary>Gradients by the first weights and by the last; null for a layer without parameters.</summary>
    public LayerGradients? Gradients { get; init; }
}

/// <summary>The outputs of a layer's units over rows in scoring.</summary>
/// <param name="RowCount">Rows looked at.</param>
/// <param name="Minimum">Shape [units].</param>
/// <param name="Maximum">Shape [units].</param>
/// <param name="SaturatedRows">Rows in which the unit is near a limit of its function, shape [units]; null without such limits.</param>
internal sealed record UnitOutputs(int RowCount, float[] Minimum, float[] Maximum, int[]? SaturatedRows);

/// <summary>
/// Lengths of a layer's gradient divided by that of its weights, root mean square over batches of training rows without dropout.
/// NaN when the weights are all 0.
/// </summary>
/// <param name="First">By the weights that the fit began with.</param>
/// <param name="Last">By the weights that the model has.</param>
internal sealed record LayerGradients(double First, double Last);
