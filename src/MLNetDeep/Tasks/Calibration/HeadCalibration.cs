using MLNetDeep.Training;

namespace MLNetDeep.Tasks;

/// <summary>Lets a trained model's head learn from the validation rows what the user asked for.</summary>
internal static class HeadCalibration
{
    private const int BlockRows = 1024;

    /// <summary>Refuses to start a fit that has no rows for what is asked.</summary>
    /// <exception cref="InvalidOperationException">Validation rows are missing, or not in memory; the message names the option.</exception>
    public static void RequireRows(DeepTrainerOptions options, FitRows rows)
    {
        var owner = options.GetType().Name;
        if (rows.Stream is not null && options.ClassWeights is { } weights)
        {
            throw new InvalidOperationException(
                $"{owner}.{nameof(options.ClassWeights)} must be null where rows do not fit into the memory budget, but was {weights}. "
                + "Raise MemoryBudget, or give the weights in an example weight column.");
        }
        if (options.HeadSettings.NeedsValidationRows is not var (member, value))
            return;
        if (rows.Stream is not null)
        {
            throw new InvalidOperationException(
                $"{owner}.{member} must be off where rows do not fit into the memory budget, but was {value}. Raise MemoryBudget.");
        }
        if (rows.ValidationRows.Length == 0)
        {
            throw new InvalidOperationException(
                $"{owner}.{member} must be off where a fit has no validation rows, but was {value}. "
                + "Raise ValidationFraction, or give a validation set to Fit.");
        }
    }

    /// <summary>An ensemble's head, with intervals or sets that fit its averaged scores; members bring their own temperatures.</summary>
    /// <param name="head">The head, which has learned its scale only.</param>
    /// <param name="scores">The members' scores of the rows that they left out; null where they did not leave out every row.</param>
    /// <param name="rows">All rows, targets not encoded.</param>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="InvalidOperationException">There are too few rows, or some were never left out.</exception>
    public static TaskHead FitOutOfFold(TaskHead head, OutOfFoldScores? scores, LabeledRows rows, DeepTrainerOptions options)
    {
        var settings = options.HeadSettings with { Calibration = Calibration.None };
        if (settings.NeedsValidationRows is not var (member, value))
            return head;
        if (scores is null)
        {
            throw new InvalidOperationException(
                $"{options.GetType().Name}.{member} must be off where an ensemble does not leave out every row once, but was {value}.");
        }
        var targets = rows.Targets.Values.ToArray();
        head.Encode(targets);
        return head.FitTo(scores.Values, targets, new RowWeights(rows.Weights), settings);
    }

    /// <summary>The model with what its head learned; the same model when nothing is asked for.</summary>
    /// <param name="model">The model, not calibrated yet.</param>
    /// <param name="rows">The rows, targets encoded; those that chose the epoch are learned from.</param>
    /// <param name="settings">What is asked for.</param>
    /// <exception cref="InvalidOperationException">There are too few rows.</exception>
    public static DeepModel Fit(DeepModel model, FitRows rows, HeadSettings settings)
    {
        var validationRows = rows.ValidationRows;
        if (settings.NeedsValidationRows is null)
            return model;
        var head = model.Head;
        var scores = new float[checked(validationRows.Length * head.OutputWidth)];
        var features = new float[Math.Min(BlockRows, validationRows.Length) * rows.Features.Width];
        for (var start = 0; start < validationRows.Length; start += BlockRows)
        {
            var count = Math.Min(BlockRows, validationRows.Length - start);
            for (var index = 0; index < count; index++)
                rows.Features.Read(validationRows[start + index], features.AsSpan(index * rows.Features.Width, rows.Features.Width));
            model.Score(
                features.AsSpan(0, count * rows.Features.Width), count, scores.AsSpan(start * head.OutputWidth, count * head.OutputWidth));
        }
        float[] targets = [.. validationRows.SelectMany(row => rows.Targets.Row(row).ToArray())];
        float[] weights = rows.Weights is { } all ? [.. validationRows.Select(row => all[row])] : [];
        return new DeepModel(model.Network, model.Tensors, head.FitTo(scores, targets, new RowWeights(weights), settings), model.Training);
    }
}
