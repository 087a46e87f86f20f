using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace MLNetDeep.Training;

/// <summary>
/// An event file: TFRecord frames (length, its checksum, content, its checksum) around tensorflow.Event messages in protobuf's wire
/// format (tensorflow/core/util/event.proto). Little-endian.
/// </summary>
internal sealed class TensorBoardFile : IDisposable
{
    private readonly Stream _file;

    private TensorBoardFile(Stream file)
    {
        _file = file;
        Write(step: 0, message => Text(message, field: 3, "brain.Event:2")); // file_version
    }

    /// <summary>Makes a new file in a folder; its name says when it was begun, as TensorBoard reads files in that order.</summary>
    public static TensorBoardFile Create(string folder)
    {
        Directory.CreateDirectory(folder);
        long second = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        for (int number = 0; ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{second:D10}.mlnetdeep.{number}");
            string path = Path.Combine(folder, name);
            try
            {
                return new TensorBoardFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
            }
            catch (IOException) when (File.Exists(path))
            {
                continue; // another fit began in this second
            }
        }
    }

    /// <summary>Writes one number.</summary>
    public void Scalar(long step, string tag, double value) => Write(step, message => Message(message, field: 5, summary =>
        Message(summary, field: 1, entry =>
        {
            Text(entry, field: 1, tag);
            Key(entry, field: 2, type: 5);
            Span<byte> bytes = stackalloc byte[sizeof(float)];
            BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
            entry.Write(bytes);
        })));

    /// <summary>Says that what earlier files hold from a step on does not count any more.</summary>
    public void Restart(long step) => Write(step, message => Message(message, field: 7, session =>
    {
        Key(session, field: 1, type: 0);
        Number(session, 1); // START
    }));

    /// <summary>Lets readers see what has been written.</summary>
    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    /// <summary>The checksum of a frame: CRC-32C, turned and shifted so that it can stand in what is checked.</summary>
    public static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = Checksum(bytes);
        return unchecked(((checksum >> 15) | (checksum << 17)) + 0xA282EAD8);
    }

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes)
            checksum = BitOperations.Crc32C(checksum, value);
        return ~checksum;
    }

    private void Write(long step, Action<Stream> fill)
    {
        using var message = new MemoryStream();
        Key(message, field: 1, type: 1); // wall_time
        Span<byte> time = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(time, (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Write(time);
        Key(message, field: 2, type: 0); // step
        Number(message, (ulong)step);
        fill(message);
        Frame(message.ToArray());
    }

    private void Frame(byte[] content)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], MaskedChecksum(head[..sizeof(ulong)]));
        Span<byte> tail = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedChecksum(content));
        _file.Write(head);
        _file.Write(content);
        _file.Write(tail);
    }

    private static void Message(Stream stream, int field, Action<Stream> fill)
    {
        using var inner = new MemoryStream();
        fill(inner);
        Bytes(stream, field, inner.ToArray());
    }

    private static void Text(Stream stream, int field, string text) => Bytes(stream, field, Encoding.UTF8.GetBytes(text));

    private static void Bytes(Stream stream, int field, byte[] bytes)
    {
        Key(stream, field, type: 2);
        Number(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void Key(Stream stream, int field, int type) => Number(stream, (ulong)((field << 3) | type));

    /// <summary>A varint: seven bits a byte, the lowest first.</summary>
    private static void Number(Stream stream, ulong value)
    {
        while (value >= 0x80)
        {
            stream.WriteByte((byte)((value & 0x7F) | 0x80));
            value >>= 7;
        }

        stream.WriteByte((byte)value);
    }
}
