using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Looks at data; for debugging.</summary>
public static class DebuggerExtensions
{
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows) => new(data, maxRows);

    public static DataDebuggerPreview Preview(
        this ITransformer transformer, IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows)
    {
        Contracts.CheckValue(transformer, nameof(transformer));
        return new(transformer.Transform(data), maxRows);
    }
}
