using System.IO.Compression;

/// <summary>A temporary working folder that holds one of the sample files, unpacked.</summary>
internal sealed class SampleFolder : IDisposable
{
    private readonly string _before = Environment.CurrentDirectory;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetdeep-sample-");

    public SampleFolder(string file)
    {
        using var packed = File.OpenRead(Path.Combine(AppContext.BaseDirectory, file + ".gz"));
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var plain = File.Create(Path.Combine(_folder.FullName, file));
        gzip.CopyTo(plain);
        Environment.CurrentDirectory = _folder.FullName;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Delete(recursive: true);
    }
}
