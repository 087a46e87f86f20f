namespace Microsoft.ML.SearchSpace.Option;

/// <summary>One of several values, all equally likely; a single one takes no dimension.</summary>
public sealed class ChoiceOption : OptionBase
{
    public ChoiceOption(params object[] choices)
    {
        Choices = [.. choices.Distinct().Select(Parameter.FromObject)];
        Default = new double[FeatureSpaceDim];
    }

    public ChoiceOption(object[] choices, object? defaultChoice)
        : this(choices)
    {
        if (defaultChoice != null)
            Default = MappingToFeatureSpace(Parameter.FromObject(defaultChoice));
    }

    public Parameter[] Choices { get; }
    public override int FeatureSpaceDim => Choices.Length == 1 ? 0 : 1;
    public override int?[] Step => [Choices.Length];

    public override double[] MappingToFeatureSpace(Parameter param)
        => FeatureSpaceDim == 0 ? [] : [Array.IndexOf(Choices, param) / (double)Choices.Length];

    // In single precision, as officially: 0.3333333333333333 of three choices is the second, not the first.
    public override Parameter SampleFromFeatureSpace(double[] values)
        => values.Length == 0 ? Choices[0] : Choices[Math.Min((int)MathF.Floor((float)(Choices.Length * values[0])), Choices.Length - 1)];
}
