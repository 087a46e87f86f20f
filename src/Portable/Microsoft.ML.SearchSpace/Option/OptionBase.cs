namespace Microsoft.ML.SearchSpace.Option;

/// <summary>Something a tuner chooses, as a map from the unit cube to parameters and back.</summary>
public abstract class OptionBase
{
    protected OptionBase()
    {
    }

    public abstract double[] MappingToFeatureSpace(Parameter value);
    public abstract Parameter SampleFromFeatureSpace(double[] values);
    public abstract int FeatureSpaceDim { get; }
    public virtual double[]? Default { get; protected set; }

    /// <summary>For each dimension the number of points of its grid; null where any number will do.</summary>
    public abstract int?[] Step { get; }
}
