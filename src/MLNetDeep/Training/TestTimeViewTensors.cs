using MLNetDeep.Networks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>A view of rows in libtorch; its tensors belong to the dispose scope current when it is made.</summary>
internal sealed class TestTimeViewTensors
{
    private readonly TestTimeView _view;
    private readonly torch.Tensor? _rows;
    private readonly torch.Tensor? _columns;
    private readonly int _columnDimension;

    /// <param name="view">The view.</param>
    /// <param name="shape">Shape of a row.</param>
    public TestTimeViewTensors(TestTimeView view, IReadOnlyList<int> shape)
    {
        _view = view;
        _columnDimension = shape.Count - 1;
        GridMove move = view.Move(Grid.Of(shape));
        if (view.Dy != 0)
            _rows = Places(move.Rows);
        if (view.Dx != 0 || view.Flip)
            _columns = Places(move.Columns);
    }

    /// <summary>The view of some rows.</summary>
    public torch.Tensor Of(torch.Tensor input)
    {
        if (_rows is not null)
            input = input.index_select(1, _rows);
        return _columns is null ? input : input.index_select(_columnDimension, _columns);
    }

    /// <summary>The view's share in the mean.</summary>
    public torch.Tensor Weigh(torch.Tensor output) => output * _view.Weight;

    private static torch.Tensor Places(ReadOnlySpan<int> places)
    {
        long[] values = new long[places.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = places[i];
        return torch.tensor(values, torch.ScalarType.Int64);
    }
}
