using System.Runtime.CompilerServices;

namespace MLNetDeep.Training.Managed;

/// <summary>y = factor x Wᵀ + b.</summary>
internal sealed class LinearLayer : ManagedLayer
{
    private readonly MatrixProduct _products;
    private readonly ManagedTensor _weight; // [outputs, inputs]
    private readonly ManagedTensor? _bias;
    private readonly float _factor;

    /// <param name="context">What the layer is made from.</param>
    /// <param name="outputs">Numbers it puts out.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <param name="factor">What the product is multiplied by.</param>
    public LinearLayer(ManagedContext context, int outputs, ManagedTensor? bias, float factor = 1)
        : base(context.Input, context.Output(outputs, context["weight"], bias))
    {
        (_products, _weight, _bias, _factor) = (context.Products, context["weight"], bias, factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(bool isTraining)
    {
        int rows = Input.RowCount;
        Output.Reserve(rows, isTraining);
        if (_bias is not null)
            for (int row = 0; row < rows; row++)
                _bias.Values.CopyTo(Output.Row(row));
        _products.Run(
            Input.ValueMatrix, _weight.Matrix(Input.Width).Transposed, Output.ValueMatrix, rows, Output.Width, Input.Width,
            adds: _bias is not null, _factor);
    }

    public override void Backward()
    {
        int rows = Output.RowCount;
        if (_bias is { IsTrained: true })
            Columns.Sum(Output.Gradients, Output.Stride, rows, _bias.Gradients);
        if (_weight.IsTrained)
        {
            _products.Run(
                Output.GradientMatrix.Transposed, Input.ValueMatrix, _weight.GradientMatrix(Input.Width), Output.Width, Input.Width, rows,
                scale: _factor);
        }

        if (Input.NeedsGradients)
        {
            _products.Run(
                Output.GradientMatrix, _weight.Matrix(Input.Width), Input.GradientMatrix, rows, Input.Width, Output.Width,
                scale: _factor);
        }
    }
}

/// <summary>A linear layer for each member of an ensemble; row i of member m is at i × members + m.</summary>
internal sealed class MemberLinearLayer : ManagedLayer
{
    private readonly MatrixProduct _products;
    private readonly ManagedTensor _weight; // [members, outputs, inputs]
    private readonly ManagedTensor _bias; // [members, outputs]
    private readonly int _members;

    public MemberLinearLayer(ManagedContext context, int outputs)
        : base(context.Input, context.Output(outputs, context["weight"], context["bias"]))
    {
        (_products, _weight, _bias, _members) = (context.Products, context["weight"], context["bias"], context.InputShape[0]);
    }

    public override void Forward(bool isTraining)
    {
        Output.Reserve(Input.RowCount, isTraining);
        for (int row = 0; row < Input.RowCount; row++)
            _bias.Values.Slice(row % _members * Output.Width, Output.Width).CopyTo(Output.Row(row));
        for (int member = 0; member < _members; member++)
        {
            _products.Run(
                Own(Input.Values, Input, member), Weights(_weight.Matrix(Input.Width), member).Transposed,
                Own(Output.Values, Output, member), Input.RowCount / _members, Output.Width, Input.Width, adds: true);
        }
    }

    public override void Backward()
    {
        int rows = Output.RowCount / _members;
        for (int member = 0; member < _members; member++)
        {
            if (_bias.IsTrained)
            {
                Columns.Sum(
                    Output.Gradients.AsSpan(member * Output.Stride), _members * Output.Stride, rows,
                    _bias.Gradients.Slice(member * Output.Width, Output.Width));
            }

            if (_weight.IsTrained)
            {
                _products.Run(
                    Own(Output.Gradients, Output, member).Transposed, Own(Input.Values, Input, member),
                    Weights(_weight.GradientMatrix(Input.Width), member), Output.Width, Input.Width, rows);
            }

            if (Input.NeedsGradients)
            {
                _products.Run(
                    Own(Output.Gradients, Output, member), Weights(_weight.Matrix(Input.Width), member),
                    Own(Input.Gradients, Input, member), rows, Input.Width, Output.Width);
            }
        }
    }

    private Matrix Own(float[] values, Block block, int member) => new(values, member * block.Stride, _members * block.Stride);

    private Matrix Weights(Matrix all, int member) => all with { Start = all.Start + member * Output.Width * Input.Width };
}
