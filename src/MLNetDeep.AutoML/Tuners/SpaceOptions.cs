using System.Globalization;
using Microsoft.ML.SearchSpace.Option;

namespace MLNetDeep.AutoML;

/// <summary>Makes dimensions of ML.NET's options.</summary>
internal static class SpaceOptions
{
    // Differences of coordinates that are rounding: options keep their default as a coordinate only.
    private const double Rounding = 1e-12;

    public static SpaceDimension ToDimension(OptionBase option, IReadOnlyList<string> path) => option switch
    {
        ChoiceOption choice => OfChoice(choice, path),
        UniformNumericOption number => OfNumber(number, path),
        _ => throw new ArgumentException(
            $"SearchSpace['{string.Join('.', path)}'] must be a range, a choice or a nested space, but was {option.GetType().Name}."),
    };

    private static SpaceDimension OfChoice(ChoiceOption option, IReadOnlyList<string> path)
    {
        double[] start = option.Default ?? [];
        double Distance(int i) => Math.Abs(option.MappingToFeatureSpace(option.Choices[i])[0] - start[0]);
        int position = start.Length == 0 ? 0 : Enumerable.Range(0, option.Choices.Length).MinBy(Distance);
        return new SpaceDimension
        {
            Path = path,
            Kind = DimensionKind.Category,
            Low = 0,
            High = option.Choices.Length - 1,
            Choices = option.Choices,
            Default = position,
        };
    }

    private static SpaceDimension OfNumber(UniformNumericOption option, IReadOnlyList<string> path)
    {
        string name = string.Join('.', path);
        if (!double.IsFinite(option.Min) || !double.IsFinite(option.Max) || option.Min > option.Max)
            throw new ArgumentException($"SearchSpace['{name}'] must be a range of finite numbers, but was {option.Min} to {option.Max}.");
        if (option.LogBase && option.Min <= 0)
            throw new ArgumentException($"SearchSpace['{name}'] must begin above 0 to be logarithmic, but began at {option.Min}.");
        var dimension = new SpaceDimension
        {
            Path = path,
            Kind = option switch
            {
                UniformIntOption => DimensionKind.Integer,
                UniformSingleOption => DimensionKind.Single,
                _ => DimensionKind.Double,
            },
            IsLog = option.LogBase,
            Low = option.Min,
            High = option.Max,
            Default = option.Min,
        };
        return option.Min == option.Max ? dimension : dimension with { Default = FindDefault(option, dimension.Kind) };
    }

    private static double FindDefault(UniformNumericOption option, DimensionKind kind)
    {
        double position = option.Default is [var given] && double.IsFinite(given) ? Math.Clamp(given, 0, 1) : 0;
        double value = option.LogBase
            ? Math.Exp(Math.Log(option.Min) + position * (Math.Log(option.Max) - Math.Log(option.Min)))
            : option.Min + position * (option.Max - option.Min);
        if (kind == DimensionKind.Integer)
            return Math.Clamp(Math.Round(value, MidpointRounding.AwayFromZero), option.Min, option.Max);
        // The shortest number of this coordinate is the one that somebody wrote: 0.001, not 0.0010000000000000002.
        for (int digits = 1; digits <= 15; digits++)
        {
            double shorter = Round(value, digits);
            if (Math.Abs(Position(option, shorter) - position) <= Rounding)
            {
                value = shorter;
                break;
            }
        }

        value = Math.Clamp(value, option.Min, option.Max);
        return kind == DimensionKind.Single ? (float)value : value;
    }

    private static double Position(UniformNumericOption option, double value) => option.LogBase
        ? (Math.Log(value) - Math.Log(option.Min)) / (Math.Log(option.Max) - Math.Log(option.Min))
        : (value - option.Min) / (option.Max - option.Min);

    private static double Round(double value, int digits) =>
        double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
