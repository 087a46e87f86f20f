namespace Microsoft.ML.Transforms.TimeSeries;

/// <summary>
/// Singular spectrum analysis (Golyandina and Korobeynikov, arXiv:1206.6910): the leading singular vectors of the matrix of all windows of
/// the series, the linear recurrence that they imply, and the smoothed end of the series from which it goes on.
/// </summary>
/// <remarks>Single precision and the order of the sums are the official ones: which rank is chosen may hang on them.</remarks>
internal sealed class SsaModel
{
    private readonly float[] _alpha;
    private readonly float[][] _basis;
    private readonly float _observationNoise;
    private readonly float _recurrenceNoise;
    private float[] _state;
    private float[] _recent = [];
    private float _next;

    private SsaModel(float[] alpha, float[][] basis, (float Observation, float Recurrence) noise, float[] end)
    {
        (_alpha, _basis) = (alpha, basis);
        (_observationNoise, _recurrenceNoise) = noise;
        _state = Smooth(end)[1..];
        for (var i = 0; i < _state.Length; i++)
            _next += _state[i] * _alpha[i];
    }

    public SsaModel(BinaryReader reader)
    {
        (_alpha, _state, _recent) = (reader.ReadArray<float>(), reader.ReadArray<float>(), reader.ReadArray<float>());
        _basis = [.. reader.ReadArray<float>().Chunk(_alpha.Length + 1)];
        (_observationNoise, _recurrenceNoise, _next) = (reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
        Contracts.CheckDecode(_alpha.Length > 0 && _basis.All(v => v.Length == _alpha.Length + 1) && _state.Length == _alpha.Length &&
            (_recent.Length == 0 || _recent.Length == _alpha.Length), "Corrupt model file: the parts of a forecaster do not fit together.");
    }

    public static SsaModel Train(IHost host, SsaOptions options, IDataView input)
    {
        var (window, growth) = (options.WindowSize, options.MaxGrowth);
        host.CheckParam(options.VariableHorizon || options.Horizon >= 0, "size");
        host.CheckParam(options.TrainSize >= 0, "windowSize", "Must be non-negative.");
        host.CheckUserArg(options.DiscountFactor is >= 0 and <= 1, nameof(options.DiscountFactor), "Must be in the range [0, 1].");
        host.CheckParam(window >= 2, "windowSize", "The window size should be at least 2.");
        host.CheckParam(options.SeriesLength > window, "seriesLength", "The series length should be greater than the window size.");
        host.Check(options.TrainSize > 2 * window, "The input size for training should be greater than twice the window size.");
        host.CheckParam(growth is null or { TimeSpan: > 0 }, nameof(GrowthRatio.TimeSpan), "The time span must be strictly positive.");
        host.CheckParam(growth is null or { Growth: >= 0 }, nameof(GrowthRatio.Growth), "The growth must be non-negative.");
        var hasBounds = !string.IsNullOrEmpty(options.LowerBound);
        var isFixed = options.RankSelection == RankSelectionMethod.Fixed;
        var rank = isFixed ? options.Rank ?? window - 1 : 1;
        host.CheckParam(rank >= 1 && rank < window, "rank", "The rank should be in [1, windowSize).");
        var column = input.Schema.GetColumnOrNull(options.Source)
            ?? throw host.ExceptParam("schema", $"{options.Source} column 'Feature' not found");
        if (!column.Type.Equals(NumberDataViewType.Single))
            throw host.ExceptSchemaMismatch("data", "feature", column.Name, "Single", column.Type.ToString()!);

        var series = input.GetColumn<float>(column).Where(value => !float.IsNaN(value)).Take(options.TrainSize).ToArray();
        using var channel = host.Register("SSAModel").Start("Train");
        if (series.Length <= 2 * window)
        {
            channel.Warning(MessageSensitivity.None,
                "Training cannot be completed because the input series for training does not have enough points.");
            return new SsaModel(new float[window - 1], [], default, new float[window]);
        }

        // A singular vector that is a unit vector allows no recurrence: try smaller windows, then the mean of the window.
        var vectors = new Trajectories(series, window).SingularVectors();
        while (window > 2 && vectors.Any(v => v[^1] * v[^1] == 1))
            vectors = new Trajectories(series, --window).SingularVectors();
        var isNaive = vectors.Any(v => v[^1] * v[^1] == 1 || v.Any(float.IsNaN));
        var trajectories = new Trajectories(series, window);
        var signal = new float[options.RankSelection == RankSelectionMethod.Exact ? series.Length : (2 * window) - 1];
        if (isNaive)
        {
            channel.Warning(MessageSensitivity.None, "The precise SSA model cannot be trained.");
            (rank, vectors[0]) = (1, [.. Enumerable.Repeat((float)(1 / Math.Sqrt(window)), window)]);
        }
        else if (!isFixed)
            rank = trajectories.SelectRank(vectors, window == options.WindowSize ? window - 1 : window / 2, signal);
        var basis = vectors[..Math.Min(rank, window - 1)];

        var lasts = Array.ConvertAll(basis, vector => vector[^1]);
        var nu = Trajectories.Dot(lasts, lasts, false);
        var alpha = Array.ConvertAll(Combine(basis, lasts, window - 1), value => value / (1 - nu));
        if (options.ShouldStabilize && !isNaive && !Recurrence.TryStabilize(alpha, growth?.Ratio ?? double.PositiveInfinity))
            channel.Warning(MessageSensitivity.None, "The trained model cannot be stablized.");
        if (hasBounds && signal.Length < series.Length)
            trajectories.ReconstructTail(basis, signal);
        var noise = hasBounds ? NoiseVariances(series.AsSpan(^signal.Length..), signal, alpha) : default;
        return new SsaModel(alpha, basis, noise, series[^window..]);
    }

    public SsaModel Clone()
    {
        var clone = (SsaModel)MemberwiseClone();
        (clone._state, clone._recent) = ([.. _state], [.. _recent]);
        return clone;
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var values in (float[][])[_alpha, _state, _recent, [.. _basis.SelectMany(v => v)]])
            writer.WriteArray<float>(values);
        foreach (var value in (float[])[_observationNoise, _recurrenceNoise, _next])
            writer.Write(value);
    }

