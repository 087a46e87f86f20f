using System.Globalization;
using MLNetDeep.Networks;
using MLNetDeep.Training.Managed;

namespace MLNetDeep.Training;

/// <summary>Chooses what runs a network: by network, loss and settings, and never by a measurement.</summary>
internal static class EngineChoice
{
    /// <summary>Makes the engine of a fit.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="head">The loss.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="network">The network's numbers.</param>
    /// <exception cref="ArgumentException">The settings ask for managed code, which cannot train this.</exception>
    public static GradientEngine Open(NetworkSpec spec, ITrainingHead head, FitSettings settings, TrainingNetwork network)
    {
        string? obstacle = settings.Engine == TrainingEngine.Libtorch ? "" : FindObstacle(spec, head, settings);
        var random = new FitRandom(settings.Seed);
        if (obstacle is null)
            return new ManagedEngine(spec, head, network, random, settings.ThreadCount);
        if (settings.Engine == TrainingEngine.Managed)
        {
            throw new ArgumentException(
                $"DeepTrainerOptions.Engine must be Automatic or Libtorch for this fit, since {obstacle} cannot be trained in managed code, "
                + "but was Managed.");
        }

        return new LibtorchEngine(head, network, random, Augmentation.For(settings, spec));
    }

    /// <summary>What of a fit needs libtorch; null when nothing does.</summary>
    private static string? FindObstacle(NetworkSpec spec, ITrainingHead head, FitSettings settings)
    {
        for (int i = 0; i < spec.Layers.Count; i++)
            if (!spec.Layers[i].LearnsManaged)
                return string.Create(CultureInfo.InvariantCulture, $"layer {i} ({spec.Layers[i].Describe()})");
        if (spec.InputShape.Count != 1)
            return $"an input of shape {NetworkSpec.Format(spec.InputShape)}";
        if (spec.Views.Count > 0)
            return "a network that scores several views of a row";
        if (!head.LearnsManaged)
            return "the loss";
        return Augmentation.For(settings, spec) is null ? null : "a batch with mixup, noise or other changes of its rows";
    }
}
