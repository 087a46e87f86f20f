namespace Microsoft.ML.Data;

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
    public const string Features = "Features", Label = "Label", Weight = "Weight", Score = "Score", Probability = "Probability",
        PredictedLabel = "PredictedLabel";
}
