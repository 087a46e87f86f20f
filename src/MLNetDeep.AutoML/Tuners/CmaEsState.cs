using MLNetDeep.Networks;

namespace MLNetDeep.AutoML;

/// <summary>
/// The normal distribution that CMA-ES draws from, and how a generation changes it (Hansen, "The CMA evolution strategy: a tutorial",
/// arXiv:1604.00772, with the active update of section B.1).
/// </summary>
internal sealed class CmaEsState
{
    private readonly int _width;
    private readonly double[] _weights;
    private readonly double _effective;
    private readonly double _pathRate;
    private readonly double _rankOneRate;
    private readonly double _rankManyRate;
    private readonly double _stepRate;
    private readonly double _stepDamping;
    private readonly double _expectedLength;
    private readonly double[] _path;
    private readonly double[] _stepPath;
    private readonly double[,] _covariance;
    private double[] _scales = []; // roots of the eigenvalues
    private double[][] _axes = [];

    /// <param name="mean">Where the search begins.</param>
    /// <param name="step">The overall deviation.</param>
    /// <param name="populationSize">Trials of a generation, at least 2.</param>
    public CmaEsState(double[] mean, double step, int populationSize)
    {
        (Mean, Step, PopulationSize, _width) = ([.. mean], step, populationSize, mean.Length);
        int n = _width;
        double[] raw = [.. Enumerable.Range(1, populationSize).Select(i => Math.Log((populationSize + 1) / 2.0) - Math.Log(i))];
        double[] positive = [.. raw.Where(weight => weight > 0)];
        double[] negative = [.. raw.Where(weight => weight < 0)];
        _effective = Square(positive.Sum()) / positive.Sum(Square);
        double negativeEffective = negative.Length == 0 ? 0 : Square(negative.Sum()) / negative.Sum(Square);
        _rankOneRate = 2 / (Square(n + 1.3) + _effective);
        _rankManyRate = Math.Min(1 - _rankOneRate - 1e-8, 2 * (_effective - 2 + 1 / _effective) / (Square(n + 2) + _effective));
        double most = Math.Min(1 + _rankOneRate / _rankManyRate, Math.Min(
            1 + 2 * negativeEffective / (_effective + 2), (1 - _rankOneRate - _rankManyRate) / (n * _rankManyRate)));
        _weights = [.. raw.Select(weight => weight >= 0 ? weight / positive.Sum() : weight * most / -negative.Sum())];
        _stepRate = (_effective + 2) / (n + _effective + 5);
        _stepDamping = 1 + 2 * Math.Max(0, Math.Sqrt((_effective - 1) / (n + 1)) - 1) + _stepRate;
        _pathRate = (4 + _effective / n) / (n + 4 + 2 * _effective / n);
        _expectedLength = Math.Sqrt(n) * (1 - 1.0 / (4 * n) + 1.0 / (21.0 * n * n));
        _path = new double[n];
        _stepPath = new double[n];
        _covariance = new double[n, n];
        for (int i = 0; i < n; i++)
            _covariance[i, i] = 1;
        Decompose();
    }

    public double[] Mean { get; }

    public double Step { get; private set; }

    public int PopulationSize { get; }

    /// <summary>Generations so far.</summary>
    public int Generation { get; private set; }

    /// <summary>Whether the distribution has become too small or too flat to find anything new.</summary>
    public bool IsConverged => Step * _scales[0] < 1e-6 || _scales[0] > 1e7 * _scales[^1];

    /// <summary>The point that standard normal numbers make.</summary>
    public double[] Draw(double[] normals)
    {
        double[] point = [.. Mean];
        for (int k = 0; k < _width; k++)
        {
            for (int i = 0; i < _width; i++)
                point[i] += Step * _scales[k] * normals[k] * _axes[k][i];
        }

        return point;
    }

