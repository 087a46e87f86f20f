namespace Microsoft.ML.Transforms.TimeSeries;

/// <summary>Singular spectrum analysis (Golyandina and Korobeynikov, arXiv:1206.6910): the leading singular vectors of the matrix of all
/// windows of the series, the linear recurrence that they imply, and the smoothed end of the series from which it goes on.</summary>
internal sealed class SsaModel
{
    private readonly float[] _alpha;
    private readonly float[][] _basis;
    private readonly float _observationNoise;
    private readonly float _recurrenceNoise;
    private float[] _state;
    private float[] _recent;

    private SsaModel(float[] alpha, float[][] basis, (float Observation, float Recurrence) noise, float[] end)
    {
        (_alpha, _basis) = (alpha, basis);
        (_observationNoise, _recurrenceNoise) = noise;
        _state = Smooth(basis, end)[1..];
        _recent = [.. _state];
    }

    public SsaModel(BinaryReader reader)
    {
        float[] Read() => reader.ReadArray<float>();
        (_alpha, _state, _recent) = (Read(), Read(), Read());
        _basis = [.. Read().Chunk(_alpha.Length + 1)];
        (_observationNoise, _recurrenceNoise) = (reader.ReadSingle(), reader.ReadSingle());
        Contracts.CheckDecode(_alpha.Length > 0 && _basis.All(v => v.Length == _alpha.Length + 1) && _state.Length == _alpha.Length &&
            _recent.Length == _alpha.Length, "Corrupt model file: the parts of a forecaster do not fit together.");
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
        var isFixed = options.RankSelection == RankSelectionMethod.Fixed;
        var rank = isFixed ? options.Rank ?? window - 1 : 1;
        host.CheckParam(rank >= 1 && rank < window, "rank", "The rank should be in [1, windowSize).");
        var column = input.Schema.GetColumnOrNull(options.Source)
            ?? throw host.ExceptParam("schema", $"{options.Source} column 'Feature' not found");
        if (!column.Type.Equals(NumberDataViewType.Single))
            throw host.ExceptSchemaMismatch("data", "feature", column.Name, "Single", column.Type.ToString()!);

        var series = input.GetColumn<float>(column).Where(v => !float.IsNaN(v)).Take(options.TrainSize).ToArray();
        using var channel = host.Register("SSAModel").Start("Train");
        if (series.Length <= 2 * window)
        {
            channel.Warning(MessageSensitivity.None,
                "Training cannot be completed because the input series for training does not have enough points.");
            return new SsaModel(new float[window - 1], [], default, new float[window]);
        }

        // A singular vector that is a unit vector allows no recurrence; the mean of the window stands in.
        var vectors = SingularVectors(series, window);
        var isNaive = vectors.Any(v => v[^1] * v[^1] == 1 || v.Any(float.IsNaN));
        if (isNaive)
        {
            channel.Warning(MessageSensitivity.None, "The precise SSA model cannot be trained.");
            (rank, vectors[0]) = (1, [.. Enumerable.Repeat((float)(1 / Math.Sqrt(window)), window)]);
        }
        float[]? signal = null;
        if (!isFixed && !isNaive)
            (rank, signal) = SelectRank(series, vectors, options.RankSelection == RankSelectionMethod.Exact);
        var basis = vectors[..rank];
        var nu = 0f;
        var alpha = new float[window - 1];
        foreach (var vector in basis)
        {
            nu += vector[^1] * vector[^1];
            AddScaled(vector.AsSpan(..^1), vector[^1], alpha);
        }
        for (var i = 0; i < alpha.Length; i++)
            alpha[i] /= 1 - nu;
        if (options.ShouldStabilize && !isNaive && !Recurrence.TryStabilize(alpha, growth?.Ratio ?? double.PositiveInfinity))
            channel.Warning(MessageSensitivity.None, "The trained model cannot be stablized.");
        return new SsaModel(alpha, basis, options.OutputNames.Length > 1 ? NoiseVariances(series, signal, basis, alpha) : default,
            series[^window..]);
    }

