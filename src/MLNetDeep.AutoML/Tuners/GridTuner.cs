using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>
/// All settings of a grid, each once, in an order that jumps about so that any part of it covers the space. Settings that differ only in
/// options without effect are one.
/// </summary>
/// <remarks>
/// A study ends when all are tried. The stock experiment cannot be told so; there the grid begins again. Grids larger than a million
/// settings are refused.
/// </remarks>
public sealed class GridTuner : ITuner, IFiniteTuner
{
    private const int MostSettings = 1_000_000;

    private readonly SpaceModel _space;
    private readonly TunerHistory _history;
    private readonly double[][] _settings;
    private readonly Dictionary<string, int> _positions = [];
    private readonly bool[] _isTried;

    /// <summary>A tuner of a space.</summary>
    /// <param name="searchSpace">The options to choose.</param>
    /// <param name="options">How fine the grid is; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, the grid is too large, or the space holds something that cannot be searched.
    /// </exception>
    public GridTuner(SearchSpace searchSpace, GridTunerOptions? options = null)
    {
        _space = new SpaceModel(searchSpace);
        options ??= new GridTunerOptions();
        options.Check(_space);
        _history = new TunerHistory(_space);
        double[][] axes = [.. _space.Dimensions.Select(dimension => Divide(dimension, options))];
        double count = axes.Aggregate(1.0, (product, axis) => product * axis.Length);
        if (count > MostSettings)
            throw new ArgumentException(FormattableString.Invariant(
                $"The grid of GridTuner must have at most {MostSettings} settings, but had {count:0}; lower GridTunerOptions.StepCount."));
        _settings = Spread([.. Combine(axes)]);
        _isTried = new bool[_settings.Length];
    }

    /// <summary>How many settings there are.</summary>
    public int Count => _settings.Length;

    /// <inheritdoc/>
    public Parameter Propose(TrialSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        // Each trial looks from its own place, so that trials that do not know of each other try different settings.
        int first = (int)((uint)settings.TrialId % (uint)_settings.Length);
        for (int i = 0; i < _settings.Length; i++)
        {
            int position = (first + i) % _settings.Length;
            if (!_isTried[position])
                return _space.Write(_settings[position]);
        }

        return _space.Write(_settings[first]);
    }

    /// <inheritdoc/>
    public void Update(TrialResult result)
    {
        if (_positions.TryGetValue(KeyOf(_history.Add(result).Values), out int position))
            _isTried[position] = true;
    }

    bool IFiniteTuner.IsExhaustedBy(IEnumerable<Parameter> settings) =>
        settings.Select(setting => KeyOf(_space.Read(setting))).Where(_positions.ContainsKey).Distinct().Count() == _settings.Length;

    private static double[] Divide(SpaceDimension dimension, GridTunerOptions options)
    {
        if (dimension.IsCategory)
            return [.. Enumerable.Range(0, (int)dimension.Count).Select(i => (double)i)];
        int count = options.StepCounts.GetValueOrDefault(dimension.Name, options.StepCount);
        if (count == 1)
            return [dimension.Default];
        double low = dimension.ToUnit(dimension.Low);
        double high = dimension.ToUnit(dimension.High);
        return [.. Enumerable.Range(0, count).Select(i => dimension.FromUnit(low + (high - low) * i / (count - 1))).Distinct()];
    }

    private static string KeyOf(double[] values) => string.Join(' ', values.Select(BitConverter.DoubleToInt64Bits));

    private IEnumerable<double[]> Combine(double[][] axes)
    {
        int[] places = new int[axes.Length];
        while (true)
        {
            double[] values = _space.Settle([.. axes.Select((axis, d) => axis[places[d]])]);
            if (_positions.TryAdd(KeyOf(values), 0))
                yield return values;
            int turning = axes.Length - 1;
            while (turning >= 0 && ++places[turning] == axes[turning].Length)
                places[turning--] = 0;
            if (turning < 0)
                yield break;
        }
    }

    /// <summary>In the order of a multiplication that visits each position once.</summary>
    private double[][] Spread(double[][] settings)
    {
        int count = settings.Length;
        long stride = Math.Max(1, (long)(count * 0.6180339887498949));
        while (Divisor(stride, count) != 1)
            stride++;
        double[][] spread = new double[count][];
        for (int i = 0; i < count; i++)
        {
            spread[i] = settings[(int)(i * stride % count)];
            _positions[KeyOf(spread[i])] = i;
        }

        return spread;
    }

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);
}
