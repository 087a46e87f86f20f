namespace Microsoft.ML.Trainers;

/// <summary>Limited-memory BFGS with a line search for the strong Wolfe conditions (Nocedal and Wright, Numerical Optimization, algorithms
/// 3.5, 3.6 and 7.4). With an L1 penalty on all entries but the biases, which come first, steps stay in the orthant of the current point,
/// where the penalty is linear (Andrew and Gao, Scalable Training of L1-Regularized Log-Linear Models, ICML 2007). The objective is the
/// smooth part: it returns its value at a point and writes the gradient there. Single precision throughout, as officially: where a fit
/// stops depends on the last digits.</summary>
internal sealed class LbfgsOptimizer(
    Func<float[], float[], float> objective, int size, int historySize, int biasCount, float penalty, bool nonNegative)
{
    private const float SufficientDecrease = 1e-4f, Curvature = 0.9f, SmallestChange = 0.01f, Shrink = 0.25f;
    private const int MaximumZooms = 10, MaximumShrinks = 8;
    private readonly List<(float[] Step, float[] Change, float Product)> _history = [];
    private readonly float[] _direction = new float[size], _steepest = new float[size];
    private float[] _point = new float[size], _gradient = new float[size], _nextPoint = new float[size], _nextGradient = new float[size];

    private readonly record struct Trial(float Step, float Value, float Slope);

    /// <summary>Counts from 1; the first step has no curvature to scale it by.</summary>
    public int Iteration { get; private set; } = 1;

    /// <summary>The value before and after the current step.</summary>
    public float LastValue { get; private set; }
    public float Value { get; private set; }

    /// <summary>Minimises, from zero, until <paramref name="finished"/> says so or single precision sees no way down.</summary>
    public float[] Minimize(Func<LbfgsOptimizer, bool> finished, Action checkAlive)
    {
        LastValue = Evaluate(_point, _gradient);
        CheckFinite(LastValue);
        while (true)
        {
            checkAlive();
            ChooseDirection();
            var improved = Search(force: false);
            if (improved == false)
            {
                // Rounding may have spoilt the history: once more, straight downhill.
                _history.Clear();
                ChooseDirection();
                improved = Search(force: true);
            }
            if (improved is null || finished(this) || !Remember())
                return _nextPoint;
            (_point, _nextPoint, _gradient, _nextGradient) = (_nextPoint, _point, _nextGradient, _gradient);
            LastValue = Value;
            Iteration++;
        }
    }

    private float Evaluate(float[] point, float[] gradient)
    {
        var norm = 0f;
        foreach (var entry in point.AsSpan(biasCount))
            norm += Math.Abs(entry);
        return penalty * norm + objective(point, gradient);
    }

    private static void CheckFinite(float value) =>
        Contracts.Check(float.IsFinite(value), $"Optimizer unable to proceed with loss function yielding {value}");

    /// <summary>Adds the step just taken to the history; false when gradient and step are orthogonal, so that it teaches nothing.</summary>
    private bool Remember()
    {
        var (step, change) = (new float[size], new float[size]);
        if (_history.Count == historySize)
            _history.RemoveAt(0);
        TensorPrimitives.Subtract(_nextPoint, _point, step);
        TensorPrimitives.Subtract(_nextGradient, _gradient, change);
        var product = TensorPrimitives.Dot<float>(step, change);
        _history.Add((step, change, product));
        return product != 0;
    }

    /// <summary>Finds the direction of steepest descent and bends it by the inverse Hessian that the history stands for.</summary>
    private void ChooseDirection()
    {
        for (var i = 0; i < size; i++)
        {
            var (x, slope, weight) = (_point[i], _gradient[i], i < biasCount ? 0 : penalty);
            _steepest[i] = nonNegative && (i >= biasCount || penalty == 0) ? x > 0 ? -slope - weight : -Math.Min(slope + weight, 0)
                : x != 0 ? -slope - Math.Sign(x) * weight
                : MathF.CopySign(Math.Max(Math.Abs(slope) - weight, 0), -slope);
        }
        _steepest.CopyTo(_direction, 0);
        // Steps along which the curvature was not positive say nothing about a minimum.
        var good = _history.FindAll(pair => pair.Product > 0);
        if (good.Count == 0)
            return;
        var alphas = new float[good.Count];
        for (var i = good.Count - 1; i >= 0; i--)
        {
            var (step, change, product) = good[i];
            alphas[i] = -TensorPrimitives.Dot<float>(step, _direction) / product;
            TensorPrimitives.MultiplyAdd(change, alphas[i], _direction, _direction);
        }
        var newest = good[^1].Change;
        TensorPrimitives.Multiply(_direction, good[^1].Product / TensorPrimitives.Dot<float>(newest, newest), _direction);
        for (var i = 0; i < good.Count; i++)
        {
            var (step, change, product) = good[i];
            var beta = TensorPrimitives.Dot<float>(change, _direction) / product;
            TensorPrimitives.MultiplyAdd(step, -alphas[i] - beta, _direction, _direction);
        }
        for (var i = 0; i < size && (penalty > 0 || nonNegative); i++)
            _direction[i] = _steepest[i] == 0 ? 0 : _direction[i];
    }

    /// <summary>Steps along the direction: true when that helped, false when the direction is of no use, null at the minimum.</summary>
    private bool? Search(bool force)
    {
        var slope = penalty > 0 ? -TensorPrimitives.Dot<float>(_direction, _steepest) : TensorPrimitives.Dot<float>(_direction, _gradient);
        if (slope == 0)
            return null;
        Contracts.Check(slope < 0, "L-BFGS chose a non-descent direction.");
        var first = Iteration == 1 ? 1 / TensorPrimitives.Norm<float>(_direction) : 1;
        return penalty > 0 ? SearchOrthant(first, force)
            : Bracket(first, slope, out var low, out var high) ? true : Zoom(low, high, slope, force);
    }

    /// <summary>Lengthens the step until it is good (true) or an interval holds a good one (false).</summary>
    private bool Bracket(float step, float slope, out Trial low, out Trial high)
    {
        low = new Trial(0, LastValue, slope);
        for (; ; step = step == 0 ? float.Epsilon : step * 2)
        {
            high = Try(step);
            while (float.IsPositiveInfinity(high.Value))
                high = Try(step /= 2);
            CheckFinite(high.Value);
            if (TooHigh(high, slope) || (low.Step > 0 && high.Value >= low.Value))
                return false;
            if (Math.Abs(high.Slope) <= -Curvature * slope)
                return true;
            (low, high) = (high, low);
            if (low.Slope >= 0)
                return false;
        }
    }

    /// <summary>Narrows an interval that holds a good step.</summary>
    private bool? Zoom(Trial low, Trial high, float slope, bool force)
    {
        for (var count = 0; force || count < MaximumZooms; count++)
        {
            var current = Try(Between(low, high));
            CheckFinite(current.Value);
            var worse = TooHigh(current, slope) || current.Value >= low.Value;
            if (!worse && Math.Abs(current.Slope) <= -Curvature * slope)
                return true;
            if (!worse && current.Slope * (high.Step - low.Step) >= 0)
                high = low;
            if (current.Step == (worse ? high.Step : low.Step))
                return force ? null : false; // the interval is numerically empty
            (low, high) = worse ? (low, current) : (current, high);
        }
        return false;
    }

    private bool TooHigh(Trial trial, float slope) => trial.Value > LastValue + SufficientDecrease * slope * trial.Step;

    private Trial Try(float step)
    {
        TensorPrimitives.MultiplyAdd(_direction, step, _point, _nextPoint);
        if (nonNegative)
            TensorPrimitives.Max(_nextPoint, 0, _nextPoint);
        Value = Evaluate(_nextPoint, _nextGradient);
        return new Trial(step, Value, TensorPrimitives.Dot<float>(_direction, _nextGradient));
    }

    /// <summary>The minimum of the cubic through both ends, kept away from the ends themselves.</summary>
    private static float Between(Trial low, Trial high)
    {
        var (left, right) = low.Step < high.Step ? (low, high) : (high, low);
        double chord = low.Slope + high.Slope - 3 * (low.Value - high.Value) / (low.Step - high.Step);
        var root = Math.Sign(high.Step - low.Step) * Math.Sqrt(chord * chord - low.Slope * high.Slope);
        var share = (high.Slope + root - chord) / (high.Slope - low.Slope + 2 * root);
        var step = (float)(high.Step - (high.Step - low.Step) * share);
        if (left.Slope > 0 && right.Slope < 0)
            step = low.Value < high.Value ? low.Step : high.Step; // the cubic has its maximum inside: take the better end
        else if (!float.IsFinite(step))
            step = (low.Step + high.Step) / 2;
        step = Math.Min(step, SmallestChange * left.Step + (1 - SmallestChange) * right.Step);
        return Math.Max(step, SmallestChange * right.Step + (1 - SmallestChange) * left.Step);
    }

    private bool SearchOrthant(float step, bool force)
    {
        var gain = StepInOrthant(step);
        if (gain < 0)
        {
            // Cutting the step at the orthant's border turned it uphill: keep to entries that go downhill by themselves.
            for (var i = biasCount; i < size; i++)
                _direction[i] = _steepest[i] * _direction[i] < 0 ? 0 : _direction[i];
            gain = StepInOrthant(step);
        }
        for (var count = 1; ; count++)
        {
            Value = Evaluate(_nextPoint, _nextGradient);
            if (Value <= LastValue - SufficientDecrease * gain)
                return true;
            if (!force && count == MaximumShrinks)
                return false;
            if (step == 0)
                CheckFinite(Value);
            gain = StepInOrthant(step *= Shrink);
        }
    }

    /// <summary>Moves, cutting entries at 0 where they would change sign, and returns the move's length along steepest descent.</summary>
    private float StepInOrthant(float step)
    {
        TensorPrimitives.MultiplyAdd(_direction, step, _point, _nextPoint);
        for (var i = biasCount; i < size; i++)
            _nextPoint[i] = (nonNegative ? _nextPoint[i] : _point[i] * _nextPoint[i]) < 0 ? 0 : _nextPoint[i];
        return TensorPrimitives.Dot<float>(_steepest, _nextPoint) - TensorPrimitives.Dot<float>(_steepest, _point);
    }
}
