namespace Microsoft.ML.Trainers;

/// <summary>The few operations on float vectors that optimisers and linear models need.</summary>
internal static class FloatVectors
{
    /// <summary>Inner product. Sums in double, lane by lane, so that long vectors do not lose the last digits.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var lanes = Vector<float>.Count;
        Vector<double> low = default, high = default;
        var i = 0;
        for (; i <= a.Length - lanes; i += lanes)
        {
            Vector.Widen(new Vector<float>(a[i..]), out var a0, out var a1);
            Vector.Widen(new Vector<float>(b[i..]), out var b0, out var b1);
            low += a0 * b0;
            high += a1 * b1;
        }
        var sum = Vector.Sum(low + high);
        for (; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    /// <summary>Inner product with a row that may be sparse.</summary>
    public static double Dot(ReadOnlySpan<float> weights, in VBuffer<float> row)
    {
        var values = row.GetValues();
        if (row.IsDense)
            return Dot(weights, values);
        var indices = row.GetIndices();
        double sum = 0;
        for (var k = 0; k < values.Length; k++)
            sum += (double)weights[indices[k]] * values[k];
        return sum;
    }

    /// <summary>target += scale * source.</summary>
    public static void AddScaled(Span<float> target, float scale, ReadOnlySpan<float> source)
    {
        var targets = MemoryMarshal.Cast<float, Vector<float>>(target);
        var sources = MemoryMarshal.Cast<float, Vector<float>>(source);
        for (var i = 0; i < sources.Length; i++)
            targets[i] += scale * sources[i];
        for (var i = sources.Length * Vector<float>.Count; i < source.Length; i++)
            target[i] += scale * source[i];
    }

    /// <summary>target += scale * row, for a row that may be sparse.</summary>
    public static void AddScaled(Span<float> target, float scale, in VBuffer<float> row)
    {
        var values = row.GetValues();
        if (row.IsDense)
        {
            AddScaled(target, scale, values);
            return;
        }
        var indices = row.GetIndices();
        for (var k = 0; k < values.Length; k++)
            target[indices[k]] += scale * values[k];
    }

    /// <summary>result = a + scale * b.</summary>
    public static void Combine(ReadOnlySpan<float> a, float scale, ReadOnlySpan<float> b, Span<float> result)
    {
        a.CopyTo(result);
        AddScaled(result, scale, b);
    }
}
