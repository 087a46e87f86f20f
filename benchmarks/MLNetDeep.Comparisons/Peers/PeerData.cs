using System.Buffers.Binary;
using System.IO.Compression;
using MLNetDeep.Training;

namespace MLNetDeep.Comparisons.Peers;

/// <summary>Writes the rows that all workers of a case read.</summary>
internal static class PeerData
{
    private const int TeacherWidth = 16;
    private const double NoisyShare = 0.05;

    private const int Side = 28;
    private const int ImageHeader = 16;
    private const int LabelHeader = 8;

    /// <summary>Rows whose class a random network tells, one in twenty by chance; sequences are told by their mean step.</summary>
    public static void WriteRows(PeerSettings settings, string folder)
    {
        settings.Write(folder);
        var random = new RandomNumbers(11);
        int width = settings.StepWidth > 0 ? settings.StepWidth : settings.Inputs;
        float[] first = Draw(random, width * TeacherWidth, 2 / Math.Sqrt(width));
        float[] second = Draw(random, TeacherWidth * settings.Classes, 1);
        foreach ((string part, int rows) in new[] { ("train", settings.TrainRows), ("test", settings.TestRows) })
        {
            float[] features = Draw(random, rows * settings.Inputs, 1);
            float[] labels = new float[rows];
            for (int row = 0; row < rows; row++)
            {
                float[] seen = MeanStep(features.AsSpan(row * settings.Inputs, settings.Inputs), width);
                labels[row] = random.Uniform() < NoisyShare ? random.Below(settings.Classes) : Teach(seen, first, second, settings.Classes);
            }

            PeerSettings.WriteFloats(folder, $"{part}-features.f32", features);
            PeerSettings.WriteFloats(folder, $"{part}-labels.f32", labels);
        }
    }

    /// <summary>The first images of an IDX set, or where it is not there, random ones of the same shape with a bright patch by class.</summary>
    /// <returns>What they are.</returns>
    public static string WriteImages(PeerSettings settings, string folder, string source)
    {
        settings.Write(folder);
        bool isThere = File.Exists(Path.Combine(source, "train-images-idx3-ubyte.gz"));
        foreach ((string part, string prefix, int rows) in new[] { ("train", "train", settings.TrainRows), ("test", "t10k", settings.TestRows) })
        {
            byte[] images = isThere ? Unzip(source, $"{prefix}-images-idx3-ubyte.gz", ImageHeader + rows * Side * Side) : Header(rows, 3);
            byte[] labels = isThere ? Unzip(source, $"{prefix}-labels-idx1-ubyte.gz", LabelHeader + rows) : Header(rows, 1);
            if (!isThere)
                Paint(images.AsSpan(ImageHeader), labels.AsSpan(LabelHeader), part);
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), rows);
            BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), rows);
            File.WriteAllBytes(Path.Combine(folder, $"{part}-images"), images);
            File.WriteAllBytes(Path.Combine(folder, $"{part}-labels"), labels);
        }

        return isThere ? "Fashion-MNIST" : "random images of 28 x 28 (Fashion-MNIST is not there)";
    }

    /// <summary>A table of numbers with a header.</summary>
    public static void WriteCsv(PeerSettings settings, string folder, int rows)
    {
        var random = new RandomNumbers(3);
        using var writer = new StreamWriter(Path.Combine(folder, "rows.csv"));
        writer.WriteLine(string.Join(',', Enumerable.Range(0, settings.Inputs).Select(column => $"x{column}")));
        for (int row = 0; row < rows; row++)
            writer.WriteLine(string.Join(',', Draw(random, settings.Inputs, 1).Select(value => FormattableString.Invariant($"{value:G6}"))));
    }

    private static float[] Draw(RandomNumbers random, int count, double scale)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)(random.Normal() * scale);
        return values;
    }

    private static float[] MeanStep(ReadOnlySpan<float> row, int width)
    {
        float[] mean = new float[width];
        for (int i = 0; i < row.Length; i++)
            mean[i % width] += row[i] / MathF.Sqrt(row.Length / width);
        return mean;
    }

    private static int Teach(float[] x, float[] first, float[] second, int classes)
    {
        float[] scores = new float[classes];
        for (int hidden = 0; hidden < TeacherWidth; hidden++)
        {
            float sum = 0;
            for (int i = 0; i < x.Length; i++)
                sum += x[i] * first[hidden * x.Length + i];
            for (int c = 0; c < classes; c++)
                scores[c] += MathF.Tanh(sum) * second[c * TeacherWidth + hidden];
        }

        return Array.IndexOf(scores, scores.Max());
    }

    private static byte[] Unzip(string folder, string name, int length)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress);
        byte[] bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Header(int rows, int rank)
    {
        byte[] bytes = new byte[rank == 3 ? ImageHeader + rows * Side * Side : LabelHeader + rows];
        (bytes[2], bytes[3]) = (8, (byte)rank); // bytes, and how many sizes follow
        for (int i = 1; i < rank; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), Side);
        return bytes;
    }

    private static void Paint(Span<byte> images, Span<byte> labels, string part)
    {
        var random = new RandomNumbers((ulong)part.Length);
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = (byte)random.Below(10);
            Span<byte> image = images.Slice(row * Side * Side, Side * Side);
            for (int i = 0; i < image.Length; i++)
                image[i] = (byte)random.Below(160);
            for (int i = 0; i < 36; i++)
                image[(labels[row] / 5 * 14 + 4 + i / 6) * Side + labels[row] % 5 * 5 + i % 6] += 60;
        }
    }
}
