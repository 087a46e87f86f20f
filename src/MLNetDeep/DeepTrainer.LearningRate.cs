using Microsoft.ML;
using MLNetDeep.Training;

namespace MLNetDeep;

// The learning-rate range test.
public sealed partial class DeepTrainer
{
    private DeepTrainer(DeepTrainer original, DeepTrainerOptions options, Func<FitSettings, FitSettings> adjust)
    {
        (_host, _task, _seed) = (original._host, original._task, original._seed);
        _options = options;
        _adjust = adjust;
    }

    /// <summary>
    /// Trains for some steps with a step size that grows from far too small to far too large, and tells how the loss went
    /// (arXiv:1506.01186).
    /// </summary>
    /// <remarks>
    /// Everything but the step size is as this trainer's fits have it: the rows, the network, the optimiser, decay and clipping. The
    /// trainer stays as it is, and its callbacks and its progress handler are not told.
    /// </remarks>
    /// <param name="data">The training data.</param>
    /// <param name="options">The range and its steps; <see langword="null"/> for the defaults.</param>
    /// <returns>The curve, and the step size it suggests for <see cref="DeepTrainerOptions.LearningRate"/>.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message lists all that are.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">The data cannot be learned from; the message names column and row.</exception>
    /// <exception cref="TrainingDivergedException">The first steps diverged already: the range begins too high.</exception>
    /// <exception cref="OperationCanceledException">The options' token, or the <see cref="MLContext"/>, was cancelled.</exception>
    /// <example>
    /// <code>
    /// var range = trainer.FindLearningRate(data);
    /// Console.WriteLine(range.ToText());
    /// var better = ml.Regression.Trainers.Mlp(new MlpOptions { LearningRate = range.Suggested });
    /// </code>
    /// </example>
    public LearningRateRange FindLearningRate(IDataView data, LearningRateRangeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new LearningRateRangeOptions();
        options.Validate();
        var test = new LearningRateRangeTest(options);
        var own = _options with
        {
            Callbacks = [test],
            Progress = null,
            MaximumTime = null,
            OnCancellation = CancellationBehavior.Throw,
            ResumeFrom = null,
        };
        return test.Run(() => new DeepTrainer(this, own, test.Adjust).Fit(data));
    }
}
