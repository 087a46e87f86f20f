using System.Numerics.Tensors;
using MLNetDeep.Networks;
using MLNetDeep.Networks.Modules;

namespace MLNetDeep.Training.Managed;

/// <summary>Batch normalisation of each column over all rows; moves the running statistics while training.</summary>
internal sealed class BatchNormLayer : ManagedLayer
{
    private readonly BatchNormSpec _spec;
    private readonly StepState _step;
    private readonly string _name;
    private readonly ManagedTensor _weight;
    private readonly ManagedTensor _bias;
    private readonly ManagedTensor _runningMean;
    private readonly ManagedTensor _runningVariance;
    private readonly float[] _mean;
    private readonly float[] _inverse; // 1 / deviation
    private readonly float[] _factor; // inverse times weight
    private readonly float[] _sums;
    private readonly float[] _products;
    private float[] _centred = []; // (x - mean) / deviation, laid out as the input
    private bool _usesBatch;

    public BatchNormLayer(ManagedContext context, BatchNormSpec spec)
        : base(context.Input, context.Output(context.Input.Width, context["weight"], context["bias"]))
    {
        (_spec, _step, _name) = (spec, context.Step, context.NameOf("weight"));
        (_weight, _bias) = (context["weight"], context["bias"]);
        (_runningMean, _runningVariance) = (context["running_mean"], context["running_var"]);
        int width = Input.Width;
        (_mean, _inverse, _factor) = (new float[width], new float[width], new float[width]);
        (_sums, _products) = (new float[width], new float[width]);
    }

    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        if (_centred.Length < Input.Length)
            _centred = new float[Input.Length];
        // A frozen layer does what it does when scoring, and leaves its statistics alone.
        _usesBatch = isTraining && !_step.Frozen.Contains(_name);
        if (_usesBatch)
            UseBatch();
        else
            UseRunning();
        TensorPrimitives.Multiply(_inverse, _weight.Values, _factor);
        for (int row = 0; row < Input.RowCount; row++)
        {
            Span<float> centred = _centred.AsSpan(row * Input.Stride, Input.Width);
            if (!_usesBatch)
                TensorPrimitives.Subtract(Input.Row(row), _mean, centred);
            TensorPrimitives.Multiply(centred, _inverse, centred);
            TensorPrimitives.MultiplyAdd(centred, _weight.Values, _bias.Values, Output.Row(row));
        }
    }

    public override void Backward()
    {
        int rows = Input.RowCount;
        Columns.Sum(Output.Gradients, Output.Stride, rows, _sums);
        Columns.SumProducts(Output.Gradients, _centred, Output.Stride, rows, _products);
        if (_weight.IsTrained)
            _products.CopyTo(_weight.Gradients);
        if (_bias.IsTrained)
            _sums.CopyTo(_bias.Gradients);
        if (!Input.NeedsGradients)
            return;
        for (int row = 0; row < rows; row++)
        {
            Span<float> dx = Input.GradientRow(row);
            Output.GradientRow(row).CopyTo(dx);
            if (_usesBatch)
            {
                ReadOnlySpan<float> centred = _centred.AsSpan(row * Input.Stride, Input.Width);
                for (int i = 0; i < dx.Length; i++)
                    dx[i] -= (_sums[i] + centred[i] * _products[i]) / rows;
            }

            TensorPrimitives.Multiply(dx, _factor, dx);
        }
    }

    private void UseBatch()
    {
        int rows = Input.RowCount;
        Columns.Sum(Input.Values, Input.Stride, rows, _mean);
        TensorPrimitives.Divide(_mean, rows, _mean);
        for (int row = 0; row < rows; row++)
            TensorPrimitives.Subtract(Input.Row(row), _mean, _centred.AsSpan(row * Input.Stride, Input.Width));
        Columns.SumProducts(_centred, _centred, Input.Stride, rows, _products);
        Span<float> runningMean = _runningMean.Values;
        Span<float> runningVariance = _runningVariance.Values;
        float share = (float)_spec.Momentum;
        for (int i = 0; i < _inverse.Length; i++)
        {
            _inverse[i] = (float)(1 / Math.Sqrt(_products[i] / (double)rows + _spec.Epsilon));
            runningMean[i] = runningMean[i] * (1 - share) + _mean[i] * share;
            runningVariance[i] = runningVariance[i] * (1 - share) + _products[i] / (rows - 1) * share;
        }
    }

    private void UseRunning()
    {
        _runningMean.Values.CopyTo(_mean);
        for (int i = 0; i < _inverse.Length; i++)
            _inverse[i] = (float)(1 / Math.Sqrt(_runningVariance.Values[i] + _spec.Epsilon));
    }
}

/// <summary>Layer normalisation of each row.</summary>
internal sealed class LayerNormLayer : ManagedLayer
{
    private readonly double _epsilon;
    private readonly ManagedTensor _weight;
    private readonly ManagedTensor _bias;
    private readonly float[] _scaled;
    private float[] _inverse = []; // a row's 1 / deviation
    private float[] _centred = []; // (x - mean) / deviation, laid out as the input

    public LayerNormLayer(ManagedContext context, double epsilon)
        : base(context.Input, context.Output(context.Input.Width, context["weight"], context["bias"]))
    {
        (_epsilon, _weight, _bias) = (epsilon, context["weight"], context["bias"]);
        _scaled = new float[Input.Width];
    }

    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        if (_centred.Length < Input.Length)
            (_centred, _inverse) = (new float[Input.Length], new float[Input.RowCount]);
        for (int row = 0; row < Input.RowCount; row++)
        {
            ReadOnlySpan<float> x = Input.Row(row);
            Span<float> centred = _centred.AsSpan(row * Input.Stride, Input.Width);
            TensorPrimitives.Subtract(x, TensorPrimitives.Sum(x) / x.Length, centred);
            double variance = TensorPrimitives.SumOfSquares<float>(centred) / (double)x.Length;
            _inverse[row] = (float)(1 / Math.Sqrt(variance + _epsilon));
            TensorPrimitives.Multiply(centred, _inverse[row], centred);
            TensorPrimitives.MultiplyAdd(centred, _weight.Values, _bias.Values, Output.Row(row));
        }
    }

    public override void Backward()
    {
        if (_weight.IsTrained)
            Columns.SumProducts(Output.Gradients, _centred, Output.Stride, Output.RowCount, _weight.Gradients);
        if (_bias.IsTrained)
            Columns.Sum(Output.Gradients, Output.Stride, Output.RowCount, _bias.Gradients);
        if (!Input.NeedsGradients)
            return;
        for (int row = 0; row < Input.RowCount; row++)
        {
            ReadOnlySpan<float> centred = _centred.AsSpan(row * Input.Stride, Input.Width);
            TensorPrimitives.Multiply(Output.GradientRow(row), _weight.Values, _scaled);
            float mean = TensorPrimitives.Sum<float>(_scaled) / Input.Width;
            float slope = TensorPrimitives.Dot(_scaled, centred) / Input.Width;
            Span<float> dx = Input.GradientRow(row);
            for (int i = 0; i < dx.Length; i++)
                dx[i] = (_scaled[i] - mean - centred[i] * slope) * _inverse[row];
        }
    }
}
