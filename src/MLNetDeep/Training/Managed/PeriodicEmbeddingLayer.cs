using System.Numerics;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Training.Managed;

/// <summary>Waves of each feature, then a linear layer of its own for each, or one for all.</summary>
internal sealed class PeriodicEmbeddingLayer : ManagedLayer
{
    private const float Turn = (float)(2 * Math.PI);

    private readonly PeriodicEmbeddingSpec _spec;
    private readonly MatrixProduct _products;
    private readonly ManagedTensor _frequency; // [features, frequencies]
    private readonly ManagedTensor? _phase;
    private readonly ManagedTensor _weight; // [features, waves, embedding], or shared [embedding, waves]
    private readonly ManagedTensor _bias;
    private readonly int _waveStride;
    private readonly float[] _frequencies;
    private readonly float[] _phases;
    private readonly float[] _sums;
    private float[] _cosines = []; // [features, rows, frequencies], padded
    private float[] _sines = [];
    private float[] _cosineSlopes = []; // [rows, frequencies], padded; those of one feature at a time
    private float[] _sineSlopes = [];

    public PeriodicEmbeddingLayer(ManagedContext context, PeriodicEmbeddingSpec spec, int outputWidth)
        : base(context.Input, context.Output(
            outputWidth, context["frequency"], spec.LearnedPhase ? context["phase"] : null, context["weight"], context["bias"]))
    {
        (_spec, _products) = (spec, context.Products);
        (_frequency, _weight, _bias) = (context["frequency"], context["weight"], context["bias"]);
        _phase = spec.LearnedPhase ? context["phase"] : null;
        _waveStride = Block.Pad(spec.FrequencyCount);
        (_frequencies, _phases, _sums) = (new float[_waveStride], new float[_waveStride], new float[outputWidth]);
    }

    private int FeatureWidth => Output.Width / Input.Width;

    private int WaveCount => _spec.LearnedPhase ? _spec.FrequencyCount : 2 * _spec.FrequencyCount;

    public override void Forward(bool isTraining)
    {
        int rows = Input.RowCount;
        Output.Reserve(rows, isTraining);
        if (_cosines.Length < Input.Width * rows * _waveStride)
            (_cosines, _sines) = (new float[Input.Width * rows * _waveStride], new float[Input.Width * rows * _waveStride]);
        for (int feature = 0; feature < Input.Width; feature++)
        {
            FillWaves(feature);
            Matrix target = Columns(Output.Values, feature);
            for (int row = 0; row < rows; row++)
                Bias(_bias.Values, feature).CopyTo(Output.Row(row)[(feature * FeatureWidth)..]);
            Matrix weights = Weights(_weight.Numbers, feature);
            _products.Run(Waves(_cosines, feature), weights, target, rows, _spec.EmbeddingSize, _spec.FrequencyCount, adds: true);
            if (!_spec.LearnedPhase)
            {
                _products.Run(
                    Waves(_sines, feature), Second(weights), target, rows, _spec.EmbeddingSize, _spec.FrequencyCount, adds: true);
            }
        }

        for (int row = 0; row < rows; row++)
            Finish(Input.Row(row), Output.Row(row));
    }

    public override void Backward()
    {
        int rows = Input.RowCount;
        if (_spec.Relu)
            Silence(rows);
        if (_bias.IsTrained)
            SumBiases(rows);
        if (Input.NeedsGradients)
            Input.Gradients.AsSpan(0, Input.Length).Clear();
        for (int feature = 0; feature < Input.Width; feature++)
        {
            if (_weight.IsTrained)
                DeriveWeights(feature, rows);
            DeriveWaves(feature, rows);
            DeriveAngles(feature, rows);
        }
    }

    /// <summary>The waves of one feature for all rows; cosine and sine are both kept, since each is the other's slope.</summary>
    private void FillWaves(int feature)
    {
        int count = _spec.FrequencyCount;
        _frequency.Values.Slice(feature * count, count).CopyTo(_frequencies);
        _phase?.Values.Slice(feature * count, count).CopyTo(_phases);
        int at = feature * Input.RowCount * _waveStride;
        for (int row = 0; row < Input.RowCount; row++, at += _waveStride)
        {
            var x = new Vector<float>(Input.Values[row * Input.Stride + feature] * Turn);
            for (int i = 0; i < count; i += Vector<float>.Count)
            {
                Vector<float> angle = x * new Vector<float>(_frequencies, i) + new Vector<float>(_phases, i);
                VectorMath.Cos(angle).CopyTo(_cosines, at + i);
                VectorMath.Sin(angle).CopyTo(_sines, at + i);
            }
        }
    }

    private void Finish(ReadOnlySpan<float> x, Span<float> y)
    {
        if (_spec.Relu)
            System.Numerics.Tensors.TensorPrimitives.Max(y, 0f, y);
        if (!_spec.KeepInput)
            return;
        for (int feature = 0; feature < x.Length; feature++)
            y[feature * FeatureWidth + _spec.EmbeddingSize] = x[feature];
    }

