using System.Runtime.CompilerServices;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>The features of one part of the rows, handed out in batches. Its tensors belong to the dispose scope current when it is made.</summary>
internal abstract class FeatureBlock
{
    /// <summary>Rows that lie together.</summary>
    public abstract torch.Tensor Take(int start, int count);

    /// <summary>Chosen rows.</summary>
    /// <param name="rows">Their numbers, shape [rows].</param>
    /// <param name="rowsOnHost">The same.</param>
    public abstract torch.Tensor Take(torch.Tensor rows, ReadOnlySpan<long> rowsOnHost);

    /// <summary>Copies a row.</summary>
    public abstract void Copy(int row, Span<float> target);
}

/// <summary>Rows that are encoded already: one index_select a batch, no tensor for a row.</summary>
internal sealed class EncodedBlock : FeatureBlock
{
    private readonly int _width;
    private readonly float[] _values;
    private readonly torch.Tensor _features; // over the values

    public EncodedBlock(TensorTable encoded, int[] rows)
    {
        _width = encoded.Width;
        _values = Gather(encoded, rows);
        _features = Share(_values, rows.Length, _width);
    }

    public override torch.Tensor Take(int start, int count) => _features.narrow(0, start, count);

    public override torch.Tensor Take(torch.Tensor rows, ReadOnlySpan<long> rowsOnHost) => _features.index_select(0, rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Copy(int row, Span<float> target) => _values.AsSpan(row * _width, _width).CopyTo(target);

    /// <summary>Copies rows into an array of their own.</summary>
    public static float[] Gather(TensorTable table, int[] rows)
    {
        float[] values = new float[checked(rows.Length * table.Width)];
        for (int i = 0; i < rows.Length; i++)
            table.Row(rows[i]).CopyTo(values.AsSpan(i * table.Width));
        return values;
    }

    /// <summary>A tensor of rows that pins and shares an array.</summary>
    public static torch.Tensor Share(float[] values, int rowCount, int width)
    {
        using torch.Tensor flat = torch.from_array(values);
        return flat.view(rowCount, width);
    }
}

/// <summary>
/// Rows that are encoded as a batch asks for them, into one buffer: a batch is over when the next one is taken. Images stay bytes until
/// then.
/// </summary>
internal sealed class RawBlock(RawRows raw, int[] rows, InputEncoding encoding) : FeatureBlock
{
    private readonly long[] _rowShape = [.. encoding.OutputShape.Select(size => (long)size)];
    private float[] _buffer = [];

    public override torch.Tensor Take(int start, int count)
    {
        Reserve(count);
        for (int i = 0; i < count; i++)
            Encode(rows[start + i], i);
        return View(count);
    }

    public override torch.Tensor Take(torch.Tensor rowNumbers, ReadOnlySpan<long> rowsOnHost)
    {
        Reserve(rowsOnHost.Length);
        for (int i = 0; i < rowsOnHost.Length; i++)
            Encode(rows[rowsOnHost[i]], i);
        return View(rowsOnHost.Length);
    }

    public override void Copy(int row, Span<float> target) =>
        encoding.Encode(raw.CellsOf(rows[row]), raw.AreBytes, 1, target[..encoding.OutputWidth]);

    private void Encode(int row, int place) => encoding.Encode(
        raw.CellsOf(row), raw.AreBytes, 1, _buffer.AsSpan(place * encoding.OutputWidth, encoding.OutputWidth));

    private void Reserve(int count)
    {
        if (_buffer.Length < count * encoding.OutputWidth)
            _buffer = GC.AllocateArray<float>(checked(count * encoding.OutputWidth), pinned: true);
    }

    /// <summary>The first rows of the buffer, which the tensor shares.</summary>
    private torch.Tensor View(int count)
    {
        using torch.Tensor all = torch.from_array(_buffer);
        using torch.Tensor used = all.narrow(0, 0, count * encoding.OutputWidth);
        return used.view([count, .. _rowShape]);
    }
}
