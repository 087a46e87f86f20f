namespace Microsoft.ML.Data
{
    internal interface IInternalCatalog
    {
        IHostEnvironment Environment { get; }
    }

    internal static class CatalogUtils
    {
        public static IHostEnvironment GetEnvironment(this IInternalCatalog catalog) =>
            Contracts.CheckRef(catalog, nameof(catalog)).Environment;
    }

    internal static class DefaultColumnNames
    {
        public const string Features = "Features";
        public const string Label = "Label";
        public const string Weight = "Weight";
        public const string Score = "Score";
        public const string Probability = "Probability";
        public const string PredictedLabel = "PredictedLabel";
    }
}

namespace Microsoft.ML
{
    public sealed class InputOutputColumnPair
    {
        public InputOutputColumnPair(string outputColumnName, string? inputColumnName = null)
        {
            OutputColumnName = Contracts.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
            InputColumnName = inputColumnName ?? outputColumnName;
        }

        public string InputColumnName { get; }
        public string OutputColumnName { get; }

        internal static (string OutputColumnName, string InputColumnName)[] ConvertToValueTuples(InputOutputColumnPair[] pairs) =>
            Array.ConvertAll(Contracts.CheckRef(pairs, nameof(pairs)), p => (p.OutputColumnName, p.InputColumnName));
    }
}