    /// <summary>Where the ReLU let nothing through, nothing comes back.</summary>
    private void Silence(int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> y = Output.Row(row);
            Span<float> dy = Output.GradientRow(row);
            for (int i = 0; i < y.Length; i++)
                if (y[i] <= 0 && i % FeatureWidth < _spec.EmbeddingSize)
                    dy[i] = 0;
        }
    }

    private void SumBiases(int rows)
    {
        Managed.Columns.Sum(Output.Gradients, Output.Stride, rows, _sums);
        if (_spec.SharedLinear)
            _bias.Gradients.Clear();
        for (int feature = 0; feature < Input.Width; feature++)
        {
            ReadOnlySpan<float> own = _sums.AsSpan(feature * FeatureWidth, _spec.EmbeddingSize);
            Span<float> target = Bias(_bias.Gradients, feature);
            if (_spec.SharedLinear)
                System.Numerics.Tensors.TensorPrimitives.Add(own, target, target);
            else
                own.CopyTo(target);
        }
    }

    private void DeriveWeights(int feature, int rows)
    {
        Matrix dy = Columns(Output.Gradients, feature);
        Matrix weights = Weights(_weight.Slopes, feature);
        DeriveWeights(Waves(_cosines, feature), dy, weights, feature, rows);
        if (!_spec.LearnedPhase)
            DeriveWeights(Waves(_sines, feature), dy, Second(weights), feature, rows);
    }

    private void DeriveWeights(Matrix waves, Matrix dy, Matrix weights, int feature, int rows)
    {
        (int count, int size) = (_spec.FrequencyCount, _spec.EmbeddingSize);
        if (_spec.SharedLinear) // where the rows of the result are the weights' columns
            _products.Run(dy.Transposed, waves, weights.Transposed, size, count, rows, adds: feature > 0);
        else
            _products.Run(waves.Transposed, dy, weights, count, size, rows);
    }

    private void DeriveWaves(int feature, int rows)
    {
        Reserve(ref _cosineSlopes, rows);
        Matrix dy = Columns(Output.Gradients, feature);
        Matrix weights = Weights(_weight.Numbers, feature);
        _products.Run(
            dy, weights.Transposed, new Matrix(_cosineSlopes, 0, _waveStride), rows, _spec.FrequencyCount, _spec.EmbeddingSize);
        if (_spec.LearnedPhase)
            return;
        Reserve(ref _sineSlopes, rows);
        _products.Run(
            dy, Second(weights).Transposed, new Matrix(_sineSlopes, 0, _waveStride), rows, _spec.FrequencyCount, _spec.EmbeddingSize);
    }

    /// <summary>From waves to angles, and from these to frequencies, phases and the input.</summary>
    private void DeriveAngles(int feature, int rows)
    {
        int count = _spec.FrequencyCount;
        _frequency.Values.Slice(feature * count, count).CopyTo(_frequencies);
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            (Vector<float> frequencySum, Vector<float> phaseSum) = (Vector<float>.Zero, Vector<float>.Zero);
            int wave = feature * rows * _waveStride + i;
            for (int row = 0, at = i; row < rows; row++, at += _waveStride, wave += _waveStride)
            {
                Vector<float> slope = -new Vector<float>(_sines, wave) * new Vector<float>(_cosineSlopes, at);
                if (!_spec.LearnedPhase)
                    slope += new Vector<float>(_cosines, wave) * new Vector<float>(_sineSlopes, at);
                phaseSum += slope;
                frequencySum += slope * new Vector<float>(Input.Values[row * Input.Stride + feature] * Turn);
                if (Input.NeedsGradients)
                    AddInputSlope(row, feature, slope * new Vector<float>(_frequencies, i) * Turn, Math.Min(Vector<float>.Count, count - i));
            }

            if (_frequency.IsTrained)
                Managed.Columns.Store(frequencySum, _frequency.Gradients.Slice(feature * count, count)[i..]);
            if (_phase is { IsTrained: true })
                Managed.Columns.Store(phaseSum, _phase.Gradients.Slice(feature * count, count)[i..]);
        }

        if (!_spec.KeepInput || !Input.NeedsGradients)
            return;
        for (int row = 0; row < rows; row++)
            Input.GradientRow(row)[feature] += Output.GradientRow(row)[feature * FeatureWidth + _spec.EmbeddingSize];
    }

    private void AddInputSlope(int row, int feature, Vector<float> slopes, int count)
    {
        float sum = 0;
        for (int lane = 0; lane < count; lane++)
            sum += slopes[lane];
        Input.GradientRow(row)[feature] += sum;
    }

    private void Reserve(ref float[] slopes, int rows)
    {
        if (slopes.Length < rows * _waveStride)
            slopes = new float[rows * _waveStride];
    }

    private Matrix Waves(float[] waves, int feature) => new(waves, feature * Input.RowCount * _waveStride, _waveStride);

    private Matrix Columns(float[] values, int feature) => new(values, feature * FeatureWidth, Output.Stride);

    /// <summary>The weights of a feature's cosines, shape [frequencies, embedding].</summary>
    private Matrix Weights(float[] numbers, int feature) => _spec.SharedLinear
        ? new Matrix(numbers, _weight.Offset, 1, WaveCount)
        : new Matrix(numbers, _weight.Offset + feature * WaveCount * _spec.EmbeddingSize, _spec.EmbeddingSize);

    /// <summary>The weights of the sines, which follow those of the cosines.</summary>
    private Matrix Second(Matrix weights) => weights with { Start = weights.Start + _spec.FrequencyCount * weights.RowStep };

    private Span<float> Bias(Span<float> biases, int feature) =>
        _spec.SharedLinear ? biases : biases.Slice(feature * _spec.EmbeddingSize, _spec.EmbeddingSize);
}
