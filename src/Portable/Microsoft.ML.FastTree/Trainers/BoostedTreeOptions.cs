using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Options of trainers whose trees follow the gradient of a loss.</summary>
public abstract class BoostedTreeOptions : TreeOptions
{
    /// <summary>The part of a full step that every leaf takes.</summary>
    public double LearningRate = Defaults.LearningRate;

    /// <summary>A further factor of every step.</summary>
    public double Shrinkage = 1;

    /// <summary>The largest absolute output of a leaf of a binary classifier.</summary>
    public double MaximumTreeOutput = 100;

    internal override void Check(IExceptionContext ectx)
    {
        base.Check(ectx);
        ectx.CheckUserArg(MaximumTreeOutput >= 0, nameof(MaximumTreeOutput), "Must be non-negative.");
        ectx.CheckUserArg(Shrinkage > 0, nameof(Shrinkage), "Must be positive.");
    }
}
