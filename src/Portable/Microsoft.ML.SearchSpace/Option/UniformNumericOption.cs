namespace Microsoft.ML.SearchSpace.Option;

/// <summary>A number between bounds, uniform or uniform in its logarithm.</summary>
public abstract class UniformNumericOption : OptionBase
{
    // Bounds are not checked, and the official release does not either: its assertions are compiled into debug builds only.
    public UniformNumericOption(double min, double max, bool logBase = false)
    {
        (Min, Max, LogBase) = (min, max, logBase);
        base.Default = [0];
    }

    public double Min { get; }
    public double Max { get; }
    public bool LogBase { get; }
    public override int FeatureSpaceDim => 1;
    public override int?[] Step => [null];
    public override double[] MappingToFeatureSpace(Parameter param) => [Position(param.AsType<double>())];
    public override Parameter SampleFromFeatureSpace(double[] values) => Parameter.FromDouble(At(values[0]));

    private protected void SetDefault(double value) => base.Default = [Position(value)];

    private protected double At(double position) => LogBase ? Min * Math.Pow(Max / Min, position) : Min + (Max - Min) * position;

    // Two quotients, as in the official package: their difference is the last digit of a default on record.
    private protected double Position(double value)
    {
        if (!LogBase)
            return value / (Max - Min) - Min / (Max - Min);
        var width = Math.Log(Max) - Math.Log(Min);
        return Math.Log(value) / width - Math.Log(Min) / width;
    }
}

/// <summary>A double between bounds.</summary>
public sealed class UniformDoubleOption : UniformNumericOption
{
    public UniformDoubleOption(double min, double max, bool logBase = false, double? defaultValue = null)
        : base(min, max, logBase)
    {
        if (defaultValue is { } value)
            SetDefault(value);
    }
}

/// <summary>A float between bounds.</summary>
public sealed class UniformSingleOption : UniformNumericOption
{
    public UniformSingleOption(float min, float max, bool logBase = false, float? defaultValue = null)
        : base(min, max, logBase)
    {
        if (defaultValue is { } value)
            SetDefault(value);
    }

    public override double[] MappingToFeatureSpace(Parameter param) => [Position(param.AsType<float>())];
    public override Parameter SampleFromFeatureSpace(double[] values) => Parameter.FromFloat((float)At(values[0]));
}

/// <summary>A whole number between bounds, rounded down.</summary>
public sealed class UniformIntOption : UniformNumericOption
{
    public UniformIntOption(int min, int max, bool logBase = false, int? defaultValue = null)
        : base(min, max, logBase)
    {
        if (defaultValue is { } value)
            SetDefault(value);
    }

    public override double[] MappingToFeatureSpace(Parameter param) => [Position(param.AsType<int>())];
    public override Parameter SampleFromFeatureSpace(double[] values) => Parameter.FromInt(Convert.ToInt32(Math.Floor(At(values[0]))));
}
