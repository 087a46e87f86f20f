namespace Microsoft.ML.Trainers;

/// <summary>
/// L-BFGS for a smooth function, with a line search that satisfies the strong Wolfe conditions
/// (Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6).
/// </summary>
internal sealed class WolfeSearch(LbfgsObjective objective, float[] start, int historySize, bool nonNegative)
    : LbfgsSearch(start, historySize)
{
    private const float SufficientDecrease = 1e-4f;
    private const float Curvature = 0.9f;
    private const int MaximumSteps = 10;
    private const float SmallestChange = 0.01f;

    private readonly record struct Trial(float Step, float Value, float Slope);

    private protected override bool KeepsFixedEntries => nonNegative;

    private protected override float Evaluate(float[] point, float[] gradient) => objective(point, gradient);

    private protected override void FillSteepest()
    {
        for (var i = 0; i < Steepest.Length; i++)
            Steepest[i] = nonNegative && Point[i] <= 0 ? -Math.Min(Gradient[i], 0) : -Gradient[i];
    }

    private protected override LineSearchResult Search(bool force)
    {
        var slope = (float)FloatVectors.Dot(Direction, Gradient);
        if (slope == 0)
            return LineSearchResult.AtMinimum;
        if (!(slope < 0))
            return force ? LineSearchResult.AtMinimum : LineSearchResult.Failed;
        return Bracket(new Trial(0, LastValue, slope), out var low, out var high)
            ? LineSearchResult.Improved
            : Zoom(low, high, slope, force);
    }

    /// <summary>Lengthens the step until it is good (true) or an interval holds a good one (false).</summary>
    private bool Bracket(Trial origin, out Trial low, out Trial high)
    {
        var last = origin;
        var step = FirstStep();
        while (true)
        {
            var current = Try(step);
            if (float.IsPositiveInfinity(current.Value))
            {
                step /= 2;
                continue;
            }
            CheckFinite(current.Value);
            (low, high) = (last, current);
            if (TooHigh(current, origin.Slope) || (last.Step > 0 && current.Value >= last.Value))
                return false;
            if (Math.Abs(current.Slope) <= -Curvature * origin.Slope)
                return true;
            if (current.Slope >= 0)
            {
                (low, high) = (current, last);
                return false;
            }
            last = current;
            step = step == 0 ? float.Epsilon : step * 2;
        }
    }

    /// <summary>Narrows an interval that holds a good step.</summary>
    private LineSearchResult Zoom(Trial low, Trial high, float slope, bool force)
    {
        var exhausted = force ? LineSearchResult.AtMinimum : LineSearchResult.Failed;
        for (var count = 0; force || count < MaximumSteps; count++)
        {
            var current = Try(Between(low, high));
            CheckFinite(current.Value);
            if (TooHigh(current, slope) || current.Value >= low.Value)
            {
                if (high.Step == current.Step)
                    return exhausted;
                high = current;
                continue;
            }
            if (Math.Abs(current.Slope) <= -Curvature * slope)
                return LineSearchResult.Improved;
            if (current.Slope * (high.Step - low.Step) >= 0)
                high = low;
            if (low.Step == current.Step)
                return exhausted;
            low = current;
        }
        return LineSearchResult.Failed;
    }

    private bool TooHigh(Trial trial, float slope) => trial.Value > LastValue + SufficientDecrease * slope * trial.Step;

    private Trial Try(float step)
    {
        FloatVectors.Combine(Point, step, Direction, NextPoint);
        if (nonNegative)
        {
            for (var i = 0; i < NextPoint.Length; i++)
                NextPoint[i] = Math.Max(NextPoint[i], 0);
        }
        Value = Evaluate(NextPoint, NextGradient);
        return new Trial(step, Value, (float)FloatVectors.Dot(Direction, NextGradient));
    }

    /// <summary>The minimum of the cubic through both ends, kept away from the ends themselves.</summary>
    private static float Between(Trial low, Trial high)
    {
        var (left, right) = low.Step < high.Step ? (low, high) : (high, low);
        float step;
        if (left.Slope > 0 && right.Slope < 0)
        {
            step = low.Value < high.Value ? low.Step : high.Step; // the cubic has its maximum inside: take the better end
        }
        else
        {
            step = CubicMinimum(low, high);
            if (!float.IsFinite(step))
                step = (low.Step + high.Step) / 2;
        }
        step = Math.Min(step, SmallestChange * left.Step + (1 - SmallestChange) * right.Step);
        return Math.Max(step, SmallestChange * right.Step + (1 - SmallestChange) * left.Step);
    }

    private static float CubicMinimum(Trial a, Trial b)
    {
        var chord = (double)a.Slope + b.Slope - 3.0 * (a.Value - b.Value) / (a.Step - b.Step);
        var root = Math.Sign(b.Step - a.Step) * Math.Sqrt(chord * chord - (double)a.Slope * b.Slope);
        return (float)(b.Step - (b.Step - a.Step) * (b.Slope + root - chord) / (b.Slope - a.Slope + 2 * root));
    }
}
