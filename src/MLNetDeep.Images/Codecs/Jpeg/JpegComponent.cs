using System.Runtime.Intrinsics;

namespace MLNetDeep.Images.Codecs.Jpeg;

/// <summary>One of a JPEG's colours: its blocks of 8 x 8 frequencies, and in the end its samples.</summary>
/// <param name="id">Its name in scans.</param>
/// <param name="across">Blocks across in an interleaved unit.</param>
/// <param name="down">Blocks down in an interleaved unit.</param>
/// <param name="quantizer">Number of its quantisation table.</param>
internal sealed class JpegComponent(byte id, int across, int down, int quantizer)
{
    public const int BlockSize = 64;
    private const int Side = 8;

    /// <summary>Where the frequencies of a block stand in a block by rows, from low to high (T.81, figure A.6).</summary>
    public static readonly byte[] ZigZag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    // The basis of the cosine transform: [frequency, place].
    private static readonly float[] Basis = [.. Enumerable.Range(0, BlockSize).Select(i => (float)(
        (i / Side == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos(((2 * (i % Side)) + 1) * (i / Side) * Math.PI / 16)))];

    private short[] _frequencies = [];

    public byte Id => id;

    public int Across => across;

    public int Down => down;

    public int Quantizer => quantizer;

    /// <summary>Samples in a row that count; those in the rest of the last block do not.</summary>
    public int Width { get; private set; }

    /// <summary>Rows that count.</summary>
    public int Height { get; private set; }

    /// <summary>Blocks in a row, with those that only fill up an interleaved unit.</summary>
    public int BlocksAcross { get; private set; }

    public int BlocksDown { get; private set; }

    /// <summary>The last block's mean, from which the next one's differs; of the scan that is being read.</summary>
    public int Mean { get; set; }

    /// <summary>The frequencies of a block, by rows.</summary>
    public Span<short> Block(int x, int y) => _frequencies.AsSpan(((y * BlocksAcross) + x) * BlockSize, BlockSize);

    /// <summary>Makes room.</summary>
    public void Allocate(int width, int height, int unitsAcross, int unitsDown)
    {
        (Width, Height, BlocksAcross, BlocksDown) = (width, height, unitsAcross * across, unitsDown * down);
        _frequencies = new short[BlocksAcross * BlocksDown * BlockSize];
    }

    /// <summary>Turns the frequencies into samples.</summary>
    /// <param name="steps">What each frequency is multiplied by, in zigzag order.</param>
    /// <returns>Shape [height, width].</returns>
    public byte[] ToSamples(ushort[] steps)
    {
        var samples = new byte[Width * Height];
        Span<float> block = stackalloc float[BlockSize];
        Span<float> between = stackalloc float[BlockSize];
        for (var y = 0; y < (Height + Side - 1) / Side; y++)
        {
            for (var x = 0; x < (Width + Side - 1) / Side; x++)
            {
                var stored = Block(x, y);
                for (var k = 0; k < BlockSize; k++)
                    block[ZigZag[k]] = stored[ZigZag[k]] * (float)steps[k];
                // Columns, and the result turned over; then what were rows, and turned back.
                Transform(block, between);
                Transform(between, block);
                Place(block, samples, x * Side, y * Side);
            }
        }
        return samples;
    }

    private static void Transform(ReadOnlySpan<float> source, Span<float> target)
    {
        for (var line = 0; line < Side; line++)
        {
            var sum = Vector256<float>.Zero;
            for (var frequency = 0; frequency < Side; frequency++)
                sum += source[(frequency * Side) + line] * Vector256.Create(Basis, frequency * Side);
            sum.CopyTo(target[(line * Side)..]);
        }
    }

    private void Place(ReadOnlySpan<float> block, byte[] samples, int left, int top)
    {
        for (var y = 0; y < Math.Min(Side, Height - top); y++)
        {
            for (var x = 0; x < Math.Min(Side, Width - left); x++)
                samples[((top + y) * Width) + left + x] = (byte)Math.Clamp(block[(y * Side) + x] + 128.5f, 0, 255);
        }
    }
}
