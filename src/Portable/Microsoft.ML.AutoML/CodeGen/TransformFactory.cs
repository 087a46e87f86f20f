namespace Microsoft.ML.AutoML.CodeGen;

/// <summary>Transforms that keep their columns' names, with the options that describe them.</summary>
internal static class TransformFactory
{
    public static SweepableEstimator ReplaceMissing(string[] names) => SweepableEstimator.Create(
        EstimatorType.ReplaceMissingValues,
        (context, option) => context.Transforms.ReplaceMissingValues(Pairs(option.OutputColumnNames!, option.InputColumnNames!)),
        new ReplaceMissingValueOption { OutputColumnNames = names, InputColumnNames = names });

    public static SweepableEstimator Convert(string[] names) => SweepableEstimator.Create(
        EstimatorType.ConvertType,
        (context, option) => context.Transforms.Conversion.ConvertType(
            Pairs(option.OutputColumnNames!, option.InputColumnNames!), option.TargetType),
        new ConvertTypeOption { OutputColumnNames = names, InputColumnNames = names });

    public static SweepableEstimator OneHot(string[] names) => SweepableEstimator.Create(
        EstimatorType.OneHotEncoding,
        (context, option) => context.Transforms.Categorical.OneHotEncoding(Pairs(option.OutputColumnNames!, option.InputColumnNames!)),
        new OneHotOption { OutputColumnNames = names, InputColumnNames = names });

    public static SweepableEstimator OneHotHash(string[] names) => SweepableEstimator.Create(
        EstimatorType.OneHotHashEncoding,
        (context, option) => context.Transforms.Categorical.OneHotHashEncoding(Pairs(option.OutputColumnNames!, option.InputColumnNames!)),
        new OneHotOption { OutputColumnNames = names, InputColumnNames = names });

    public static SweepableEstimator Text(string name) => SweepableEstimator.Create(
        EstimatorType.FeaturizeText,
        (context, option) => context.Transforms.Text.FeaturizeText(option.OutputColumnName!, option.InputColumnName!),
        new FeaturizeTextOption { InputColumnName = name, OutputColumnName = name });

    public static SweepableEstimator Concat(string output, string[] names) => SweepableEstimator.Create(
        EstimatorType.Concatenate,
        (context, option) => context.Transforms.Concatenate(option.OutputColumnName!, option.InputColumnNames!),
        new ConcatOption { InputColumnNames = names, OutputColumnName = output });

    private static InputOutputColumnPair[] Pairs(string[] outputs, string[] inputs)
        => [.. outputs.Zip(inputs, (output, input) => new InputOutputColumnPair(output, input))];
}
