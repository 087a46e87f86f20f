using Microsoft.ML;
using MLNetDeep.Training;

namespace MLNetDeep;

// Trainings that follow another one: from a fitted model, or on all rows.
public sealed partial class DeepTrainer
{
    /// <summary>Goes on training a fitted model, as ML.NET's online trainers do: on new rows, or for more epochs.</summary>
    /// <param name="input">The training data.</param>
    /// <param name="initialModel">
    /// The model whose weights training begins with; it stays as it is. It may come from a saved transformer, too. Inputs are encoded, and
    /// labels scaled and named, as it does.
    /// </param>
    /// <returns>A transformer that adds the predictions.</returns>
    /// <exception cref="ArgumentException">The model is not of the data's and options' shape; the message says what differs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The data cannot be learned from; the message names column and row.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">The options' token, or the <see cref="MLContext"/>, was cancelled, and the options do
    /// not ask for the best so far, or there is none.</exception>
    public DeepPredictionTransformer Fit(IDataView input, DeepModel initialModel)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(initialModel);
        return FitFrom(input, initialModel);
    }

    /// <summary>Trains a model afresh on all rows, for as many epochs as were best, if that is asked for and comes to its end.</summary>
    /// <param name="model">The model of the first training; its encoding of inputs and labels is kept.</param>
    /// <param name="head">Its loss.</param>
    /// <param name="data">The rows of the first training.</param>
    /// <param name="fit">How it was trained.</param>
    /// <param name="hooks">Who watches.</param>
    /// <param name="initial">The weights that training begins with; empty for random ones.</param>
    private static DeepModel Refit(
        DeepModel model, ITrainingHead head, TrainingData data, FitSettings fit, FitHooks hooks, float[] initial)
    {
        TrainingHistory first = model.History;
        TimeSpan? time = hooks.MaximumTime - first.Epochs[^1].Elapsed;
        bool isOver = first.StopReason is TrainingStopReason.Cancelled or TrainingStopReason.TimeBudgetReached || time <= TimeSpan.Zero;
        if (!fit.RefitOnAllRows || data.ValidationRows.Length == 0 || isOver)
            return model;
        var all = new TrainingData
        {
            Features = data.Features,
            Targets = data.Targets,
            Weights = data.Weights,
            TrainRows = [.. data.TrainRows.Concat(data.ValidationRows).Order()],
            ValidationRows = [],
            Encoding = data.Encoding,
        };
        int batchSize = fit.BatchSize > 0 ? fit.BatchSize : AutomaticBatchSize.For(data.TrainRows.Length);
        FitHooks again = hooks with { RefitOf = first, ResumeFrom = null, MaximumTime = time, OnEpoch = null };
        TrainingResult? result = TrainAgain();
        return result is { History.StopReason: TrainingStopReason.EpochCountReached or TrainingStopReason.NoError }
            ? new DeepModel(
                model.Network, result.Tensors, model.Head,
                model.Training with { History = first with { RefitEpochCount = result.History.Epochs.Count } })
            : model;

        TrainingResult? TrainAgain()
        {
            try
            {
                return TrainingLoop.Run(model.Network, head, all, fit with { BatchSize = batchSize }, again, initial);
            }
            catch (OperationCanceledException) when (hooks.OnCancellation == CancellationBehavior.ReturnBestSoFar)
            {
                return null; // cancelled before its first step: the first training's model is the best so far
            }
        }
    }
}
