using MLNetDeep.Training;

namespace MLNetDeep;

/// <summary>What the numbers of a feature vector are.</summary>
internal static class CnnInput
{
    /// <summary>More than this many planes are rows of pixels.</summary>
    private const int MostColors = 4;

    /// <summary>The shape that the user gave, or that the column's type has.</summary>
    /// <exception cref="ArgumentException">The vector has another width, or no dimensions.</exception>
    public static InputShape Resolve(InputShape? given, DataSummary data)
    {
        int width = data.FeatureCount;
        if (given is null)
            return Read(data.Dimensions, width);
        InputShape shape = given.Width is null && width % given.Channels == 0
            ? InputShape.Signal(given.Channels, width / given.Channels, given.IsInterleaved)
            : given;
        return shape.Width is not null && shape.Count == width
            ? shape
            : throw new ArgumentException($"CnnOptions.InputShape must be of the {width} values of the feature vector, but was {given}.");
    }

    private static InputShape Read(IReadOnlyList<int> dimensions, int width) => dimensions switch
    {
        [var height, var length, <= MostColors and var channels] when height > MostColors => InputShape.Image(channels, height, length, true),
        [var channels, var height, var length] => InputShape.Image(channels, height, length),
        [var channels, var length] => InputShape.Signal(channels, length),
        _ => throw new ArgumentException(
            $"CnnOptions.InputShape must be given for a feature vector of {width} values without dimensions, for instance "
            + $"InputShape.Image(channels, height, width) or InputShape.Signal(), but was null."),
    };
}
