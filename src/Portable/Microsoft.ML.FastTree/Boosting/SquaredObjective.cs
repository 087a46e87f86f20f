namespace Microsoft.ML.Trainers.FastTree.Boosting;

/// <summary>Half the squared error: the gradient is the residual, the step its mean.</summary>
internal sealed class SquaredObjective(float[] labels) : Objective
{
    public override void Gradient(double[] scores, double[] gradient, ParallelOptions parallel)
    {
        for (var i = 0; i < scores.Length; i++) gradient[i] = labels[i] - scores[i];
    }

    public override double Step(double meanGradient, ReadOnlySpan<int> rows, double[]? weights) => meanGradient;
}
