using System.Globalization;

namespace MLNetDeep.Training;

/// <summary>Learns from one batch: forward, loss, backward, clipping, optimiser.</summary>
internal sealed class TrainingStep(GradientEngine engine, FitSettings settings, FitState state, Batcher rows)
{
    private readonly long _stepCount = (long)settings.MaximumEpochCount * rows.BatchCount;
    private readonly GradientClipping _clipping = new(settings.GradientClipNorm, settings.GradientClipValue);

    /// <summary>Does the step that the state says is next, and notes it there.</summary>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite any more.</exception>
    public void Run()
    {
        var time = new ScheduleTime(state.Step, _stepCount, rows.BatchCount, state.Losses);
        var terms = new StepTerms(
            state.Step, settings.DropoutSchedule.Factor(time), settings.TeacherForcingSchedule.Factor(time),
            settings.LabelSmoothing * settings.LabelSmoothingSchedule.Factor(time));
        BatchLoss loss = engine.Differentiate(rows, state.Epoch.BatchCount, terms);
        if (!float.IsFinite(loss.Value))
            throw Diverged($"the loss became {NonFiniteName(loss.Value)}");
        GradientLength length = _clipping.Apply(state.Network.Gradients);
        if (!double.IsFinite(length.Norm))
            throw Diverged("the gradient became too large for float32");
        double learningRate = Move(length.Scale, time);
        state.LastStep = new StepMeasures(loss.Value, length.Norm, learningRate);
        state.Step++;
        state.Epoch.BatchCount++;
        state.Epoch.LossSum += loss.Value * loss.Weight;
        state.Epoch.WeightSum += loss.Weight;
    }

    /// <summary>Moves the weights.</summary>
    /// <returns>The step size.</returns>
    private double Move(double gradientScale, in ScheduleTime time)
    {
        double learningRate = settings.LearningRate * settings.LearningRateSchedule.Factor(time) * state.LearningRateFactor;
        double decay = settings.WeightDecay * settings.WeightDecaySchedule.Factor(time);
        var step = new OptimizerStep(learningRate, decay, gradientScale, settings.L1Penalty, settings.L2Penalty);
        state.Optimizer.Step(state.Network.ParameterMemory, state.Network.GradientMemory, state.Ranges, step);
        state.Averaging?.AfterStep(state.Network.Values, time.Step + 1, (time.Step + 1.0) / time.StepCount);
        state.Epoch.LearningRate = learningRate;
        return learningRate;
    }

    /// <summary>How a number that is not finite is called in messages.</summary>
    public static string NonFiniteName(float value) => float.IsNaN(value) ? "NaN" : "infinite";

    /// <summary>Says where training diverged and what helps.</summary>
    /// <param name="what">What happened.</param>
    public TrainingDivergedException Diverged(string what)
    {
        int step = Math.Min(state.Epoch.BatchCount + 1, rows.BatchCount);
        return new TrainingDivergedException(string.Create(
            CultureInfo.InvariantCulture,
            $"Training diverged: {what} in epoch {state.Epoch.Number}, step {step} of {rows.BatchCount}. "
            + $"Lower the learning rate (it is {settings.LearningRate})."));
    }
}
