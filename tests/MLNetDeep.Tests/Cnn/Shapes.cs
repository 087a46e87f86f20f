using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Cnn;

/// <summary>Small images of four shapes, in grey, at random places and with noise.</summary>
internal static class Shapes
{
    public const int Size = 12;

    /// <summary>Images as bytes.</summary>
    public static Image[] Images(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Draw(i % 4, random))];
    }

    /// <summary>The images as a data view with a key label.</summary>
    public static IDataView Bytes(MLContext ml, IEnumerable<Image> images) => WithKey(ml, ml.Data.LoadFromEnumerable(images));

    /// <summary>The same as floats.</summary>
    public static IDataView Floats(MLContext ml, IEnumerable<Image> images) => WithKey(ml, ml.Data.LoadFromEnumerable(
        images.Select(image => new FloatImage { Features = [.. image.Features.Select(pixel => (float)pixel)], Name = image.Name })));

    private static IDataView WithKey(MLContext ml, IDataView data) =>
        ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);

    /// <summary>The images whose names another table has, under its names: another task on the same pictures.</summary>
    public static Image[] Renamed(IEnumerable<Image> images, IReadOnlyDictionary<string, string> names) =>
        [.. images.Select(image => new Image { Features = image.Features, Name = names[image.Name] })];

    private static Image Draw(int shape, Random random)
    {
        var pixels = new byte[Size * Size];
        (int top, int left) = (random.Next(Size - 6), random.Next(Size - 6));
        for (int i = 0; i < 6; i++)
        {
            (int y, int x) = shape switch { 0 => (3, i), 1 => (i, 3), 2 => (i, i), _ => (i, 5 - i) };
            pixels[(top + y) * Size + left + x] = 200;
        }

        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(pixels[i] + random.Next(50));
        return new Image { Features = pixels, Name = "-|\\/"[shape].ToString() };
    }

    public sealed class Image
    {
        [VectorType(1, Size, Size)]
        public byte[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }

    public sealed class FloatImage
    {
        [VectorType(1, Size, Size)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }
}
