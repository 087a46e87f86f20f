namespace Microsoft.ML.Transforms.TimeSeries;

/// <summary>All windows of a series, as the columns of a matrix that is never laid out.</summary>
internal sealed class Trajectories(float[] series, int window)
{
    private readonly int _count = series.Length - window + 1;

    // Where the official package goes over to Fourier transforms, its sums are of double precision; up to there of single.
    private readonly bool _wide = (long)window * (series.Length - window + 1) > (3 + (3 * Math.Log(series.Length))) * series.Length;

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b, bool wide)
    {
        var (sum, i) = (0.0, 0);
        if (wide)
        {
            var sums = Vector<double>.Zero;
            for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(a[i..]), out var a1, out var a2);
                Vector.Widen(new Vector<float>(b[i..]), out var b1, out var b2);
                sums += (a1 * b1) + (a2 * b2);
            }
            sum = Vector.Sum(sums);
        }
        for (; i < a.Length; i++)
            sum = wide ? sum + ((double)a[i] * b[i]) : (float)(sum + (a[i] * b[i]));
        return (float)sum;
    }

    /// <summary>The vector's product with every window.</summary>
    public float[] Project(float[] vector)
    {
        var product = new float[_count];
        for (var i = 0; i < product.Length; i++)
            product[i] = Dot(vector, series.AsSpan(i, window), _wide);
        return product;
    }

    /// <summary>The left singular vectors, by falling singular value: eigenvectors of the windows' product with themselves.</summary>
    public float[][] SingularVectors()
    {
        var rows = new double[window][];
        for (var i = 0; i < window; i++)
        {
            rows[i] = new double[(window + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count];
            for (var j = 0; j < window; j++)
                rows[i][j] = j < i ? rows[j][i]
                    : i == 0 ? Dot(series.AsSpan(0, _count), series.AsSpan(j, _count), _wide)
                    : (float)(rows[i - 1][j - 1] - Product(i - 1, j - 1) + Product(i + _count - 1, j + _count - 1));
        }
        // A shift above rounding makes the matrix positive definite; then its rows, once orthogonal, are its eigenvectors.
        var shift = Math.Max(1e-6 * rows.Select((row, i) => row[i]).Sum(), 1e-30);
        for (var i = 0; i < window; i++)
            rows[i][i] += shift;
        Orthogonalize(rows);
        // Of equal ones, as a constant series has them, the last is that whose absence leaves room for a recurrence.
        return [.. rows.Select(row => (Row: row, Norm: Math.Sqrt(row.Sum(v => v * v))))
            .OrderByDescending(r => (float)r.Norm).ThenBy(r => Math.Abs(r.Row[window - 1]))
            .Select(r => r.Row.Take(window).Select(v => (float)(v / r.Norm)).ToArray())];

        double Product(int i, int j) => (double)series[i] * series[j];
    }

    /// <summary>
    /// The rank whose recurrence best foretells the end of the series from the place before it. The exact way smooths the whole series,
    /// which is the signal; the fast way, for a shorter signal, only that place.
    /// </summary>
    public int SelectRank(float[][] vectors, int maxRank, float[] signal)
    {
        var isExact = signal.Length == series.Length;
        var evaluated = Math.Min(Math.Max(window, 200), _count);
        var place = _count - evaluated;
        var (rank, best, nu, alpha) = (maxRank, double.MaxValue, 0f, new float[window - 1]);
        var smooth = new float[isExact ? series.Length : window - 1];
        var offset = isExact ? 0 : place;
        for (var r = 0; r < maxRank; r++)
        {
            var vector = vectors[r];
            for (var i = 0; i < alpha.Length; i++)
                alpha[i] += vector[^1] * vector[i];
            nu += vector[^1] * vector[^1];
            if (isExact)
                AddComponent(vector, smooth);
            else
                AddScaled(vector.AsSpan(..^1), Dot(series.AsSpan(place, window), vector, false), smooth);
            float mean = 0;
            for (var i = 0; i < smooth.Length; i++)
                mean += series[offset + i] - smooth[i];
            mean /= smooth.Length;
            var error = ForecastError(smooth.AsSpan(place - offset, window - 1), mean);
            if (error >= best || double.IsNaN(error))
                continue;
            (best, rank) = (error, r + 1);
            if (isExact)
                smooth.CopyTo(signal, 0);
        }
        return rank;

        double ForecastError(ReadOnlySpan<float> start, float mean)
        {
            var path = new float[start.Length + evaluated];
            start.CopyTo(path);
            double error = 0;
            for (var i = 0; i < evaluated && !(error > best); i++)
            {
                path[start.Length + i] = (Dot(alpha, path.AsSpan(i, start.Length), false) / (1 - nu)) + mean;
                error += Math.Abs(series[place + start.Length + i] - path[start.Length + i]);
            }
            return error;
        }
    }

    /// <summary>The signal at the end of the series, from its last two windows that meet in one value.</summary>
    public void ReconstructTail(float[][] basis, float[] signal)
    {
        foreach (var vector in basis)
        {
            var before = Dot(series.AsSpan(_count - window, window), vector, false);
            var last = Dot(series.AsSpan(_count - 1, window), vector, false);
            AddScaled(vector.AsSpan(..^1), before, signal);
            AddScaled(vector.AsSpan(1..), last, signal.AsSpan(window..));
            signal[window - 1] += ((before * vector[^1]) + (last * vector[0])) / 2;
        }
    }

    private static void AddScaled(ReadOnlySpan<float> vector, float scale, Span<float> sum)
    {
        for (var i = 0; i < vector.Length; i++)
            sum[i] += scale * vector[i];
    }

    /// <summary>Adds what one singular vector tells of each value: the mean over the windows that hold it.</summary>
    private void AddComponent(float[] vector, float[] sum)
    {
        var weights = Project(vector);
        float[] reversed = [.. vector.Reverse()];
        for (var i = 0; i < sum.Length; i++)
        {
            var first = Math.Max(0, i - window + 1);
            var holding = Math.Min(i, _count - 1) - first + 1;
            var total = Dot(reversed.AsSpan(window - 1 - i + first, holding), weights.AsSpan(first, holding), _wide);
            sum[i] += total / holding;
        }
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
                    var a = MemoryMarshal.Cast<double, Vector<double>>(rows[p].AsSpan());
                    var b = MemoryMarshal.Cast<double, Vector<double>>(rows[q].AsSpan());
                    Vector<double> aa = default, ab = default, bb = default;
                    for (var i = 0; i < a.Length; i++)
                        (aa, ab, bb) = (aa + (a[i] * a[i]), ab + (a[i] * b[i]), bb + (b[i] * b[i]));
                    var (normA, dot, normB) = (Vector.Sum(aa), Vector.Sum(ab), Vector.Sum(bb));
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
}
