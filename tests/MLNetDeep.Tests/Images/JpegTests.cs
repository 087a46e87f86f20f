using System.Text.Json;
using MLNetDeep.Fuzz.Mutation;
using MLNetDeep.Images;

namespace MLNetDeep.Tests.Images;

/// <summary>JPEG files agree with libjpeg-turbo, and damaged or unusual ones are refused with the reason.</summary>
public sealed class JpegTests
{
    private static readonly JsonElement Golden = LoadGolden();

    public static TheoryData<string> Names =>
        [.. Golden.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()!)];

    internal static byte[] Some => Golden.GetProperty("files")[3].GetProperty("jpeg").GetBytesFromBase64();

    [Theory]
    [MemberData(nameof(Names))]
    public void ReadsAsLibjpegDoes(string name)
    {
        var file = Golden.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name);
        var image = Read(file.GetProperty("jpeg").GetBytesFromBase64());
        Assert.Equal(Golden.GetProperty("width").GetInt32(), image.Width);
        Assert.Equal(Golden.GetProperty("height").GetInt32(), image.Height);
        Assert.Equal(file.GetProperty("channels").GetInt32(), image.Channels);
        var expected = file.GetProperty("pixels").GetBytesFromBase64();
        var differences = expected.Zip(image.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).ToArray();
        Assert.Equal(expected.Length, image.Pixels.Length);
        // The transform may round the last bit otherwise, and chroma carries that to three levels.
        Assert.InRange(differences.Max(), 0, 3);
        Assert.InRange(differences.Average(), 0, 0.1);
    }

    [Fact]
    public void WhatIsNotSupportedIsNamed()
    {
        Refused("The JPEG is of kind 9 (lossless, hierarchical or arithmetic), which is not supported: save it as a usual JPEG or as PNG.",
            Golden.GetProperty("arithmetic").GetBytesFromBase64());
        Refused("The JPEG is in four colours (CMYK), which are not supported: save it in RGB.",
            Golden.GetProperty("cmyk").GetBytesFromBase64());
        var frame = Find(0xC0);
        Refused("The JPEG has 12 bits a sample, and only 8 are supported.", With(frame + 4, 12));
        Refused("The JPEG has 2 colours.", With(frame + 9, 2));
        Refused("The JPEG's size is 27 x 0.", With(frame + 6, 0));
    }

    [Fact]
    public void DamageIsNamed()
    {
        Refused("The JPEG is cut off.", [0xFF, 0xD8]);
        Refused("The JPEG is cut off.", Some[..^2]);
        Refused("The JPEG is cut off: its compressed pixels end too early.", [.. Some[..^60], 0xFF, 0xD9]);
        Refused("The JPEG has no pixels.", [0xFF, 0xD8, 0xFF, 0xD9]);
        Refused("The JPEG has a segment of less than no length.", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1]);
        Refused("The JPEG's quantisation table is damaged.", With(Find(0xDB) + 4, 0x2F));
        Refused("The JPEG's Huffman table is damaged.", With(Find(0xC4) + 4, 0x25));
        // Three codes of one bit, taken from those of three bits.
        var overfull = With(Find(0xC4) + 5, 3);
        overfull[Find(0xC4) + 7] -= 3;
        Refused("The JPEG's Huffman table has too many codes.", overfull);
        Refused("The JPEG's scan header is damaged.", With(Find(0xDA) + 5, 77));
        Refused("The JPEG lacks a Huffman table.", With(Find(0xDA) + 6, 0x33));
        Refused("The JPEG lacks a quantisation table.", With(Find(0xC0) + 12, 3));
        var huge = Some;
        foreach (var at in new[] { 5, 6, 7, 8 })
            huge[Find(0xC0) + at] = 0x1F;
        Refused($"The JPEG is cut off: its 7967 x 7967 pixels cannot come from {huge.Length - 2} bytes.", huge);
    }

    [Fact]
    public void DamagedFilesAreReadOrRefused()
    {
        var random = new Random(9);
        var files = Golden.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("jpeg").GetBytesFromBase64()).ToArray();
        var refused = 0;
        for (var i = 0; i < 1_500; i++)
        {
            var file = ByteDamage.Of(files[random.Next(files.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Read(file);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i} ended in {e}");
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8_000_000);
        }
        Assert.InRange(refused, 250, 1_499);
    }

    private static int Find(byte marker) => Some.AsSpan().IndexOf(stackalloc byte[] { 0xFF, marker });

    private static byte[] With(int at, byte value)
    {
        var file = Some;
        file[at] = value;
        return file;
    }

    private static Image Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return Image.Read(stream);
    }

    private static void Refused(string message, byte[] file) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Read(file)).Message);

    private static JsonElement LoadGolden()
    {
        using var stream = typeof(JpegTests).Assembly.GetManifestResourceStream("MLNetDeep.Tests.Images.jpeg_golden.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
