using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using MLNetDeep.Fuzz.Mutation;
using MLNetDeep.Images;
using MLNetDeep.Tests.Cli;

namespace MLNetDeep.Tests.Images;

/// <summary>PNG files agree with Pillow, and damaged ones are refused with the reason.</summary>
public sealed class PngTests
{
    private static readonly JsonElement Golden = LoadGolden();

    public static TheoryData<string> Names =>
        [.. Golden.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()!)];

    internal static IEnumerable<byte[]> Files => Golden.GetProperty("files").EnumerateArray().Select(f => Bytes(f, "png"));

    [Theory]
    [MemberData(nameof(Names))]
    public void ReadsAsPillowDoes(string name)
    {
        var file = Golden.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name);
        using var stream = new MemoryStream([.. Bytes(file, "png"), 1, 2, 3]);
        var image = Image.Read(stream);
        Assert.Equal(file.GetProperty("channels").GetInt32(), image.Channels);
        Assert.Equal(Bytes(file, "pixels"), image.Pixels.ToArray());
        Assert.Equal(stream.Length - 3, stream.Position);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void WritesWhatItReads(int channels)
    {
        var pixels = new byte[37 * 21 * channels];
        new Random(channels).NextBytes(pixels.AsSpan(pixels.Length / 2));
        using var folder = new TestFolder();
        new Image(37, 21, channels, pixels).WritePng(folder.At("a.png"));
        var again = Image.Read(folder.At("a.png"));
        Assert.Equal((37, 21, channels), (again.Width, again.Height, again.Channels));
        Assert.Equal(pixels, again.Pixels.ToArray());
    }

    [Fact]
    public void SmoothPicturesShrinkToALittle()
    {
        var ramp = new Image(256, 256, 3, [.. Enumerable.Range(0, 256 * 256 * 3).Select(i => (byte)((i / 3 % 256) + (i / 768)))]);
        Assert.InRange(Write(ramp).Length, 100, 2_000);
    }

    [Fact]
    public void GreyIsPillowsGrey()
    {
        var source = Golden.GetProperty("source");
        var image = new Image(13, 10, 3, Bytes(source, "pixels"));
        Assert.Equal(Bytes(source, "grey"), image.WithChannels(1).Pixels.ToArray());
    }

    [Fact]
    public void WhatIsTransparentShowsWhite()
    {
        var image = new Image(3, 1, 2, [0, 255, 0, 0, 100, 51]);
        Assert.Equal([0, 255, 224], image.WithChannels(1).Pixels.ToArray());
        Assert.Equal([0, 0, 0, 255, 255, 255, 224, 224, 224], image.WithChannels(3).Pixels.ToArray());
    }

    [Fact]
    public void ResizesAsPillowDoesToOneLevel()
    {
        var image = new Image(13, 10, 3, Bytes(Golden.GetProperty("source"), "pixels"));
        foreach (var resized in Golden.GetProperty("resized").EnumerateArray())
        {
            var actual = image.Resize(resized.GetProperty("width").GetInt32(), resized.GetProperty("height").GetInt32());
            var expected = Bytes(resized, "pixels");
            Assert.Equal(expected.Length, actual.Pixels.Length);
            Assert.All(expected.Zip(actual.Pixels.ToArray()), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        }
    }

    [Fact]
    public void ClearPixelsDoNotBleedTheirColour()
    {
        var image = new Image(2, 1, 4, [200, 100, 50, 255, 0, 0, 0, 0]);
        Assert.Equal([200, 100, 50, 128], image.Resize(1, 1).Pixels.ToArray());
    }

    [Fact]
    public void PlanarAndBackIsTheSame()
    {
        var image = new Image(2, 2, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        Assert.Equal([1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12], image.ToPlanar());
        Assert.Equal(image.Pixels.ToArray(), Image.FromPlanar(2, 2, 3, image.ToPlanar()).Pixels.ToArray());
    }

    [Fact]
    public void ZoomKeepsPixelsVisible() =>
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2], new Image(2, 1, 1, [1, 2]).Zoom(2).Pixels.ToArray());

    [Fact]
    public void WrongSizesAreRefused()
    {
        Assert.Equal("Image.Pixels must have 12 bytes for 2 x 2 pixels of 3 channels, but had 11. (Parameter 'pixels')",
            Assert.Throws<ArgumentException>(() => new Image(2, 2, 3, new byte[11])).Message);
        Assert.Equal("Image.Channels must be from 1 to 4, but was 5. (Parameter 'channels')",
            Assert.Throws<ArgumentException>(() => new Image(2, 2, 5, new byte[20])).Message);
        Assert.Equal("Image.Channels must be 1 (grey) or 3 (RGB), but was 2. (Parameter 'channels')",
            Assert.Throws<ArgumentException>(() => new Image(1, 1, 1, [0]).WithChannels(2)).Message);
    }

    [Fact]
    public void DamageIsNamed()
    {
        var grey = Write(new Image(3, 2, 1, [1, 2, 3, 4, 5, 6]));
        Refused("It is empty.", []);
        Refused("It is neither PNG nor JPEG.", "hello"u8.ToArray());
        Refused("It is a GIF, which is not supported: convert it to PNG or JPEG.", "GIF89a"u8.ToArray());
        Refused("It is no PNG: its signature is damaged.", [.. grey.AsSpan(0, 4), .. "\n\n"u8, .. grey.AsSpan(6)]);
        Refused("The PNG is cut off.", grey[..^5]);
        Refused("The PNG's chunk 'IDAT' differs from its checksum.", Changed(grey, 45));
        Refused("The PNG does not start with its header.", Chunks(("IDAT", [1])));
        Refused("The PNG has two headers.", Chunks(("IHDR", Header(1, 1, 8, 0)), ("IHDR", Header(1, 1, 8, 0))));
        Refused("The PNG has no pixels.", Chunks(("IHDR", Header(1, 1, 8, 0)), ("IEND", [])));
        Refused("The PNG lacks its palette.", Png(Header(1, 1, 8, 3), 0, 0));
        Refused("The PNG's palette has 4 bytes.", Chunks(("IHDR", Header(1, 1, 8, 3)), ("PLTE", [1, 2, 3, 4])));
        Refused("The PNG has an unknown chunk 'ABCD' that decoding needs.", Chunks(("IHDR", Header(1, 1, 8, 0)), ("ABCD", [])));
        Refused("The PNG's palette has 1 colours, and a pixel asks for number 3.", Chunks(
            ("IHDR", Header(1, 1, 8, 3)), ("PLTE", [1, 2, 3]), ("IDAT", Packed(0, 3)), ("IEND", [])));
    }

    [Fact]
    public void WhatTheHeaderPromisesIsChecked()
    {
        Refused("The PNG's size is 0 x 2.", Png(Header(0, 2, 8, 0), 0));
        Refused("The PNG has 16 bits a sample, which are not supported: save it with 8.", Png(Header(1, 1, 16, 0), 0, 0, 0));
        Refused("The PNG's colour type 5 with 8 bits a sample does not exist.", Png(Header(1, 1, 8, 5), 0, 0));
        Refused("The PNG's methods of compression, filtering and interlacing (0, 0, 2) do not exist.", Png(Header(1, 1, 8, 0, 2), 0, 0));
        Refused("The PNG's 2147483647 x 2147483647 pixels are more than 268,435,456 bytes.",
            Png(Header(int.MaxValue, int.MaxValue, 8, 0), 0));
        Refused("The PNG is cut off: its 16384 x 16384 pixels cannot come from 12 compressed bytes.", Png(Header(16384, 16384, 8, 0), 0));
        Refused("The PNG is cut off: its compressed pixels end too early.", Png(Header(2, 2, 8, 0), 0, 1, 2, 0, 1));
        Refused("The PNG has more pixels than its size says.", Png(Header(1, 1, 8, 0), 0, 1, 2));
        Refused("The PNG's row filter 5 does not exist.", Png(Header(1, 1, 8, 0), 5, 1));
        Refused("The PNG's compressed pixels are damaged.", Chunks(("IHDR", Header(1, 1, 8, 0)), ("IDAT", [1, 2, 3, 4, 5]), ("IEND", [])));
        // The last four bytes are the checksum of what was compressed.
        Refused("The PNG's compressed pixels are damaged.", Chunks(
            ("IHDR", Header(1, 1, 8, 0)), ("IDAT", Changed(Packed(0, 7), Packed(0, 7).Length - 1)), ("IEND", [])));
    }

    [Fact]
    public void TheFileIsNamed()
    {
        using var folder = new TestFolder();
        var path = folder.Write("note.png", "hello");
        Assert.Equal($"Image file '{path}' cannot be read: It is neither PNG nor JPEG.",
            Assert.Throws<InvalidDataException>(() => Image.Read(path)).Message);
    }

    /// <summary>Changed, cut and lengthened files are read or refused, never anything else, and take little memory.</summary>
    [Fact]
    public void DamagedFilesAreReadOrRefused()
    {
        var random = new Random(5);
        var files = Files.ToArray();
        var refused = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var file = files[random.Next(files.Length)];
            file = i % 2 == 0 ? PngDamage.Forge(file, random) : ByteDamage.Of(file, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var stream = new MemoryStream(file);
                Image.Read(stream);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i} ended in {e}");
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        }
        Assert.InRange(refused, 2_000, 3_999);
    }

    internal static byte[] Write(Image image)
    {
        using var stream = new MemoryStream();
        image.WritePng(stream);
        return stream.ToArray();
    }

    private static void Refused(string message, byte[] file)
    {
        using var stream = new MemoryStream(file);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Image.Read(stream)).Message);
    }

    private static byte[] Header(int width, int height, byte depth, byte color, byte interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, color, interlace);
        return header;
    }

    private static byte[] Png(byte[] header, params byte[] rows) => Chunks(("IHDR", header), ("IDAT", Packed(rows)), ("IEND", []));

    private static byte[] Packed(params byte[] rows)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.NoCompression))
            zlib.Write(rows);
        return packed.ToArray();
    }

    private static byte[] Chunks(params (string Type, byte[] Content)[] chunks)
    {
        var file = new List<byte> { 0x89 };
        file.AddRange("PNG\r\n\u001a\n"u8);
        foreach (var (type, content) in chunks)
            file.AddRange(PngDamage.Chunk(type, content));
        return [.. file];
    }

    private static byte[] Changed(byte[] file, int at)
    {
        var changed = file.ToArray();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] Bytes(JsonElement element, string name) => element.GetProperty(name).GetBytesFromBase64();

    private static JsonElement LoadGolden()
    {
        using var stream = typeof(PngTests).Assembly.GetManifestResourceStream("MLNetDeep.Tests.Images.images_golden.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
