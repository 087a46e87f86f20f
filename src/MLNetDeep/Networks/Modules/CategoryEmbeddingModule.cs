using TorchSharp;

namespace MLNetDeep.Networks.Modules;

/// <summary>Looks up a vector for each column's category; one table holds the vectors of all columns.</summary>
internal sealed class CategoryEmbeddingModule : LayerModule
{
    private readonly torch.Tensor _weight;
    private readonly torch.Tensor _counts; // [columns]
    private readonly torch.Tensor _starts; // [columns], where a column's vectors begin
    private readonly long _outputWidth;

    public CategoryEmbeddingModule(CategoryEmbeddingSpec spec, ModuleContext context)
    {
        _weight = context["weight"];
        _outputWidth = (long)spec.CategoryCounts.Count * spec.EmbeddingSize;
        long[] starts = new long[spec.CategoryCounts.Count];
        for (int i = 1; i < starts.Length; i++)
            starts[i] = starts[i - 1] + spec.CategoryCounts[i - 1] + 1;
        _starts = torch.tensor(starts, torch.ScalarType.Int64);
        _counts = torch.tensor([.. spec.CategoryCounts.Select(count => (float)count)], torch.ScalarType.Float32);
    }

    public override torch.Tensor Forward(torch.Tensor input, Pass pass)
    {
        torch.Tensor known = input * input.le(_counts) * input.ge(0);
        torch.Tensor index = known.to(torch.ScalarType.Int64) + _starts; // [rows, columns]
        return _weight.index_select(0, index.flatten()).view(-1, _outputWidth);
    }
}
