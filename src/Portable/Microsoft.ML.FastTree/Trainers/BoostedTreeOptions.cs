namespace Microsoft.ML.Trainers.FastTree;

public abstract class BoostedTreeOptions : TreeOptions
{
    public double LearningRate = Defaults.LearningRate;
    public double Shrinkage = 1;
    public double MaximumTreeOutput = 100;

    internal override void Check(IExceptionContext ectx)
    {
        base.Check(ectx);
        ectx.CheckUserArg(MaximumTreeOutput >= 0, nameof(MaximumTreeOutput), "Must be non-negative.");
        ectx.CheckUserArg(Shrinkage > 0, nameof(Shrinkage), "Must be positive.");
    }
}
