using System.Numerics;

namespace MLNetDeep.Training.Managed;

/// <summary>y = x w, or x w + b, with numbers of its own for each column; for an ensemble also for each member.</summary>
internal sealed class ScaleLayer : ManagedLayer
{
    private readonly ManagedTensor _weight; // [members, width]
    private readonly ManagedTensor? _bias;
    private readonly int _members;
    private readonly float[][] _weights;
    private readonly float[][] _biases;

    /// <param name="context">What the layer is made from.</param>
    /// <param name="weight">Shape [members, width].</param>
    /// <param name="bias">The same, or null.</param>
    public ScaleLayer(ManagedContext context, ManagedTensor weight, ManagedTensor? bias = null)
        : base(context.Input, context.Output(context.Input.Width, weight, bias))
    {
        (_weight, _bias, _members) = (weight, bias, weight.Count / context.Input.Width);
        _weights = [.. Enumerable.Repeat<float[]>([], _members)];
        _biases = [.. Enumerable.Repeat<float[]>([], _members)];
    }

    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        for (int member = 0; member < _members; member++)
        {
            Columns.Load(Own(_weight.Values, member), ref _weights[member]);
            if (_bias is not null)
                Columns.Load(Own(_bias.Values, member), ref _biases[member]);
        }

        for (int row = 0, at = 0; row < Input.RowCount; row++, at += Input.Stride)
        {
            int member = row % _members;
            for (int i = 0; i < Input.Width; i += Vector<float>.Count)
            {
                Vector<float> y = new Vector<float>(Input.Values, at + i) * new Vector<float>(_weights[member], i);
                if (_bias is not null)
                    y += new Vector<float>(_biases[member], i);
                y.CopyTo(Output.Values, at + i);
            }
        }
    }

    public override void Backward()
    {
        for (int member = 0; member < _members; member++)
        {
            int start = member * Input.Stride;
            (int step, int rows) = (_members * Input.Stride, Input.RowCount / _members);
            if (_weight.IsTrained)
            {
                Columns.SumProducts(
                    Output.Gradients.AsSpan(start), Input.Values.AsSpan(start), step, rows, Own(_weight.Gradients, member));
            }

            if (_bias is { IsTrained: true })
                Columns.Sum(Output.Gradients.AsSpan(start), step, rows, Own(_bias.Gradients, member));
        }

        if (!Input.NeedsGradients)
            return;
        for (int row = 0, at = 0; row < Input.RowCount; row++, at += Input.Stride)
        {
            float[] weights = _weights[row % _members];
            for (int i = 0; i < Input.Width; i += Vector<float>.Count)
                (new Vector<float>(Output.Gradients, at + i) * new Vector<float>(weights, i)).CopyTo(Input.Gradients, at + i);
        }
    }

    private Span<float> Own(Span<float> numbers, int member) => numbers.Slice(member * Input.Width, Input.Width);
}