    public void Consume(float value)
    {
        if (float.IsNaN(value))
            return;
        float[] end = [.. _recent.Length == 0 ? _state : _recent, value];
        var smooth = Smooth(end);
        // Each place of the state is the mean of what the windows that hold it say of it.
        for (var (i, last) = (0, _state.Length - 1); i < last; i++)
            _state[i] = (((last - i) * _state[i + 1]) + smooth[i + 1]) / (last + 1 - i);
        _state[^1] = smooth[^1];
        _next = 0;
        for (var i = 0; i < _state.Length; i++)
            _next += _state[i] * _alpha[i];
        _recent = end[1..];
    }

    /// <summary>The next values, or with a side of -1 or 1 the bounds of their interval at the confidence level.</summary>
    public float[] Forecast(int horizon, int side, float confidenceLevel)
    {
        Contracts.CheckParam(horizon >= 1, nameof(horizon), "The horizon parameter should be greater than 0.");
        Contracts.CheckParam(side == 0 || confidenceLevel is >= 0 and < 1, nameof(confidenceLevel),
            "The confidence level must be in [0, 1).");
        var values = Continue(_state, _next, horizon);
        if (side == 0)
            return values;
        // What one disturbance has grown to i steps later; all of them up to then add up.
        var impulse = new float[_alpha.Length];
        impulse[^1] = _alpha[^1];
        if (impulse.Length > 1)
            impulse[^2] = 1;
        var growths = Continue(impulse, Trajectories.Dot(_alpha, impulse, false), horizon);
        var z = side * NormalQuantile(confidenceLevel);
        var variance = _recurrenceNoise + _observationNoise;
        for (var i = 0; i < horizon; i++)
        {
            if (i > 0)
                variance += _recurrenceNoise * growths[i - 1] * growths[i - 1];
            values[i] = (float)(values[i] + (z * (float)Math.Sqrt(variance)));
        }
        return values;
    }

    private float[] Continue(float[] state, float next, int horizon)
    {
        var path = new float[state.Length + horizon];
        state.CopyTo(path, 0);
        path[state.Length] = next;
        for (var i = 1; i < horizon; i++)
            path[state.Length + i] = Trajectories.Dot(_alpha, path.AsSpan(i, _alpha.Length), false);
        return path[state.Length..];
    }

    /// <summary>The window as far as the basis spans it.</summary>
    private float[] Smooth(float[] values) =>
        Combine(_basis, Array.ConvertAll(_basis, vector => Trajectories.Dot(vector, values, true)), values.Length);

    /// <summary>Sums weighted vectors by fours, as the official vector code: a recurrence of nearly full rank hangs on rounding.</summary>
    private static float[] Combine(float[][] vectors, float[] weights, int length)
    {
        var sum = new float[length];
        for (var r = 0; r < vectors.Length; r += 4)
            for (var i = 0; i < sum.Length; i++)
                sum[i] += Pair(r, i) + Pair(r + 2, i);
        return sum;

        float Pair(int r, int i) => MathF.FusedMultiplyAdd(Weight(r + 1), Item(r + 1, i), Weight(r) * Item(r, i));

        float Weight(int r) => r < weights.Length ? weights[r] : 0;

        float Item(int r, int i) => r < weights.Length ? vectors[r][i] : 0;
    }

    private static (float Observation, float Recurrence) NoiseVariances(ReadOnlySpan<float> series, float[] signal, float[] alpha)
    {
        float mean = 0, square = 0, recurrenceMean = 0, recurrence = 0;
        for (var i = 0; i < signal.Length; i++)
            mean += series[i] - signal[i];
        mean /= signal.Length;
        for (var i = 0; i < signal.Length; i++)
            square += (series[i] - signal[i]) * (series[i] - signal[i]);
        var errors = new Trajectories(signal[..^1], alpha.Length).Project(alpha);
        for (var i = 0; i < errors.Length; i++)
            recurrenceMean += errors[i] = signal[alpha.Length + i] - errors[i];
        recurrenceMean /= errors.Length;
        foreach (var error in errors)
            recurrence += (error - recurrenceMean) * (error - recurrenceMean);
        return ((square / signal.Length) - (mean * mean), recurrence / (errors.Length - alpha.Length));
    }

    /// <summary>How many standard deviations either way hold this share of a normal distribution: Newton's method, from below.</summary>
    private static double NormalQuantile(double share)
    {
        double z = 0;
        for (var step = 1.0; step > 1e-14;)
        {
            var (sum, term) = (0.0, z);
            for (var k = 3; sum + term != sum; k += 2)
                (sum, term) = (sum + term, term * z * z / k);
            var density = Math.Sqrt(2 / Math.PI) * Math.Exp(-z * z / 2);
            z += step = (share / density) - sum;
        }
        return z;
    }
}
