using System.Globalization;
using MLNetDeep.Networks.Modules;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>Learns from one batch: forward, loss, backward, clipping, optimiser.</summary>
internal sealed class TrainingStep(
    ITrainingHead head, FitSettings settings, FitRandom random, FitState state, Batcher rows, Augmentation? augmentation)
{
    private readonly long _stepCount = (long)settings.MaximumEpochCount * rows.BatchCount;
    private readonly GradientClipping _clipping = new(settings.GradientClipNorm, settings.GradientClipValue);

    /// <summary>Does the step that the state says is next, and notes it there.</summary>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite any more.</exception>
    public void Run()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var time = new ScheduleTime(state.Step, _stepCount, rows.BatchCount, state.Losses);
        Batch batch = rows.Get(state.Epoch.BatchCount);
        float loss = Differentiate(batch, time);
        GradientLength length = _clipping.Apply(state.Network.Gradients);
        if (!double.IsFinite(length.Norm))
            throw Diverged("the gradient became too large for float32");
        double learningRate = Move(length.Scale, time);
        state.LastStep = new StepMeasures(loss, length.Norm, learningRate);
        state.Step++;
        state.Epoch.BatchCount++;
        state.Epoch.LossSum += loss * batch.TotalWeight;
        state.Epoch.WeightSum += batch.TotalWeight;
    }

    /// <summary>Leaves the gradients in the network.</summary>
    /// <returns>The batch's loss.</returns>
    private float Differentiate(Batch batch, in ScheduleTime time)
    {
        TrainingNetwork network = state.Network;
        network.Step.Masks.Restart(random.Word(RandomUse.Masks, state.Step));
        network.Step.DropoutFactor = settings.DropoutSchedule.Factor(time);
        network.Step.TeacherForcingFactor = settings.TeacherForcingSchedule.Factor(time);
        network.Gradients.Clear();
        double smoothing = settings.LabelSmoothing * settings.LabelSmoothingSchedule.Factor(time);
        AugmentedBatch changed = augmentation?.Apply(batch, random.For(RandomUse.Augmentation, state.Step)) ?? new AugmentedBatch(batch);
        torch.Tensor output = network.Forward(changed.Own.Features, Pass.Training, changed.Own.Targets);
        torch.Tensor loss = network.Loss(head, output, changed.Own, smoothing);
        if (changed.Partners is { } partners)
            loss = loss * changed.Share + network.Loss(head, output, partners, smoothing) * (1 - changed.Share);
        float value = loss.item<float>();
        if (!float.IsFinite(value))
            throw Diverged($"the loss became {NonFiniteName(value)}");
        network.Backward(loss);
        return value;
    }

    /// <summary>Moves the weights.</summary>
    /// <returns>The step size.</returns>
    private double Move(double gradientScale, in ScheduleTime time)
    {
        double learningRate = settings.LearningRate * settings.LearningRateSchedule.Factor(time) * state.LearningRateFactor;
        double decay = settings.WeightDecay * settings.WeightDecaySchedule.Factor(time);
        var step = new OptimizerStep(learningRate, decay, gradientScale, settings.L1Penalty, settings.L2Penalty);
        state.Optimizer.Step(state.Network.Parameters, state.Network.Gradients, state.Ranges, step);
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
