namespace Microsoft.ML.Trainers;

/// <summary>Training rows, a loss and its penalties as one function to minimise.</summary>
internal sealed class LbfgsProblem
{
    // Rows are summed in chunks whose number depends on the data alone, never on the machine: the same data give the same bits.
    private const int LargestChunkCount = 16;
    private const int RowsPerChunk = 1024;

    private readonly IHost _host;
    private readonly TrainingRows _rows;
    private readonly LbfgsSettings _settings;
    private readonly LinearLoss _loss;
    private readonly int _biasCount;
    private readonly int _parameterCount;
    private readonly double _weightSum;
    private readonly Chunk[] _chunks;
    private readonly ParallelOptions _parallel;

    public LbfgsProblem(IHost host, TrainingRows rows, int featureCount, int classCount, LbfgsSettings settings, LinearLoss loss)
    {
        _host = host;
        _rows = rows;
        _settings = settings;
        _loss = loss;
        _biasCount = classCount;
        _parameterCount = classCount * (featureCount + 1);
        _weightSum = rows.Weights?.Sum(w => (double)w) ?? rows.Count;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.NumberOfThreads ?? Environment.ProcessorCount };
        var count = Math.Clamp(rows.Count / RowsPerChunk, 1, LargestChunkCount);
        _chunks = Enumerable.Range(0, count).Select(i => new Chunk(
            (int)((long)rows.Count * i / count), (int)((long)rows.Count * (i + 1) / count),
            new float[_parameterCount], new float[classCount])).ToArray();
    }

    private sealed record Chunk(int First, int End, float[] Gradient, float[] Scratch)
    {
        public double Loss { get; set; }
    }

    /// <summary>Minimises from <paramref name="start"/>, or from zero, and returns the parameters.</summary>
    public float[] Solve(float[]? start, Func<LbfgsSearch, bool> stopping)
    {
        var point = start ?? new float[_parameterCount];
        if (start is null && _settings.InitialWeightsDiameter > 0)
        {
            for (var i = 0; i < point.Length; i++)
                point[i] = _settings.InitialWeightsDiameter * (_host.Rand.NextSingle() - 0.5f);
        }
        if (_settings.EnforceNonNegativity)
        {
            for (var i = _biasCount; i < point.Length; i++)
                point[i] = Math.Max(point[i], 0);
        }
        LbfgsSearch search = _settings.L1Regularization > 0
            ? new OrthantWiseSearch(Evaluate, point, _settings.HistorySize, _biasCount, _settings.L1Regularization / _rows.Count,
                _settings.EnforceNonNegativity)
            : new WolfeSearch(Evaluate, point, _settings.HistorySize, _settings.EnforceNonNegativity);
        return search.Minimize(stopping, _host.CheckAlive);
    }

    /// <summary>Mean loss plus L2 penalty, per unit of example weight.</summary>
    private float Evaluate(float[] point, float[] gradient)
    {
        Parallel.ForEach(_chunks, _parallel, chunk => Sum(chunk, point));
        double loss = 0;
        Array.Clear(gradient);
        foreach (var chunk in _chunks)
        {
            loss += chunk.Loss;
            FloatVectors.AddScaled(gradient, 1, chunk.Gradient);
        }

        double norm = 0;
        for (var i = _biasCount; i < point.Length; i++)
        {
            norm += (double)point[i] * point[i];
            gradient[i] += _settings.L2Regularization * point[i];
        }
        var scale = 1 / (float)_weightSum;
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] *= scale;
        return (float)(loss + 0.5 * _settings.L2Regularization * norm) * scale;
    }

    private void Sum(Chunk chunk, float[] point)
    {
        Array.Clear(chunk.Gradient);
        chunk.Loss = 0;
        for (var row = chunk.First; row < chunk.End; row++)
            chunk.Loss += _loss(_rows.Features[row], _rows.Labels[row], _rows.Weight(row), point, chunk.Gradient, chunk.Scratch);
    }
}
