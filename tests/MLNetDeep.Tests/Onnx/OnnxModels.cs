namespace MLNetDeep.Tests.Onnx;

/// <summary>All models that are exported in tests; each is fitted once.</summary>
internal static class OnnxModels
{
    public static IReadOnlyDictionary<string, Lazy<OnnxModel>> Tables { get; } = Once(OnnxTabularModels.All);

    public static IReadOnlyDictionary<string, Lazy<OnnxModel>> Images { get; } = Once(OnnxImageModels.All);

    public static IReadOnlyDictionary<string, Lazy<OnnxModel>> Sequences { get; } = Once(OnnxSequenceModels.All);

    public static IReadOnlyDictionary<string, Lazy<OnnxModel>> Forecasters { get; } = Once(OnnxForecastModels.All);

    public static IEnumerable<KeyValuePair<string, Lazy<OnnxModel>>> All => Tables.Concat(Images).Concat(Sequences).Concat(Forecasters);

    private static Dictionary<string, Lazy<OnnxModel>> Once(Dictionary<string, Func<OnnxModel>> models) =>
        models.ToDictionary(model => model.Key, model => new Lazy<OnnxModel>(model.Value));
}
