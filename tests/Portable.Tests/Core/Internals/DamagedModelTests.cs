using System.IO.Compression;
using System.Reflection;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Core;

public sealed class DamagedModelTests
{
    private readonly MLContext _ml = new(1);
    private readonly byte[] _model;

    public DamagedModelTests()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("X", NumberDataViewType.Single);
        using var stream = new MemoryStream();
        _ml.Model.Save(new TransformerChain<ITransformer>(new ScalingTransformer("X", 2)), builder.ToSchema(), stream);
        _model = stream.ToArray();
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < _model.Length; length += 7)
            Assert.NotEmpty(Refusal(_model[..length]).Message);
        Assert.Equal("Failed to open a zip archive", Assert.Throws<FormatException>(() => Load(_model[..^10])).Message);
    }

    [Fact]
    public void Altered_bytes_are_refused_or_harmless()
    {
        for (var at = 0; at < _model.Length; at++)
        {
            var altered = _model.ToArray();
            altered[at] ^= 0x41;
            try
            {
                // Some bytes, such as times, carry nothing; then the model is the model.
                var model = Load(altered);
                Assert.Equal([2f], model.Transform(_ml.Data.LoadFromEnumerable([new Row { X = 1 }])).GetColumn<float>("X"));
            }
            catch (Exception e) when (e.GetBaseException() is FormatException or InvalidDataException or IOException)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public void Missing_part_is_named()
    {
        Assert.Equal("Corrupt model file: it has no part 'TransformerChain/Transform_000/Model.key'.",
            Refusal(Without("TransformerChain/Transform_000/Model.key")).Message);
        Assert.Equal("The factor is missing.", Refusal(Without("TransformerChain/Transform_000/factor.bin")).Message);
    }

    [Fact]
    public void Failure_of_a_loader_comes_wrapped_as_in_ml_net()
    {
        // The transformer's loader and the chain's, one around the other.
        var error = Assert.Throws<InvalidOperationException>(() => Load(Without("TransformerChain/Transform_000/factor.bin")));
        Assert.Equal("Error during class instantiation", error.Message);
        var inner = Assert.IsType<InvalidOperationException>(Assert.IsType<TargetInvocationException>(error.InnerException).InnerException);
        Assert.Equal("Error during class instantiation", inner.Message);
        Assert.IsType<FormatException>(Assert.IsType<TargetInvocationException>(inner.InnerException).InnerException);
    }

    [Fact]
    public void Model_without_a_schema_loads()
    {
        using var stream = new MemoryStream(Without("Schema"));
        Assert.NotNull(_ml.Model.Load(stream, out var schema));
        Assert.Null(schema);
    }

    [Fact]
    public void Exchanged_part_with_a_right_checksum_is_refused()
    {
        foreach (var content in new[] { "nonsense, but long enough", "ML MODEL and so on, as in official files" })
            Assert.Equal(
                "Model part 'TransformerChain/' is not in the format of this implementation; the official ML.NET packages have another.",
                Refusal(With("TransformerChain/Model.key", Encoding.ASCII.GetBytes(content))).Message);
        Assert.Equal("Corrupt model file: part 'Schema' is damaged.", Assert.Throws<FormatException>(() =>
            Load(With("Schema", [1, 0, 0, 0, 1, 88, 99, 0, 0, 0, 0]))).Message);
    }

    [Fact]
    public void Lengths_are_bounded_by_what_is_there()
    {
        var part = Part("TransformerChain/Model.key");
        BitConverter.TryWriteBytes(part.AsSpan(part.Length - 8), int.MaxValue);
        Assert.Equal("Corrupt model file: 2147483647 items of 4 bytes announced, 4 bytes left.",
            Refusal(With("TransformerChain/Model.key", part)).Message);
        Assert.Equal("Corrupt model file: 1 items of 4 bytes announced, 0 bytes left.",
            Refusal(With("TransformerChain/Model.key", Part("TransformerChain/Model.key")[..^4])).Message);
    }

    [Fact]
    public void Part_that_its_loader_does_not_read_to_the_end_is_refused()
    {
        const string name = "TransformerChain/Transform_000/Model.key";
        Assert.Equal("Corrupt model file: part 'TransformerChain/Transform_000' has more than its loader reads.",
            Refusal(With(name, [.. Part(name), 0])).Message);
    }

    [Fact]
    public void Unknown_class_and_assembly_are_named()
    {
        Assert.Equal("Couldn't load model: 'TransformerChain/Transform_000'. Class 'TestSkaling' of " +
            $"'{typeof(Row).Assembly.FullName}' gives no ITransformer.", Refusal(Renamed("TestScaling", "TestSkaling")).Message);
        Assert.Contains("'Portable.Tezts", Assert.IsType<FileNotFoundException>(Refusal(Renamed("Portable.Tests", "Portable.Tezts"))).Message);
    }

    [Fact]
    public void Names_that_are_no_names_of_assemblies_are_refused() => Assert.StartsWith(
        "Couldn't load model: part 'TransformerChain/' needs the assembly '", Chain(() => Load(Renamed("Portable.Tests,", "Portable Tests=")))[^2]);

    [Fact]
    public void Part_that_unpacks_to_a_thousand_times_its_length_is_refused()
    {
        var bomb = With("Schema", new byte[50 << 20]);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Matches(
            "^Corrupt model file: part 'Schema' is [0-9]+ bytes that claim to unpack to 52428800\\.$", Refusal(bomb).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 8 << 20);
    }

    [Fact]
    public void Part_that_ends_too_early_is_named() => Assert.Contains(
        "Corrupt model file: part 'TransformerChain/Model.key' ends too early.",
        Chain(() => Load(With("TransformerChain/Model.key", Part("TransformerChain/Model.key")[..^6]))));

    /// <summary>The directory at the zip's end says how many parts there are.</summary>
    [Fact]
    public void Zip_whose_directory_contradicts_itself_is_refused()
    {
        var model = _model.ToArray();
        model[^12]++; // the number of entries in all, 10 bytes in front of the empty comment's length
        Assert.Equal("Failed to open a zip archive", Assert.Throws<FormatException>(() => Load(model)).Message);
    }

    [Fact]
    public void Missing_file_says_so() =>
        Assert.Throws<FileNotFoundException>(() => _ml.Model.Load(Path.Combine(Path.GetTempPath(), "no-such-model.zip"), out _));

    private static List<string> Chain(Action load)
    {
        List<string> messages = [];
        for (var error = Record.Exception(load); error is not null; error = error.InnerException)
            messages.Add(error.Message);
        return messages;
    }

    private Exception Refusal(byte[] bytes) => Assert.ThrowsAny<Exception>(() => Load(bytes)).GetBaseException();

    private ITransformer Load(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return _ml.Model.Load(stream, out _);
    }

    private byte[] Part(string name)
    {
        using var zip = new ZipArchive(new MemoryStream(_model));
        using var content = new MemoryStream();
        using var source = zip.GetEntry(name)!.Open();
        source.CopyTo(content);
        return content.ToArray();
    }

    private byte[] Renamed(string old, string name)
    {
        var part = Encoding.Latin1.GetString(Part("TransformerChain/Transform_000/Model.key")).Replace(old, name);
        return With("TransformerChain/Transform_000/Model.key", Encoding.Latin1.GetBytes(part));
    }

    private byte[] Without(string name) => With(name, null);

    private byte[] With(string name, byte[]? content)
    {
        using var stream = new MemoryStream();
        stream.Write(_model);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(name)!.Delete();
            if (content != null)
            {
                using var target = zip.CreateEntry(name).Open();
                target.Write(content);
            }
        }
        return stream.ToArray();
    }

    private sealed class Row
    {
        public float X { get; set; }
    }
}
