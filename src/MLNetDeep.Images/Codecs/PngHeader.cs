using System.Buffers.Binary;

namespace MLNetDeep.Images.Codecs;

/// <summary>What a PNG's IHDR chunk says.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColor Color, bool IsInterlaced)
{
    public const int ByteCount = 13;

    /// <summary>Samples of a pixel as stored: a palette's index is one.</summary>
    public int SampleCount => Color switch { PngColor.Rgb => 3, PngColor.RgbAlpha => 4, PngColor.GreyAlpha => 2, _ => 1 };

    public int BitsPerPixel => SampleCount * BitDepth;

    /// <summary>How far back a filter looks, in bytes.</summary>
    public int FilterDistance => Math.Max(1, BitsPerPixel / 8);

    /// <summary>Reads and checks the chunk.</summary>
    /// <exception cref="InvalidDataException">It is not what PNG allows, or not what is supported.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        var (depth, color, interlace) = ((int)chunk[8], (PngColor)chunk[9], chunk[12]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new InvalidDataException($"The PNG's size is {width} x {height}.");
        if (depth == 16)
            throw new InvalidDataException("The PNG has 16 bits a sample, which are not supported: save it with 8.");
        var isAllowed = color switch
        {
            PngColor.Grey or PngColor.Palette => depth is 1 or 2 or 4 or 8,
            PngColor.Rgb or PngColor.GreyAlpha or PngColor.RgbAlpha => depth == 8,
            _ => false,
        };
        if (!isAllowed)
            throw new InvalidDataException($"The PNG's colour type {(int)color} with {depth} bits a sample does not exist.");
        if (chunk[10] != 0 || chunk[11] != 0 || interlace > 1)
            throw new InvalidDataException($"The PNG's methods of compression, filtering and interlacing ({chunk[10]}, {chunk[11]}, " +
                $"{interlace}) do not exist.");
        return new PngHeader((int)width, (int)height, depth, color, interlace == 1);
    }

    /// <summary>The smaller pictures that an interlaced one is stored as; a plain one is stored whole.</summary>
    public PngPass[] Passes()
    {
        if (!IsInterlaced)
            return [new PngPass(0, 0, 1, 1, Width, Height)];
        ReadOnlySpan<(int X, int Y, int StepX, int StepY)> grid =
            [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        var passes = new List<PngPass>();
        foreach (var (x, y, stepX, stepY) in grid)
        {
            var (width, height) = (Count(Width, x, stepX), Count(Height, y, stepY));
            if (width > 0 && height > 0)
                passes.Add(new PngPass(x, y, stepX, stepY, width, height));
        }
        return [.. passes];

        static int Count(int size, int first, int step) => size <= first ? 0 : ((size - first - 1) / step) + 1;
    }

    /// <summary>Bytes of a row of so many pixels, without its filter's number.</summary>
    public long RowByteCount(int width) => (((long)width * BitsPerPixel) + 7) / 8;
}

/// <summary>How a PNG stores colour.</summary>
internal enum PngColor
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}

/// <summary>Every so many pixels of a picture, stored together.</summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Width, int Height);
