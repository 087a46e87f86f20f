namespace Microsoft.ML.Trainers.FastTree.Boosting;

/// <summary>A loss to boost: what the next tree is fitted to, and how its leaves step.</summary>
internal abstract class Objective
{
    /// <summary>Fills in the negative gradient of the loss of every row, without example weights.</summary>
    public abstract void Gradient(double[] scores, double[] gradient, ParallelOptions parallel);

    /// <summary>The step of a leaf, before the step size.</summary>
    /// <param name="meanGradient">Weighted mean of the gradient over the leaf.</param>
    /// <param name="weights">Example weights of all rows, or null.</param>
    public abstract double Step(double meanGradient, ReadOnlySpan<int> rows, double[]? weights);

    /// <summary>Limits a leaf's output, the step size included.</summary>
    public virtual double Limit(double output) => output;
}