    /// <summary>
    /// Moves a point that was not drawn so near that it is as likely as drawn ones (Hansen, "Injecting external solutions into CMA-ES",
    /// arXiv:1110.4181).
    /// </summary>
    public double[] Tame(double[] point)
    {
        double[] step = Standardise(point);
        double length = Math.Sqrt(Whiten(step).Sum(Square));
        double limit = Math.Sqrt(_width) + 2.0 * _width / (_width + 2);
        double factor = length > limit ? limit / length : 1;
        return [.. step.Select((value, i) => Mean[i] + Step * factor * value)];
    }

    /// <summary>Learns from a generation.</summary>
    /// <param name="points">Its points, best first.</param>
    public void Update(IReadOnlyList<double[]> points)
    {
        Generation++;
        double[][] steps = [.. points.Select(Standardise)];
        double[] shift = new double[_width];
        for (int k = 0; k < steps.Length && _weights[k] > 0; k++)
        {
            for (int i = 0; i < _width; i++)
                shift[i] += _weights[k] * steps[k][i];
        }

        double[] white = Whiten(shift);
        double stepFactor = Math.Sqrt(_stepRate * (2 - _stepRate) * _effective);
        for (int i = 0; i < _width; i++)
        {
            Mean[i] += Step * shift[i];
            _stepPath[i] = (1 - _stepRate) * _stepPath[i] + stepFactor * white[i];
        }

        double length = Math.Sqrt(_stepPath.Sum(Square));
        double settled = Math.Sqrt(1 - Math.Pow(1 - _stepRate, 2 * (Generation + 1)));
        bool isSlow = length / settled < (1.4 + 2.0 / (_width + 1)) * _expectedLength;
        double pathFactor = isSlow ? Math.Sqrt(_pathRate * (2 - _pathRate) * _effective) : 0;
        for (int i = 0; i < _width; i++)
            _path[i] = (1 - _pathRate) * _path[i] + pathFactor * shift[i];
        UpdateCovariance(steps, isSlow);
        Step = Math.Min(Step * Math.Exp(_stepRate / _stepDamping * (length / _expectedLength - 1)), 1e4);
        Decompose();
    }

    /// <summary>Keeps the deviation along an axis from falling below this, as whole numbers need.</summary>
    public void Widen(int axis, double least)
    {
        double lowest = Square(least / Step);
        if (_covariance[axis, axis] >= lowest)
            return;
        _covariance[axis, axis] = lowest;
        Decompose();
    }

    private static double Square(double value) => value * value;

    private double[] Standardise(double[] point) => [.. point.Select((value, i) => (value - Mean[i]) / Step)];

    /// <summary>A step in units of the distribution.</summary>
    private double[] Whiten(double[] step)
    {
        double[] white = new double[_width];
        for (int k = 0; k < _width; k++)
        {
            double along = 0;
            for (int i = 0; i < _width; i++)
                along += _axes[k][i] * step[i];
            for (int i = 0; i < _width; i++)
                white[i] += along / _scales[k] * _axes[k][i];
        }

        return white;
    }

    private void UpdateCovariance(double[][] steps, bool isSlow)
    {
        double[] weights = [.. steps.Select((step, k) =>
            _weights[k] >= 0 ? _weights[k] : _weights[k] * _width / (Whiten(step).Sum(Square) + 1e-8))];
        double kept = 1 + (isSlow ? 0 : _rankOneRate * _pathRate * (2 - _pathRate)) - _rankOneRate - _rankManyRate * _weights.Sum();
        for (int i = 0; i < _width; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double many = 0;
                for (int k = 0; k < steps.Length; k++)
                    many += weights[k] * steps[k][i] * steps[k][j];
                _covariance[i, j] = kept * _covariance[i, j] + _rankOneRate * _path[i] * _path[j] + _rankManyRate * many;
                _covariance[j, i] = _covariance[i, j];
            }
        }
    }

    private void Decompose()
    {
        (double[] values, _axes) = SymmetricEigen.Decompose((double[,])_covariance.Clone());
        _scales = [.. values.Select(value => Math.Sqrt(Math.Max(value, 1e-16)))];
    }
}
