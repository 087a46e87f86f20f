namespace Microsoft.ML;

public sealed class InputOutputColumnPair
{
    public InputOutputColumnPair(string outputColumnName, string? inputColumnName = null)
    {
        Contracts.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName ?? outputColumnName;
    }

    public string InputColumnName { get; }

    public string OutputColumnName { get; }

    internal static (string OutputColumnName, string InputColumnName)[] ConvertToValueTuples(InputOutputColumnPair[] pairs)
    {
        Contracts.CheckValue(pairs, nameof(pairs));
        return pairs.Select(p => (p.OutputColumnName, p.InputColumnName)).ToArray();
    }
}
