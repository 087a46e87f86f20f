using Microsoft.ML.SearchSpace;

namespace MLNetDeep.AutoML;

/// <summary>What the values of one option of a search space are.</summary>
internal enum DimensionKind
{
    Double,
    Single,
    Integer,
    Category,
}

/// <summary>
/// One option of a search space that has more than one value. Values are numbers: of a category its position among the choices. A value
/// of NaN says that the option has no effect, or is unknown.
/// </summary>
internal sealed record SpaceDimension
{
    /// <summary>The keys from the outermost space inward.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    public required DimensionKind Kind { get; init; }

    /// <summary>Whether numbers are uniform in their logarithm.</summary>
    public bool IsLog { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    /// <summary>The values of a category; empty for numbers.</summary>
    public IReadOnlyList<Parameter> Choices { get; init; } = [];

    public required double Default { get; init; }

    public string Name => string.Join('.', Path);

    public bool IsCategory => Kind == DimensionKind.Category;

    /// <summary>Whether the values can be counted.</summary>
    public bool IsDiscrete => Kind is DimensionKind.Integer or DimensionKind.Category;

    /// <summary>How many values there are; infinite for real numbers.</summary>
    public double Count => IsDiscrete ? High - Low + 1 : double.PositiveInfinity;

    /// <summary>
    /// The coordinate of a value in [0, 1]. Whole numbers and categories are the middles of cells that fill the interval (of a logarithmic
    /// whole number, the cell of n is that of the reals from n - 1/2 to n + 1/2), so that every value has its share.
    /// </summary>
    public double ToUnit(double value)
    {
        double low = Bend(Low - Margin);
        return Math.Clamp((Bend(Math.Clamp(value, Low - Margin, High + Margin)) - low) / (Bend(High + Margin) - low), 0, 1);
    }

    /// <summary>The value of a coordinate, which may lie outside [0, 1].</summary>
    public double FromUnit(double unit)
    {
        double low = Bend(Low - Margin);
        double bent = low + Math.Clamp(unit, 0, 1) * (Bend(High + Margin) - low);
        double value = IsLog ? Math.Exp(bent) : bent;
        return Math.Clamp(Kind switch
        {
            DimensionKind.Single => (float)value,
            DimensionKind.Double => value,
            _ => Math.Round(value, MidpointRounding.AwayFromZero),
        }, Low, High);
    }

    /// <summary>The interval of coordinates that belongs to a value of a discrete option.</summary>
    public (double From, double To) Cell(double value) => (ToUnit(value - 0.5), ToUnit(value + 0.5));

    /// <summary>The parameter that holds a value.</summary>
    public Parameter ToParameter(double value) => Kind switch
    {
        DimensionKind.Double => Parameter.FromDouble(value),
        DimensionKind.Single => Parameter.FromFloat((float)value),
        DimensionKind.Integer => Parameter.FromInt((int)value),
        _ => Choices[(int)value],
    };

    /// <summary>The value that a parameter holds, moved into the range; NaN for what is no choice.</summary>
    public double FromParameter(Parameter parameter)
    {
        if (Kind != DimensionKind.Category)
            return Math.Clamp(Kind == DimensionKind.Single ? parameter.AsType<float>() : parameter.AsType<double>(), Low, High);
        for (int i = 0; i < Choices.Count; i++)
        {
            if (Choices[i].Equals(parameter))
                return i;
        }

        return double.NaN;
    }

    private double Margin => IsDiscrete ? 0.5 : 0;

    private double Bend(double value) => IsLog ? Math.Log(value) : value;
}
