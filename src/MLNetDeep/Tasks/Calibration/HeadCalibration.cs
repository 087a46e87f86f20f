using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>Lets a trained model's head learn from the validation rows what the user asked for.</summary>
internal static class HeadCalibration
{
    private const int BlockRows = 1024;

    /// <summary>Refuses to start a fit that has no rows for what is asked.</summary>
    /// <exception cref="InvalidOperationException">There are no validation rows; the message names the option.</exception>
    public static void RequireRows(DeepTrainerOptions options, int[] validationRows)
    {
        if (validationRows.Length == 0 && options.HeadSettings.NeedsValidationRows is var (member, value))
        {
            throw new InvalidOperationException(
                $"{options.GetType().Name}.{member} must be off where a fit has no validation rows, but was {value}. "
                + "Raise ValidationFraction, or give a validation set to Fit.");
        }
    }

    /// <summary>The model with what its head learned; the same model when nothing is asked for.</summary>
    /// <param name="model">The model, not calibrated yet.</param>
    /// <param name="rows">All rows, targets encoded.</param>
    /// <param name="validationRows">The rows to learn from.</param>
    /// <param name="settings">What is asked for.</param>
    /// <exception cref="InvalidOperationException">There are too few rows.</exception>
    public static DeepModel Fit(DeepModel model, LabeledRows rows, int[] validationRows, HeadSettings settings)
    {
        if (settings.NeedsValidationRows is null)
            return model;
        var head = model.Head;
        var scores = new float[checked(validationRows.Length * head.OutputWidth)];
        var features = new float[Math.Min(BlockRows, validationRows.Length) * rows.Features.Width];
        for (var start = 0; start < validationRows.Length; start += BlockRows)
        {
            var count = Math.Min(BlockRows, validationRows.Length - start);
            for (var index = 0; index < count; index++)
                rows.Features.Row(validationRows[start + index]).CopyTo(features.AsSpan(index * rows.Features.Width));
            model.Score(
                features.AsSpan(0, count * rows.Features.Width), count, scores.AsSpan(start * head.OutputWidth, count * head.OutputWidth));
        }
        float[] targets = [.. validationRows.SelectMany(row => rows.Targets.Row(row).ToArray())];
        float[] weights = rows.Weights is { } all ? [.. validationRows.Select(row => all[row])] : [];
        return new DeepModel(model.Network, model.Tensors, head.FitTo(scores, targets, new RowWeights(weights), settings), model.Training);
    }
}
