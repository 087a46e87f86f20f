namespace Microsoft.ML.Trainers;

/// <summary>
/// L-BFGS for a smooth function plus an L1 penalty: steps stay in the orthant of the current point, so that the penalty is
/// linear there (OWL-QN; Andrew and Gao, Scalable Training of L1-Regularized Log-Linear Models, ICML 2007).
/// </summary>
/// <param name="objective">The smooth part.</param>
/// <param name="start">Where to start; overwritten.</param>
/// <param name="historySize">Steps to remember.</param>
/// <param name="biasCount">The first entries, which are not penalised.</param>
/// <param name="penalty">Weight of the L1 norm.</param>
/// <param name="nonNegative">Keep all penalised entries at 0 or above.</param>
internal sealed class OrthantWiseSearch(
    LbfgsObjective objective, float[] start, int historySize, int biasCount, float penalty, bool nonNegative)
    : LbfgsSearch(start, historySize)
{
    private const float SufficientDecrease = 1e-4f;
    private const int MaximumSteps = 8;
    private const float Shrink = 0.25f;

    private protected override bool KeepsFixedEntries => true;

    private protected override float Evaluate(float[] point, float[] gradient)
    {
        double norm = 0;
        for (var i = biasCount; i < point.Length; i++)
            norm += Math.Abs(point[i]);
        return penalty * (float)norm + objective(point, gradient);
    }

    private protected override void FillSteepest()
    {
        for (var i = 0; i < Steepest.Length; i++)
            Steepest[i] = i < biasCount ? -Gradient[i] : Descent(Point[i], Gradient[i]);
    }

    private float Descent(float point, float gradient)
    {
        if (nonNegative)
            return point > 0 ? -gradient - penalty : -Math.Min(gradient + penalty, 0);
        if (point != 0)
            return -gradient - Math.Sign(point) * penalty;
        if (gradient < -penalty)
            return -gradient - penalty;
        return gradient > penalty ? -gradient + penalty : 0; // inside the penalty's corner: leaving 0 costs more than it gains
    }

    private protected override LineSearchResult Search(bool force)
    {
        var slope = -(float)FloatVectors.Dot(Direction, Steepest);
        if (slope == 0)
            return LineSearchResult.AtMinimum;
        if (!(slope < 0))
            return force ? LineSearchResult.AtMinimum : LineSearchResult.Failed;

        var step = FirstStep();
        var gain = StepTo(step);
        if (gain < 0)
        {
            // Cutting the step at the orthant's border turned it uphill: keep to entries that go downhill by themselves.
            for (var i = biasCount; i < Direction.Length; i++)
            {
                if (Steepest[i] * Direction[i] < 0)
                    Direction[i] = 0;
            }
            gain = StepTo(step);
        }
        for (var count = 1; ; count++)
        {
            Value = Evaluate(NextPoint, NextGradient);
            if (Value <= LastValue - SufficientDecrease * gain)
                return LineSearchResult.Improved;
            if (!force && count == MaximumSteps)
                return LineSearchResult.Failed;
            if (step == 0)
                CheckFinite(Value);
            step *= Shrink;
            gain = StepTo(step);
        }
    }

    /// <summary>Moves, cutting entries at 0 where they would change sign, and returns the move's length along steepest descent.</summary>
    private float StepTo(float step)
    {
        FloatVectors.Combine(Point, step, Direction, NextPoint);
        for (var i = biasCount; i < NextPoint.Length; i++)
        {
            if (nonNegative ? NextPoint[i] < 0 : Point[i] * NextPoint[i] < 0)
                NextPoint[i] = 0;
        }
        return (float)(FloatVectors.Dot(Steepest, NextPoint) - FloatVectors.Dot(Steepest, Point));
    }
}
