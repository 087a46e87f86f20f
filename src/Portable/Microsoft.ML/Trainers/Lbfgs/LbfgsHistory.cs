namespace Microsoft.ML.Trainers;

/// <summary>
/// The last steps and gradient changes of a minimisation, which stand for its inverse Hessian
/// (Nocedal and Wright, Numerical Optimization, algorithm 7.4).
/// </summary>
internal sealed class LbfgsHistory(int capacity)
{
    private readonly List<(float[] Step, float[] Change, float Product)> _pairs = [];

    /// <summary>Remembers one step; false when gradient and step are orthogonal, so that nothing can be learned from it.</summary>
    public bool Add(float[] fromPoint, float[] toPoint, float[] fromGradient, float[] toGradient)
    {
        // The oldest pair's arrays are written anew: one fit allocates at most `capacity` pairs.
        var (step, change) = _pairs.Count == capacity
            ? (_pairs[0].Step, _pairs[0].Change)
            : (new float[fromPoint.Length], new float[fromPoint.Length]);
        if (_pairs.Count == capacity)
            _pairs.RemoveAt(0);
        FloatVectors.Combine(toPoint, -1, fromPoint, step);
        FloatVectors.Combine(toGradient, -1, fromGradient, change);
        var product = (float)FloatVectors.Dot(step, change);
        if (product == 0)
            return false;
        _pairs.Add((step, change, product));
        return true;
    }

    public void Clear() => _pairs.Clear();

    /// <summary>Multiplies a descent direction by the approximate inverse Hessian, in place.</summary>
    public void Precondition(float[] direction)
    {
        // Steps along which the curvature was not positive say nothing about a minimum.
        var newest = _pairs.FindLastIndex(pair => pair.Product > 0);
        if (newest < 0)
            return;
        var alphas = new float[newest + 1];
        for (var i = newest; i >= 0; i--)
        {
            var (step, change, product) = _pairs[i];
            if (product <= 0)
                continue;
            alphas[i] = -(float)FloatVectors.Dot(step, direction) / product;
            FloatVectors.AddScaled(direction, alphas[i], change);
        }

        var latest = _pairs[newest];
        var scale = latest.Product / (float)FloatVectors.Dot(latest.Change, latest.Change);
        for (var i = 0; i < direction.Length; i++)
            direction[i] *= scale;

        for (var i = 0; i <= newest; i++)
        {
            var (step, change, product) = _pairs[i];
            if (product <= 0)
                continue;
            var beta = (float)FloatVectors.Dot(change, direction) / product;
            FloatVectors.AddScaled(direction, -alphas[i] - beta, step);
        }
    }
}
