using System.Numerics;
using System.Numerics.Tensors;
using MLNetDeep.Networks;

namespace MLNetDeep.Training.Managed;

/// <summary>The place of each number on its scale of bins, then, unless these are the output, a linear layer of its own for each.</summary>
internal sealed class PiecewiseLinearLayer : ManagedLayer
{
    private readonly PiecewiseLinearEmbeddingSpec _spec;
    private readonly MatrixProduct _products;
    private readonly ManagedTensor[] _bins; // left, slope, lower, upper: [features, bins]
    private readonly ManagedTensor? _weight; // [features, bins, embedding]
    private readonly ManagedTensor? _bias; // [features, embedding]
    private readonly ManagedTensor? _shortcut;
    private readonly int _size; // numbers made of a feature
    private readonly int _binStride;
    private readonly float[] _sums;
    private float[] _scales = []; // [features, 4, bins], padded
    private float[] _places = []; // [features, rows, bins], padded
    private float[] _placeSlopes = []; // [rows, bins], padded; those of one feature at a time
    private float[] _isOpen = []; // 1 where the ReLU let something through, laid out as the output

    public PiecewiseLinearLayer(ManagedContext context, PiecewiseLinearEmbeddingSpec spec, int outputWidth)
        : base(context.Input, context.Output(
            outputWidth, Optional(context, spec, "weight"), Optional(context, spec, "bias"), Optional(context, spec, "shortcut")))
    {
        (_spec, _products) = (spec, context.Products);
        _bins = [context["left"], context["slope"], context["lower"], context["upper"]];
        (_weight, _bias) = (Optional(context, spec, "weight"), Optional(context, spec, "bias"));
        _shortcut = Optional(context, spec, "shortcut");
        _size = spec.EmbeddingSize ?? spec.BinCount;
        _binStride = Block.Pad(spec.BinCount);
        _sums = new float[outputWidth];
    }

    public override void Forward(bool isTraining)
    {
        int rows = Input.RowCount;
        Output.Reserve(rows, isTraining);
        if (_places.Length < Input.Width * rows * _binStride)
            _places = new float[Input.Width * rows * _binStride];
        LoadScales();
        for (int feature = 0; feature < Input.Width; feature++)
        {
            FillPlaces(feature);
            if (_weight is null)
            {
                for (int row = 0; row < rows; row++)
                    PlacesOf(feature, row)[.._size].CopyTo(Output.Row(row)[(feature * _size)..]);
                continue;
            }

            _products.Run(
                Places(feature), Weights(_weight.Numbers, feature), ColumnsOf(Output.Values, feature), rows, _size, _spec.BinCount);
        }

        if (_weight is null)
            return;
        if (_isOpen.Length < Output.Length)
            _isOpen = new float[Output.Length];
        for (int row = 0; row < rows; row++)
            Finish(row);
    }

    public override void Backward()
    {
        int rows = Input.RowCount;
        if (Input.NeedsGradients)
            Input.Gradients.AsSpan(0, Input.Length).Clear();
        if (_shortcut is not null)
            DeriveShortcut(_shortcut, rows);
        if (_spec.Relu)
            TensorPrimitives.Multiply(Output.Gradients.AsSpan(0, Output.Length), _isOpen, Output.Gradients);
        if (_shortcut is null && _bias is { IsTrained: true })
            Columns.Sum(Output.Gradients, Output.Stride, rows, _bias.Gradients);
        for (int feature = 0; feature < Input.Width; feature++)
        {
            if (_weight is { IsTrained: true })
            {
                _products.Run(
                    Places(feature).Transposed, ColumnsOf(Output.Gradients, feature), Weights(_weight.Slopes, feature), _spec.BinCount,
                    _size, rows);
            }

            if (Input.NeedsGradients)
                DeriveInput(feature, rows);
        }
    }

    private static ManagedTensor? Optional(ManagedContext context, PiecewiseLinearEmbeddingSpec spec, string name) =>
        spec.EmbeddingSize is null || (name == "shortcut" && !spec.Shortcut) ? null : context[name];

    private void LoadScales()
    {
        if (_scales.Length == 0)
            _scales = new float[Input.Width * _bins.Length * _binStride];
        for (int feature = 0; feature < Input.Width; feature++)
            for (int i = 0; i < _bins.Length; i++)
                _bins[i].Values.Slice(feature * _spec.BinCount, _spec.BinCount).CopyTo(Scale(feature, i));
    }

    private Span<float> Scale(int feature, int kind) => _scales.AsSpan((feature * _bins.Length + kind) * _binStride, _binStride);

