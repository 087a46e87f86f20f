using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Portable.Tests.Official;

namespace Portable.Tests.Data;

public sealed partial class TextLoaderTests
{
    [Fact]
    public void Saved_loader_loads_files_again()
    {
        var path = Write("x,y\n1,2\n");
        var again = Reload(path, "", "");
        Assert.Equal(["x", "y"], View.SlotNames(again.Load(path), "v"));
        Assert.Equal(["dense 2: 0=1|1=2"], View.Head(again.Load(path), "v"));
        Assert.Equal("Key<Byte, 0-3>", again.GetOutputSchema()["k"].Type.ToString());
    }

    [Theory]
    [InlineData("\"Min\":0,", "\"Min\":[,")]
    [InlineData("\"Min\":0,", "\"Min\":9,")]
    [InlineData("\"Source\":[{", "\"Source\":[ ")]
    [InlineData("\"DataKind\":9", "\"DataKind\":0")]
    public void Damaged_loader_is_refused(string right, string wrong)
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Reload(Write("x,y\n1,2\n"), right, wrong));
        Assert.StartsWith("Corrupt model file: the text loader's options are damaged: ", fault.InnerException!.InnerException!.Message);
    }

    private TextLoader Reload(string path, string right, string wrong)
    {
        var loader = _ml.Data.CreateTextLoader(new TextLoader.Options
        {
            HasHeader = true,
            Separators = [','],
            Columns = [new("v", DataKind.Single, 0, 1), new("k", DataKind.Byte, [new TextLoader.Range(1)], new KeyCount(4))],
        }, new MultiFileSource(path));
        using var saved = new MemoryStream();
        ModelSaveContext.SaveZip(saved, zip => zip.SaveModel(loader, "Loader"));
        if (right != "")
            Damage(saved, right, wrong);
        using var archive = new ZipArchive(saved);
        new ModelLoadContext(archive).LoadModel<TextLoader, SignatureLoadModel>(_ml, out var again, "Loader");
        return again;
    }

    // Replaces a text by one of the same length: the part says how long its texts are.
    private static void Damage(Stream zip, string right, string wrong)
    {
        using var archive = new ZipArchive(zip, ZipArchiveMode.Update, leaveOpen: true);
        foreach (var entry in archive.Entries.ToArray())
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            var text = Encoding.Latin1.GetString(copy.ToArray());
            if (!text.Contains(right, StringComparison.Ordinal))
                continue;
            stream.SetLength(0);
            stream.Write(Encoding.Latin1.GetBytes(text.Replace(right, wrong, StringComparison.Ordinal)));
        }
    }
}
