using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MLNetDeep.Training;

/// <summary>Rows in a temporary file. The file is gone once this is disposed, and also when the process dies.</summary>
internal sealed class RowFile : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly Stream _stream;
    private readonly string _path;
    private readonly float[] _buffer;
    private int _buffered; // rows in the buffer

    /// <summary>Takes over a stream that can be read at any place.</summary>
    /// <param name="stream">The stream; it is disposed with this.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="width">Floats in a row.</param>
    public RowFile(Stream stream, string path, int width)
    {
        (_stream, _path, Width) = (stream, path, width);
        _buffer = new float[Math.Max(1, BufferBytes / sizeof(float) / width) * width];
    }

    public int Width { get; }

    public int RowCount { get; private set; }

    /// <summary>Makes an empty file in the folder for temporary files.</summary>
    /// <exception cref="IOException">It cannot be made there.</exception>
    public static RowFile Create(int width)
    {
        string path = Path.Combine(Path.GetTempPath(), $"mlnetdeep-{Guid.NewGuid():N}.rows");
        return Guarded(path, () =>
        {
            var stream = new FileStream(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, FileOptions.DeleteOnClose);
            // Where a file may go while it is open, it goes now: a killed process leaves nothing.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            return new RowFile(stream, path, width);
        });
    }

    /// <summary>Adds rows at the end.</summary>
    /// <param name="rows">Shape [rows, <see cref="Width"/>].</param>
    /// <exception cref="IOException">The disk is full or not writable; the message says what helps.</exception>
    public void Append(ReadOnlySpan<float> rows)
    {
        for (int start = 0; start < rows.Length; start += Width)
        {
            if ((_buffered + 1) * Width > _buffer.Length)
                Flush();
            rows.Slice(start, Width).CopyTo(_buffer.AsSpan(_buffered++ * Width));
            RowCount++;
        }
    }

    /// <summary>Reads rows that lie together.</summary>
    /// <param name="first">Number of the first row.</param>
    /// <param name="rows">Shape [rows, <see cref="Width"/>].</param>
    public void Read(int first, Span<float> rows)
    {
        Flush();
        _stream.Position = (long)first * Width * sizeof(float);
        _stream.ReadExactly(MemoryMarshal.AsBytes(rows));
    }

    /// <summary>SHA-256 of all rows.</summary>
    public byte[] Digest()
    {
        Flush();
        _stream.Position = 0;
        return SHA256.HashData(_stream);
    }

    public void Dispose() => _stream.Dispose();

    private void Flush()
    {
        if (_buffered == 0)
            return;
        Guarded(_path, () =>
        {
            _stream.Seek(0, SeekOrigin.End);
            _stream.Write(MemoryMarshal.AsBytes<float>(_buffer.AsSpan(0, _buffered * Width)));
            return 0;
        });
        _buffered = 0;
    }

    private static T Guarded<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                string.Create(CultureInfo.InvariantCulture, $"The training data outgrows DeepTrainerOptions.MemoryBudget, and the file that ")
                + $"holds it meanwhile, '{path}', cannot be written: {error.Message.TrimEnd('.')}. Free space there, let TMPDIR (on Windows "
                + "TMP) name a folder on a larger disk, or raise the budget.",
                error);
        }
    }
}
