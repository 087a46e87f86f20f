using System.Buffers.Binary;
using System.Text;
using MLNetDeep.Tests.Cli;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

public sealed class LogTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TrainingData _data = Fits.Data(100, 20);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CsvHasALineForEachEpoch()
    {
        string path = _folder.At("log.csv");
        TrainingHistory history = Run(new Spy((hook, fit) =>
        {
            if (hook == "epoch end" && fit.Epoch >= 2)
                fit.Record("late, but there", fit.Epoch / 4.0);
        }), new CsvLog(path)).History;
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("Epoch,TrainingLoss,Validation.Loss,LearningRate,Seconds,IsBest,\"late, but there\"", lines[0]);
        Assert.Equal(6, lines.Length);
        EpochReport third = history.Epochs[2];
        string[] fields = lines[3].Split(',');
        Assert.Equal([3, third.TrainingLoss, third.ValidationLoss, 0.01], fields[..4].Select(Number));
        Assert.Equal(third.Elapsed.TotalSeconds, Number(fields[4]), 1e-3);
        Assert.Equal([third.IsBest ? "1" : "0", "0.75"], fields[5..]);
        Assert.EndsWith(",", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void CsvOfAResumedFitHoldsTheEpochsBeforeToo()
    {
        (string checkpoint, string path) = (_folder.At("fit"), _folder.At("log.csv"));
        Run(new Spy((hook, fit) =>
        {
            if (hook == "epoch end" && fit.Epoch == 2)
                fit.SaveCheckpoint(checkpoint);
        }));
        var hooks = new FitHooks { ResumeFrom = checkpoint, Callbacks = [new CsvLog(path)] };
        Fits.Run(Fits.Network(_data), _data, Fits.Quick, hooks);
        Assert.Equal(["Epoch", "1", "2", "3", "4", "5"], File.ReadLines(path).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void TensorBoardFileHoldsEveryScalar()
    {
        TrainingHistory history = Run(new TensorBoardLog(_folder.At("runs")) { EverySteps = 10 }).History;
        List<Event> events = Read(Assert.Single(Directory.GetFiles(_folder.At("runs"))));
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.All(events, e => Assert.InRange(e.Time, 1.7e9, 1e11));
        var expected = new List<(long, string, float)>();
        foreach (EpochReport epoch in history.Epochs)
        {
            expected.Add((epoch.Epoch, "epoch/training_loss", (float)epoch.TrainingLoss));
            expected.Add((epoch.Epoch, "epoch/validation_Loss", (float)epoch.ValidationLoss));
            expected.Add((epoch.Epoch, "epoch/learning_rate", 0.01f));
        }

        var scalars = events.Skip(1).Select(e => (e.Step, e.Tag, e.Value)).ToList();
        Assert.Equal(expected, scalars.Where(scalar => scalar.Tag.StartsWith("epoch/", StringComparison.Ordinal)));
        Assert.Equal(
            [(10, "batch/loss"), (10, "batch/gradient_norm"), (10, "batch/learning_rate"), (20, "batch/loss"), (20, "batch/gradient_norm"),
                (20, "batch/learning_rate")],
            scalars.Where(scalar => scalar.Tag.StartsWith("batch/", StringComparison.Ordinal)).Take(6).Select(s => (s.Step, s.Tag)));
    }

    [Fact]
    public void TensorBoardFileOfAResumedFitSaysSo()
    {
        string checkpoint = _folder.At("fit");
        Run(new Checkpointing(checkpoint) { EveryEpochs = 3 });
        var log = new TensorBoardLog(_folder.At("runs"));
        Fits.Run(Fits.Network(_data), _data, Fits.Quick, new FitHooks { ResumeFrom = checkpoint, Callbacks = [log] });
        List<Event> events = Read(Assert.Single(Directory.GetFiles(_folder.At("runs"))));
        Assert.Equal((4, 1), (events[1].Step, events[1].Session));
        Assert.Equal([4, 5], events.Skip(2).Select(e => (int)e.Step).Distinct());
        Fits.Run(Fits.Network(_data), _data, Fits.Quick, new FitHooks { Callbacks = [log] });
        Assert.Equal(2, Directory.GetFiles(_folder.At("runs")).Length);
    }

    [Theory] // RFC 3720, B.4, and the usual check value
    [InlineData("123456789", 0xE3069283)]
    [InlineData("", 0u)]
    public void ChecksumOfText(string text, uint expected) =>
        Assert.Equal(expected, TensorBoardFile.Checksum(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void ChecksumsOfTheStandard()
    {
        Assert.Equal(0x8A9136AAu, TensorBoardFile.Checksum(new byte[32]));
        Assert.Equal(0x62A8AB43u, TensorBoardFile.Checksum(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, TensorBoardFile.Checksum([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    private TrainingResult Run(params TrainingCallback[] callbacks) =>
        Fits.Run(Fits.Network(_data), _data, Fits.Quick, new FitHooks { Callbacks = callbacks });

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A reader written from the format's description alone.</summary>
    private static List<Event> Read(string path)
    {
        var events = new List<Event>();
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        while (file.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
            Assert.Equal(Masked(file[..8]), BinaryPrimitives.ReadUInt32LittleEndian(file[8..]));
            Assert.Equal(Masked(file.Slice(12, length)), BinaryPrimitives.ReadUInt32LittleEndian(file[(12 + length)..]));
            Dictionary<int, object> fields = Fields(file.Slice(12, length));
            var scalar = new Dictionary<int, object>();
            if (fields.TryGetValue(5, out var summary))
                scalar = Fields((byte[])Fields((byte[])summary)[1]);
            events.Add(new Event(
                BitConverter.UInt64BitsToDouble((ulong)fields[1]), (long)(ulong)fields[2],
                fields.TryGetValue(3, out var version) ? Encoding.UTF8.GetString((byte[])version) : "",
                scalar.TryGetValue(1, out var tag) ? Encoding.UTF8.GetString((byte[])tag) : "",
                scalar.TryGetValue(2, out var value) ? BitConverter.UInt32BitsToSingle((uint)value) : float.NaN,
                fields.TryGetValue(7, out var session) ? (int)(ulong)Fields((byte[])session)[1] : 0));
            file = file[(16 + length)..];
        }

        return events;
    }

    private static Dictionary<int, object> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new Dictionary<int, object>();
        while (message.Length > 0)
        {
            var key = (int)Varint(ref message);
            switch (key & 7)
            {
                case 0:
                    fields.Add(key >> 3, Varint(ref message));
                    break;
                case 1:
                    fields.Add(key >> 3, BinaryPrimitives.ReadUInt64LittleEndian(message));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add(key >> 3, message[..length].ToArray());
                    message = message[length..];
                    break;
                case 5:
                    fields.Add(key >> 3, BinaryPrimitives.ReadUInt32LittleEndian(message));
                    message = message[4..];
                    break;
            }
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    /// <summary>Bit by bit, where the product uses the processor's instruction.</summary>
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return unchecked((((~crc) >> 15) | ((~crc) << 17)) + 0xA282EAD8);
    }

    private sealed record Event(double Time, long Step, string Version, string Tag, float Value, int Session);
}
