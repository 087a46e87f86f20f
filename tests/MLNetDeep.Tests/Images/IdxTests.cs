using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Fuzz.Mutation;
using MLNetDeep.Images;
using MLNetDeep.Tests.Cli;

namespace MLNetDeep.Tests.Images;

/// <summary>IDX files become columns; damaged or mismatched ones are refused with the reason.</summary>
public sealed class IdxTests
{
    private static readonly MLContext Ml = new(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BytesStayBytes(bool isGzip)
    {
        using var folder = new TestFolder();
        var images = Write(folder, "images", Idx(0x08, [3, 2, 4], [.. Enumerable.Range(1, 24).Select(i => (byte)i)]), isGzip);
        var labels = Write(folder, "labels", Idx(0x08, [3], [2, 0, 1]), isGzip);
        var data = Ml.Data.LoadFromIdx(images, labels);

        Assert.Equal(3, data.GetRowCount());
        Assert.True(data.CanShuffle);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Byte, 1, 2, 4), data.Schema["Features"].Type);
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), data.Schema["Label"].Type);
        Assert.Equal(["0", "1", "2"], ClassNames(data));
        Assert.Equal([3u, 1u, 2u], data.GetColumn<uint>("Label"));
        var rows = data.GetColumn<byte[]>("Features").ToArray();
        Assert.Equal([9, 10, 11, 12, 13, 14, 15, 16], rows[1]);
    }

    [Fact]
    public void ColumnsAndClassesCanBeNamed()
    {
        using var folder = new TestFolder();
        var images = Write(folder, "images", Idx(0x08, [2, 1, 2, 3], new byte[12]));
        var labels = Write(folder, "labels", Idx(0x0C, [2], [0, 0, 0, 1, 0, 0, 0, 0]));
        var options = new IdxOptions { FeatureColumnName = "Image", LabelColumnName = "Class", ClassNames = ["cat", "dog", "owl"] };
        var data = Ml.Data.LoadFromIdx(images, labels, options);
        Assert.Equal(["Image", "Class"], data.Schema.Select(column => column.Name));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Byte, 1, 2, 3), data.Schema["Image"].Type);
        Assert.Equal(["cat", "dog", "owl"], ClassNames(data, "Class"));
        Assert.Equal([2u, 1u], data.GetColumn<uint>("Class"));
    }

    [Fact]
    public void OtherNumbersBecomeFloats()
    {
        using var folder = new TestFolder();
        Assert.Equal([-1, 127], Floats(0x09, [0xFF, 0x7F]));
        Assert.Equal([-2, 258], Floats(0x0B, [0xFF, 0xFE, 1, 2]));
        Assert.Equal([-3, 65536], Floats(0x0C, [0xFF, 0xFF, 0xFF, 0xFD, 0, 1, 0, 0]));
        Assert.Equal([1.5f, -2], Floats(0x0D, [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0]));
        Assert.Equal([1.5f, -2], Floats(0x0E, [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0]));

        float[] Floats(byte element, byte[] values)
        {
            var data = Ml.Data.LoadFromIdx(Write(folder, "numbers", Idx(element, [1, 2], values)));
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, 2), data.Schema.Single().Type);
            return data.GetColumn<float[]>("Features").Single();
        }
    }

    [Fact]
    public void ManyCursorsShareTheRows()
    {
        using var folder = new TestFolder();
        const int Count = 1_000;
        var bytes = Enumerable.Range(0, Count).Select(i => (byte)(i % 251)).ToArray();
        var images = Write(folder, "images", Idx(0x08, [Count, 1], bytes));
        var labels = Write(folder, "labels", Idx(0x08, [Count], [.. bytes.Select(b => (byte)(b % 10))]));
        var data = Ml.Data.LoadFromIdx(images, labels);

        foreach (var random in new[] { null, new Random(3) })
        {
            var cursors = data.GetRowCursorSet(data.Schema, 3, random);
            Assert.Equal(3, cursors.Length);
            var parts = cursors.AsParallel().Select(cursor => ReadAll(cursor)).ToArray();
            var ids = parts.SelectMany(part => part.Select(row => row.Id)).ToArray();
            Assert.Equal(Enumerable.Range(0, Count), ids.Order());
            Assert.Equal(random is null, parts[0].Take(50).Select(row => row.Id).SequenceEqual(Enumerable.Range(0, 50)));
            Assert.All(parts.SelectMany(part => part), row => Assert.Equal(row.Id % 251 % 10, row.Label));
            Assert.All(parts, part => Assert.Equal(part.Select(row => row.Batch).Order(), part.Select(row => row.Batch)));
            Assert.Equal(8, parts.SelectMany(part => part.Select(row => row.Batch).Distinct()).Count());
        }

        static List<(int Id, int Label, long Batch)> ReadAll(DataViewRowCursor cursor)
        {
            using (cursor)
            {
                var rows = new List<(int, int, long)>();
                var (id, label) = (cursor.GetIdGetter(), cursor.GetGetter<uint>(cursor.Schema["Label"]));
                var features = cursor.GetGetter<VBuffer<byte>>(cursor.Schema["Features"]);
                var (rowId, key, vector) = (default(DataViewRowId), 0u, default(VBuffer<byte>));
                while (cursor.MoveNext())
                {
                    id(ref rowId);
                    label(ref key);
                    features(ref vector);
                    Assert.Equal(rows.Count, cursor.Position);
                    Assert.Equal((byte)((int)rowId.Low % 251), vector.GetValues()[0]);
                    rows.Add(((int)rowId.Low, (int)key - 1, cursor.Batch));
                }
                Assert.False(cursor.MoveNext());
                return rows;
            }
        }
    }

    [Fact]
    public void AColumnNotAskedForIsRefused()
    {
        using var folder = new TestFolder();
        var data = Ml.Data.LoadFromIdx(Write(folder, "images", Idx(0x08, [1, 2], [1, 2])));
        using var none = data.GetRowCursor([]);
        Assert.Equal("Column 'Features' must be among those the cursor was asked for, but was not.",
            Assert.Throws<InvalidOperationException>(() => none.GetGetter<VBuffer<byte>>(data.Schema["Features"])).Message);
        using var all = data.GetRowCursor(data.Schema);
        Assert.Equal("Column 'Features' must be read as Microsoft.ML.Data.VBuffer`1[System.Byte], but was read as System.Single.",
            Assert.Throws<InvalidOperationException>(() => all.GetGetter<float>(data.Schema["Features"])).Message);
    }

    [Fact]
    public void DamageIsNamed()
    {
        using var folder = new TestFolder();
        Refused([], "is no IDX file: it must start with 00 00, a type (08 to 0E) and a rank, but starts with nothing");
        Refused("text"u8.ToArray(), "is no IDX file: it must start with 00 00, a type (08 to 0E) and a rank, but starts with 74657874");
        Refused([0, 0, 8, 5, 0, 0, 0, 1], "must have from 1 to 4 dimensions, but has 5");
        Refused([0, 0, 8, 2, 0, 0, 0, 1], "is cut off within its header");
        Refused(Idx(0x08, [2, 0], []), "must have dimensions of at least 1, but dimension 2 of 2 is 0");
        Refused(Idx(0x08, [-1, 2], []), "must have dimensions of at least 1, but dimension 1 of 2 is 4294967295");
        Refused(Idx(0x08, [2, 2], [1, 2, 3]), "is cut off: its dimensions 2 x 2 need more numbers than it can hold");
        Refused(Idx(0x0D, [2, 2], new byte[15]), "is cut off: its dimensions 2 x 2 need more numbers than it can hold");
        Refused(Idx(0x08, [2, 2], [1, 2, 3, 4, 5]), "has more numbers than its dimensions 2 x 2 say");
        Refused(Idx(0x08, [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue], [1]), "is cut off: its dimensions 2147483647 x " +
            "2147483647 x 2147483647 x 2147483647 need more numbers than it can hold");
        Refused(Gzip(Idx(0x08, [2, 2], [1, 2, 3])), "is cut off: of 4 bytes after its header it has 3");
        Refused(Gzip(Idx(0x0B, [2, 2], new byte[5])), "is cut off: of 4 numbers it has 2");
        Refused([0x1F, 0x8B, 9, 9, 9, 9], "is not a whole gzip file: it may be truncated or damaged");

        void Refused(byte[] file, string message)
        {
            var path = Write(folder, "images", file);
            var error = Assert.Throws<InvalidDataException>(() => Ml.Data.LoadFromIdx(path));
            Assert.Equal($"IDX file '{path}' {message}.", error.Message);
        }
    }

    [Fact]
    public void FilesThatDoNotBelongTogetherAreRefused()
    {
        using var folder = new TestFolder();
        var images = Write(folder, "images", Idx(0x08, [2, 1, 1], [1, 2]));
        Refused(Idx(0x08, [3], [0, 1, 1]), $"IDX file '{images}' has 2 rows, but 'LABELS' has 3 labels: they do not belong together.");
        Refused(Idx(0x08, [2, 2], new byte[4]),
            "IDX file 'LABELS' must have one label a row, but its rows have 2 numbers: images and labels may have changed places.");
        Refused(Idx(0x0C, [2], [0, 0, 0, 1, 0, 0, 1, 0]), "IDX file 'LABELS' must have whole labels from 0 to 255, but has 256 in row 1.");
        Refused(Idx(0x09, [2], [0xFF, 0]), "IDX file 'LABELS' must have whole labels from 0 to 255, but has -1 in row 0.");
        Refused(Idx(0x08, [2], [0, 2]), "IDX file 'LABELS' must have whole labels from 0 to 1, but has 2 in row 1.", "a", "b");

        void Refused(byte[] file, string message, params string[] classes)
        {
            var labels = Write(folder, "labels", file);
            var options = new IdxOptions { ClassNames = classes.Length == 0 ? null : classes };
            var error = Assert.Throws<InvalidDataException>(() => Ml.Data.LoadFromIdx(images, labels, options));
            Assert.Equal(message.Replace("LABELS", labels, StringComparison.Ordinal), error.Message);
        }
    }

    [Fact]
    public void WrongOptionsAreRefused()
    {
        Refused(new IdxOptions { FeatureColumnName = "" }, "IdxOptions.FeatureColumnName must be a column's name, but was empty.");
        Refused(new IdxOptions { LabelColumnName = "Features" },
            "IdxOptions.LabelColumnName must differ from FeatureColumnName, but both were 'Features'.");
        Refused(new IdxOptions { ClassNames = ["a", "b", "a"] }, "IdxOptions.ClassNames must have each name once, but had 'a' 2 times.");
        Refused(new IdxOptions { ClassNames = [] }, "IdxOptions.ClassNames must have at least one name, but was empty.");

        static void Refused(IdxOptions options, string message) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => Ml.Data.LoadFromIdx("a", "b", options)).Message);
    }

    [Fact]
    public void DamagedFilesAreReadOrRefused()
    {
        var random = new Random(6);
        using var folder = new TestFolder();
        byte[][] files =
        [
            Idx(0x08, [3, 2, 4], new byte[24]), Idx(0x0D, [2, 3], new byte[24]), Gzip(Idx(0x08, [10, 5], new byte[50])),
            Gzip(Idx(0x0B, [100, 5], new byte[1000])),
        ];
        var refused = 0;
        for (var i = 0; i < 600; i++)
        {
            var path = Write(folder, "images", ByteDamage.Of(files[random.Next(files.Length)], random));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Ml.Data.LoadFromIdx(path, i % 3 == 0 ? path : null);
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
        Assert.InRange(refused, 300, 599);
    }

    /// <summary>An IDX file.</summary>
    internal static byte[] Idx(byte element, int[] dimensions, byte[] values)
    {
        var header = new byte[4 + (4 * dimensions.Length)];
        (header[2], header[3]) = (element, (byte)dimensions.Length);
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), dimensions[i]);
        return [.. header, .. values];
    }

    internal static byte[] Gzip(byte[] file)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(file);
        return packed.ToArray();
    }

    internal static string[] ClassNames(IDataView data, string column = "Label")
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema[column].GetKeyValues(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private static string Write(TestFolder folder, string name, byte[] file, bool isGzip = false)
    {
        var path = folder.At(name);
        File.WriteAllBytes(path, isGzip ? Gzip(file) : file);
        return path;
    }
}
