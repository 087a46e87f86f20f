using System.IO.Compression;
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
        var options = new TextLoader.Options { HasHeader = true, Separators = [','], Columns = [new("v", DataKind.Single, 0, 1), new("k", DataKind.Byte, [new TextLoader.Range(1)], new KeyCount(4))] };
        var loader = _ml.Data.CreateTextLoader(options, new MultiFileSource(path));
        using var saved = new MemoryStream();
        ModelSaveContext.SaveZip(saved, zip => zip.SaveModel(loader, "Loader"));
        using var archive = new ZipArchive(saved);
        new ModelLoadContext(archive).LoadModel<TextLoader, SignatureLoadModel>(_ml, out var again, "Loader");
        Assert.Equal(["x", "y"], View.SlotNames(again.Load(path), "v"));
        Assert.Equal(["dense 2: 0=1|1=2"], View.Head(again.Load(path), "v"));
        Assert.Equal("Key<Byte, 0-3>", again.GetOutputSchema()["k"].Type.ToString());
    }
}
