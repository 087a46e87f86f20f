using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MLNetDeep.Networks;
using MLNetDeep.Scoring;

namespace MLNetDeep.Training.Managed;

/// <summary>Makes the layers of activations.</summary>
internal static class ActivationLayers
{
    /// <summary>y = f(x).</summary>
    public static ManagedLayer Create(ManagedContext context, Activation function, double? parameter) =>
        ActivationSlopes.Create(function, parameter, new Plain(context, Values(function, parameter)));

    /// <summary>y = x + (f(x) - x) a.</summary>
    public static ManagedLayer CreateParametric(ManagedContext context, Activation function, double? parameter) =>
        ActivationSlopes.Create(function, parameter, new Parametric(context, Values(function, parameter)));

    /// <summary>The function, one unit of a block at a time: its rows need not be told apart.</summary>
    private static Kernel Values(Activation function, double? parameter) =>
        ActivationKernels.Create(function, parameter, Kernel.PanelWidth);

    private sealed class Plain(ManagedContext context, Kernel values) : ActivationSlopes.IMaker<ManagedLayer>
    {
        public ManagedLayer Make<TSlope>(TSlope slope) where TSlope : struct, ISlope =>
            new ActivationLayer<TSlope>(context, values, slope);
    }

    private sealed class Parametric(ManagedContext context, Kernel values) : ActivationSlopes.IMaker<ManagedLayer>
    {
        public ManagedLayer Make<TSlope>(TSlope slope) where TSlope : struct, ISlope =>
            new ParametricActivationLayer<TSlope>(context, values, slope);
    }
}

/// <summary>y = f(x) for each element.</summary>
internal sealed class ActivationLayer<TSlope>(ManagedContext context, Kernel values, TSlope slope)
    : ManagedLayer(context.Input, context.Output(context.Input.Width))
    where TSlope : struct, ISlope
{
    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        values.Run(Input.Values, Output.Values, Input.Length / values.InputWidth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward()
    {
        if (!Input.NeedsGradients)
            return;
        TSlope function = slope;
        int length = Input.Length;
        ref float x = ref MemoryMarshal.GetReference(Input.Values.AsSpan(0, length));
        ref float y = ref MemoryMarshal.GetReference(Output.Values.AsSpan(0, length));
        ref float dx = ref MemoryMarshal.GetReference(Input.Gradients.AsSpan(0, length));
        ref float dy = ref MemoryMarshal.GetReference(Output.Gradients.AsSpan(0, length));
        for (nuint i = 0; i < (nuint)length; i += (nuint)Vector<float>.Count)
        {
            Vector<float> slopes = function.At(Vector.LoadUnsafe(ref x, i), Vector.LoadUnsafe(ref y, i));
            (Vector.LoadUnsafe(ref dy, i) * slopes).StoreUnsafe(ref dx, i);
        }
    }
}

/// <summary>y = x + (f(x) - x) a, with an a for each column.</summary>
internal sealed class ParametricActivationLayer<TSlope>(ManagedContext context, Kernel values, TSlope slope)
    : ManagedLayer(context.Input, context.Output(context.Input.Width, context["weight"]))
    where TSlope : struct, ISlope
{
    private readonly ManagedTensor _weight = context["weight"];
    private float[] _shares = [];
    private float[] _functions = []; // f(x), laid out as the input
    private float[] _sums = [];

    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        if (_functions.Length < Input.Length)
            _functions = new float[Input.Length];
        Columns.Load(_weight.Values, ref _shares);
        values.Run(Input.Values, _functions, Input.Length / values.InputWidth);
        for (int row = 0, start = 0; row < Input.RowCount; row++, start += Input.Stride)
        {
            for (int i = 0; i < Input.Width; i += Vector<float>.Count)
            {
                var x = new Vector<float>(Input.Values, start + i);
                (x + (new Vector<float>(_functions, start + i) - x) * new Vector<float>(_shares, i)).CopyTo(Output.Values, start + i);
            }
        }
    }

    public override void Backward()
    {
        TSlope function = slope;
        if (_sums.Length == 0)
            _sums = new float[_shares.Length];
        Array.Clear(_sums);
        for (int row = 0, start = 0; row < Input.RowCount; row++, start += Input.Stride)
        {
            for (int i = 0; i < Input.Width; i += Vector<float>.Count)
            {
                var x = new Vector<float>(Input.Values, start + i);
                var y = new Vector<float>(_functions, start + i);
                var dy = new Vector<float>(Output.Gradients, start + i);
                (new Vector<float>(_sums, i) + dy * (y - x)).CopyTo(_sums, i);
                if (Input.NeedsGradients)
                {
                    Vector<float> inner = function.At(x, y) - Vector<float>.One;
                    (dy + dy * inner * new Vector<float>(_shares, i)).CopyTo(Input.Gradients, start + i);
                }
            }
        }

        if (_weight.IsTrained)
            _sums.AsSpan(0, _weight.Count).CopyTo(_weight.Gradients);
    }
}

/// <summary>x, or a x below 0, with an a for each column.</summary>
internal sealed class ParametricReluLayer(ManagedContext context)
    : ManagedLayer(context.Input, context.Output(context.Input.Width, context["weight"]))
{
    private readonly ManagedTensor _weight = context["weight"];

    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        for (int row = 0; row < Input.RowCount; row++)
        {
            Span<float> x = Input.Row(row);
            Span<float> y = Output.Row(row);
            for (int i = 0; i < x.Length; i++)
                y[i] = x[i] > 0 ? x[i] : x[i] * _weight.Values[i];
        }
    }

    public override void Backward()
    {
        Span<float> sums = _weight.IsTrained ? _weight.Gradients : new float[_weight.Count];
        sums.Clear();
        for (int row = 0; row < Input.RowCount; row++)
        {
            Span<float> x = Input.Row(row);
            Span<float> dy = Output.GradientRow(row);
            for (int i = 0; i < x.Length; i++)
                sums[i] += dy[i] * Math.Min(x[i], 0);
            if (!Input.NeedsGradients)
                continue;
            Span<float> dx = Input.GradientRow(row);
            for (int i = 0; i < x.Length; i++)
                dx[i] = x[i] > 0 ? dy[i] : dy[i] * _weight.Values[i];
        }
    }
}