    private void FillPlaces(int feature)
    {
        Span<float> left = Scale(feature, 0);
        Span<float> slope = Scale(feature, 1);
        Span<float> lower = Scale(feature, 2);
        Span<float> upper = Scale(feature, 3);
        for (int i = 0; i < _spec.BinCount; i += Vector<float>.Count)
        {
            (var l, var s) = (new Vector<float>(left[i..]), new Vector<float>(slope[i..]));
            (var least, var most) = (new Vector<float>(lower[i..]), new Vector<float>(upper[i..]));
            int at = feature * Input.RowCount * _binStride + i;
            for (int row = 0; row < Input.RowCount; row++, at += _binStride)
            {
                var x = new Vector<float>(Input.Values[row * Input.Stride + feature]);
                Vector.Min(Vector.Max((x - l) * s, least), most).CopyTo(_places, at);
            }
        }
    }

    /// <summary>With a shortcut the bias belongs to it: both are added behind the ReLU.</summary>
    private void Finish(int row)
    {
        ReadOnlySpan<float> x = Input.Row(row);
        Span<float> y = Output.Row(row);
        Span<float> isOpen = _isOpen.AsSpan(row * Output.Stride, Output.Width);
        if (_shortcut is null)
            TensorPrimitives.Add(y, _bias!.Values, y);
        if (_spec.Relu)
        {
            for (int i = 0; i < y.Length; i++)
            {
                isOpen[i] = y[i] > 0 ? 1 : 0;
                y[i] = Math.Max(y[i], 0);
            }
        }

        if (_shortcut is null)
            return;
        TensorPrimitives.Add(y, _bias!.Values, y);
        for (int feature = 0; feature < x.Length; feature++)
        {
            Span<float> own = y.Slice(feature * _size, _size);
            TensorPrimitives.MultiplyAdd(_shortcut.Values.Slice(feature * _size, _size), x[feature], own, own);
        }
    }

    private void DeriveShortcut(ManagedTensor shortcut, int rows)
    {
        if (_bias!.IsTrained)
            Columns.Sum(Output.Gradients, Output.Stride, rows, _bias.Gradients);
        _sums.AsSpan().Clear();
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> x = Input.Row(row);
            ReadOnlySpan<float> dy = Output.GradientRow(row);
            for (int feature = 0; feature < x.Length; feature++)
            {
                ReadOnlySpan<float> own = dy.Slice(feature * _size, _size);
                Span<float> sums = _sums.AsSpan(feature * _size, _size);
                TensorPrimitives.MultiplyAdd(own, x[feature], sums, sums);
                if (Input.NeedsGradients)
                    Input.GradientRow(row)[feature] += TensorPrimitives.Dot(own, shortcut.Values.Slice(feature * _size, _size));
            }
        }

        if (shortcut.IsTrained)
            _sums.CopyTo(shortcut.Gradients);
    }

    private void DeriveInput(int feature, int rows)
    {
        if (_placeSlopes.Length < rows * _binStride)
            _placeSlopes = new float[rows * _binStride];
        if (_weight is not null)
        {
            _products.Run(
                ColumnsOf(Output.Gradients, feature), Weights(_weight.Numbers, feature).Transposed,
                new Matrix(_placeSlopes, 0, _binStride), rows, _spec.BinCount, _size);
        }

        Span<float> left = Scale(feature, 0);
        Span<float> slope = Scale(feature, 1);
        Span<float> lower = Scale(feature, 2);
        Span<float> upper = Scale(feature, 3);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> slopes = _weight is null
                ? Output.GradientRow(row).Slice(feature * _size, _size)
                : _placeSlopes.AsSpan(row * _binStride, _spec.BinCount);
            (float x, float sum) = (Input.Row(row)[feature], 0);
            for (int bin = 0; bin < slopes.Length; bin++)
            {
                float place = (x - left[bin]) * slope[bin];
                if (place >= lower[bin] && place <= upper[bin])
                    sum += slopes[bin] * slope[bin];
            }

            Input.GradientRow(row)[feature] += sum;
        }
    }

    private Span<float> PlacesOf(int feature, int row) =>
        _places.AsSpan((feature * Input.RowCount + row) * _binStride, _binStride);

    private Matrix Places(int feature) => new(_places, feature * Input.RowCount * _binStride, _binStride);

    private Matrix ColumnsOf(float[] values, int feature) => new(values, feature * _size, Output.Stride);

    private Matrix Weights(float[] numbers, int feature) => new(numbers, _weight!.Offset + feature * _spec.BinCount * _size, _size);
}
