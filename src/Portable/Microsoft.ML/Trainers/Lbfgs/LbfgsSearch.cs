namespace Microsoft.ML.Trainers;

/// <summary>A function to minimise: returns its value at a point and writes the gradient there.</summary>
internal delegate float LbfgsObjective(float[] point, float[] gradient);

/// <summary>How a line search ended.</summary>
internal enum LineSearchResult
{
    /// <summary>A better point was found.</summary>
    Improved,

    /// <summary>The direction is of no use: forget the history and try steepest descent.</summary>
    Failed,

    /// <summary>No direction helps any more: this is the minimum, as far as single precision can tell.</summary>
    AtMinimum,
}

/// <summary>The state of a limited-memory BFGS minimisation; subclasses choose directions and steps.</summary>
internal abstract class LbfgsSearch
{
    private readonly LbfgsHistory _history;

    private protected LbfgsSearch(float[] start, int historySize)
    {
        _history = new LbfgsHistory(historySize);
        Point = start;
        Gradient = new float[start.Length];
        NextPoint = new float[start.Length];
        NextGradient = new float[start.Length];
        Direction = new float[start.Length];
        Steepest = new float[start.Length];
    }

    /// <summary>Counts from 1; the first step has no curvature to scale it by.</summary>
    public int Iteration { get; private set; } = 1;

    /// <summary>The value before the current step.</summary>
    public float LastValue { get; private set; }

    /// <summary>The value after the current step.</summary>
    public float Value { get; private protected set; }

    private protected float[] Point { get; private set; }

    private protected float[] Gradient { get; private set; }

    private protected float[] NextPoint { get; private set; }

    private protected float[] NextGradient { get; private set; }

    private protected float[] Direction { get; }

    /// <summary>The direction of steepest descent, before the history bends it.</summary>
    private protected float[] Steepest { get; }

    /// <summary>Minimises until <paramref name="finished"/> says so, and returns the best point.</summary>
    public float[] Minimize(Func<LbfgsSearch, bool> finished, Action checkAlive)
    {
        Value = LastValue = Evaluate(Point, Gradient);
        CheckFinite(LastValue);
        ChooseDirection();
        while (true)
        {
            checkAlive();
            var result = Search(force: false);
            if (result == LineSearchResult.Failed)
            {
                _history.Clear();
                ChooseDirection();
                result = Search(force: true);
            }
            if (result != LineSearchResult.Improved)
                return Point;
            if (finished(this) || !_history.Add(Point, NextPoint, Gradient, NextGradient))
                return NextPoint;
            (Point, NextPoint) = (NextPoint, Point);
            (Gradient, NextGradient) = (NextGradient, Gradient);
            LastValue = Value;
            Iteration++;
            ChooseDirection();
        }
    }

    private protected abstract float Evaluate(float[] point, float[] gradient);

    private protected abstract void FillSteepest();

    /// <summary>Whether entries that steepest descent leaves alone stay where they are.</summary>
    private protected abstract bool KeepsFixedEntries { get; }

    private protected abstract LineSearchResult Search(bool force);

    private protected float FirstStep() => Iteration == 1 ? 1 / (float)Math.Sqrt(FloatVectors.Dot(Direction, Direction)) : 1;

    private protected static void CheckFinite(float value)
    {
        if (!float.IsFinite(value))
            throw new InvalidOperationException($"Optimizer unable to proceed with loss function yielding {value}");
    }

    private void ChooseDirection()
    {
        FillSteepest();
        Steepest.CopyTo(Direction, 0);
        _history.Precondition(Direction);
        if (!KeepsFixedEntries)
            return;
        for (var i = 0; i < Direction.Length; i++)
        {
            if (Steepest[i] == 0)
                Direction[i] = 0;
        }
    }
}