    public SsaModel Clone()
    {
        var clone = (SsaModel)MemberwiseClone();
        clone._state = [.. _state];
        return clone;
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var values in (float[][])[_alpha, _state, _recent, [.. _basis.SelectMany(v => v)]])
            writer.WriteArray<float>(values);
        writer.Write(_observationNoise);
        writer.Write(_recurrenceNoise);
    }

    public void Consume(float value)
    {
        if (float.IsNaN(value))
            return;
        float[] end = [.. _recent, value];
        var smooth = Smooth(_basis, end);
        // Each place of the state is the mean of what the windows that hold it say of it.
        for (var (i, last) = (0, _state.Length - 1); i <= last; i++)
            _state[i] = i == last ? smooth[^1] : (((last - i) * _state[i + 1]) + smooth[i + 1]) / (last + 1 - i);
        _recent = end[1..];
    }

    /// <summary>The next values, or with a side of -1 or 1 the bounds of their interval at the confidence level.</summary>
    public float[] Forecast(int horizon, int side, float confidenceLevel)
    {
        Contracts.CheckParam(horizon >= 1, nameof(horizon), "The horizon parameter should be greater than 0.");
        Contracts.CheckParam(side == 0 || confidenceLevel is >= 0 and < 1, nameof(confidenceLevel),
            "The confidence level must be in [0, 1).");
        var values = Continue(_state, horizon);
        // What one disturbance has grown to some steps later; all of them up to then add up.
        var growths = Continue([.. new float[_alpha.Length - 1], 1], horizon);
        var z = side == 0 ? 0 : side * NormalQuantile(confidenceLevel);
        var variance = _recurrenceNoise + _observationNoise;
        for (var i = 0; i < horizon; i++)
        {
            variance += i > 0 ? _recurrenceNoise * growths[i] * growths[i] : 0;
            values[i] += (float)(z * Math.Sqrt(variance));
        }
        return values;
    }

    private float[] Continue(float[] state, int horizon)
    {
        float[] path = [.. state, .. new float[horizon]];
        for (var i = 0; i < horizon; i++)
            path[state.Length + i] = Dot(_alpha, path.AsSpan(i, state.Length));
        return path[state.Length..];
    }

    /// <summary>The left singular vectors, by falling singular value: eigenvectors of the windows' product with themselves.</summary>
    private static float[][] SingularVectors(float[] series, int window)
    {
        var (count, isWide) = (series.Length - window + 1, IsWide(series, window));
        var rows = new double[window][];
        for (var i = 0; i < window; i++)
            rows[i] = [.. Enumerable.Range(0, window).Select(j => j < i ? rows[j][i]
                : i == 0 ? Dot(series.AsSpan(0, count), series.AsSpan(j, count), isWide)
                : (float)(rows[i - 1][j - 1] - Product(i - 1, j - 1) + Product(i + count - 1, j + count - 1)))];
        // A shift above rounding makes the matrix positive definite; then its rows, once orthogonal, are its eigenvectors.
        var shift = Math.Max(1e-6 * rows.Select((row, i) => row[i]).Sum(), 1e-30);
        for (var i = 0; i < window; i++)
            rows[i][i] += shift;
        Orthogonalize(rows);
        // Of equal ones, as a constant series has them, the last is that whose absence leaves room for a recurrence.
        return [.. rows.Select(row => (Row: row, Norm: Math.Sqrt(row.Sum(v => v * v))))
            .OrderByDescending(r => (float)r.Norm).ThenBy(r => Math.Abs(r.Row[^1]))
            .Select(r => Array.ConvertAll(r.Row, v => (float)(v / r.Norm)))];

        double Product(int i, int j) => (double)series[i] * series[j];
    }

    /// <summary>One-sided Jacobi (Hestenes 1958): turns pairs of rows until all are orthogonal.</summary>
    private static void Orthogonalize(double[][] rows)
    {
        var isTurned = true;
        for (var sweep = 0; isTurned && sweep < 60; sweep++)
        {
            isTurned = false;
            for (var p = 0; p < rows.Length; p++)
                for (var q = p + 1; q < rows.Length; q++)
                {
                    var (a, b) = (rows[p], rows[q]);
                    var (normA, dot, normB) = (0.0, 0.0, 0.0);
                    for (var i = 0; i < a.Length; i++)
                        (normA, dot, normB) = (normA + (a[i] * a[i]), dot + (a[i] * b[i]), normB + (b[i] * b[i]));
                    if (Math.Abs(dot) <= 1e-13 * Math.Sqrt(normA * normB))
                        continue;
                    isTurned = true;
                    var cotangent = (normB - normA) / (2 * dot);
                    var tangent = Math.CopySign(1, cotangent) / (Math.Abs(cotangent) + Math.Sqrt(1 + (cotangent * cotangent)));
                    var cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
                    var sine = cosine * tangent;
                    for (var i = 0; i < a.Length; i++)
                        (a[i], b[i]) = ((a[i] * cosine) - (b[i] * sine), (a[i] * sine) + (b[i] * cosine));
                }
        }
    }

    /// <summary>The rank whose recurrence best foretells the end of the series; the fast way smooths only one window before it.</summary>
    private static (int Rank, float[]? Signal) SelectRank(float[] series, float[][] vectors, bool isExact)
    {
        var window = vectors.Length;
        var evaluated = Math.Min(Math.Max(window, 200), series.Length - window + 1);
        var place = series.Length - window + 1 - evaluated;
        var (part, start) = isExact ? (series, place) : (series[place..(place + window)], 0);
        var (rank, best, signal, nu) = (window - 1, double.MaxValue, (float[]?)null, 0f);
        var (alpha, smooth) = (new float[window - 1], new float[part.Length]);
        for (var r = 0; r < window - 1; r++)
        {
            var vector = vectors[r];
            AddScaled(vector.AsSpan(..^1), vector[^1], alpha);
            nu += vector[^1] * vector[^1];
            AddComponent(part, vector, smooth);
            var mean = part.Zip(smooth, (value, s) => value - s).SkipLast(isExact ? 0 : 1).Average();
            float[] path = [.. smooth.AsSpan(start, window - 1), .. new float[evaluated]];
            double error = 0;
            for (var i = 0; i < evaluated && !(error > best); i++)
            {
                path[window - 1 + i] = (Dot(alpha, path.AsSpan(i, window - 1)) / (1 - nu)) + mean;
                error += Math.Abs(series[place + window - 1 + i] - path[window - 1 + i]);
            }
            if (error < best)
                (best, rank, signal) = (error, r + 1, isExact ? [.. smooth] : null);
        }
        return (rank, signal);
    }

    /// <summary>Adds what one singular vector tells of each value: the mean over the windows that hold it.</summary>
    private static void AddComponent(float[] series, float[] vector, float[] sum)
    {
        var (count, isWide, total) = (series.Length - vector.Length + 1, IsWide(series, vector.Length), new float[series.Length]);
        for (var i = 0; i < count; i++)
            AddScaled(vector, Dot(vector, series.AsSpan(i, vector.Length), isWide), total.AsSpan(i));
        for (var i = 0; i < sum.Length; i++)
            sum[i] += total[i] / (Math.Min(i, count - 1) - Math.Max(0, i - vector.Length + 1) + 1);
    }

    /// <summary>Of the series about its signal and of that about its recurrence; without a signal, of the last two windows.</summary>
    private static (float Observation, float Recurrence) NoiseVariances(float[] series, float[]? signal, float[][] basis, float[] alpha)
    {
        if (signal is null)
        {
            var (last, window) = (Smooth(basis, series[^(alpha.Length + 1)..]), alpha.Length + 1);
            var before = Smooth(basis, series[^((2 * window) - 1)..^(window - 1)]);
            signal = [.. before[..^1], (before[^1] + last[0]) / 2, .. last[1..]];
        }
        var residuals = signal.Zip(series[^signal.Length..], (s, value) => value - s).ToArray();
        var errors = signal.Skip(alpha.Length).Select((value, i) => value - Dot(alpha, signal.AsSpan(i, alpha.Length))).ToArray();
        return (SquaredDeviations(residuals) / residuals.Length, SquaredDeviations(errors) / (errors.Length - alpha.Length));

        static float SquaredDeviations(float[] values)
        {
            var mean = values.Average();
            return values.Sum(v => (v - mean) * (v - mean));
        }
    }

    /// <summary>The window as far as the basis spans it.</summary>
    private static float[] Smooth(float[][] basis, float[] values)
    {
        var sum = new float[values.Length];
        foreach (var vector in basis)
            AddScaled(vector, Dot(vector, values, true), sum);
        return sum;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b, bool isWide = false)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum = isWide ? sum + ((double)a[i] * b[i]) : (float)(sum + (a[i] * b[i]));
        return (float)sum;
    }

    // The official package's Fourier transforms sum in double precision, its plain loops in single; which rank is chosen hangs on that.
    private static bool IsWide(float[] series, int window) =>
        (long)window * (series.Length - window + 1) > (3 + (3 * Math.Log(series.Length))) * series.Length;

    private static void AddScaled(ReadOnlySpan<float> vector, float scale, Span<float> sum)
    {
        for (var i = 0; i < vector.Length; i++)
            sum[i] += scale * vector[i];
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
            z += step = (share / (Math.Sqrt(2 / Math.PI) * Math.Exp(-z * z / 2))) - sum;
        }
        return z;
    }
}
