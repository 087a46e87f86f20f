using System.Text;
using System.Text.Json;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;
using MLNetDeep.Tests.Numerics;

namespace MLNetDeep.Tests.Persistence;

/// <summary>Files of tensors; the golden ones were laid out by PyTorch and a script of a few lines.</summary>
public sealed class SafeTensorsTests
{
    private static readonly NetworkSpec Network = new([3], [new LinearSpec(2)]);
    private static readonly float[] Values = [1, 2, 3, 4, 5, 6, 0.5f, -0.5f];
    private static readonly JsonElement Golden = GoldenFile.Read("safetensors_golden.json");

    [Fact]
    public void ComesBack() => Assert.Equal(Values, SafeTensors.Read(Network.Tensors, SafeTensors.Write(Network.Tensors, Values)));

    [Fact]
    public void Numbers_of_every_type_are_read_as_PyTorch_converts_them()
    {
        var file = SafeTensors.Load(new MemoryStream(Golden.GetProperty("types").GetBytesFromBase64()));
        var expected = Golden.GetProperty("values");
        Assert.Equal(expected.EnumerateObject().Select(tensor => tensor.Name).Order(), file.Tensors.Select(tensor => tensor.Name).Order());
        foreach (var tensor in file.Tensors)
            Assert.Equal(GoldenFile.Numbers(expected.GetProperty(tensor.Name)), file.GetValues(tensor.Name));
        Assert.Equal([0, 4], file.Tensors.Single(tensor => tensor.Name == "empty").Shape);
        Assert.Empty(file.Tensors.Single(tensor => tensor.Name == "scalar").Shape);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void What_is_saved_equals_what_the_script_lays_out_byte_for_byte()
    {
        var golden = Golden.GetProperty("network").GetBytesFromBase64();
        var file = SafeTensors.Load(new MemoryStream(golden));
        Assert.Equal("pt", file.Metadata["format"]);
        using var saved = new MemoryStream();
        SafeTensors.Save(saved, file.Tensors.Select(tensor => (tensor.Name, tensor.Shape, file.GetValues(tensor.Name))), file.Metadata);
        Assert.Equal(golden, saved.ToArray());
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        var file = SafeTensors.Write(Network.Tensors, Values);
        for (var length = 0; length < file.Length; length++)
            Assert.ThrowsAny<FormatException>(() => SafeTensors.Read(Network.Tensors, file[..length]));
    }

    [Fact]
    public void AHeaderLongerThanTheFileIsRefused()
    {
        var file = SafeTensors.Write(Network.Tensors, Values);
        BitConverter.TryWriteBytes(file, ulong.MaxValue);
        Assert.Equal("its header is truncated", Assert.Throws<FormatException>(() => SafeTensors.Read(Network.Tensors, file)).Message);
        var error = Assert.Throws<FormatException>(() => SafeTensors.Load(new MemoryStream(file)));
        Assert.Equal("The safetensors file cannot be read: its header is truncated.", error.Message);
    }

    [Theory]
    [InlineData("[2,3]", "[3,2]", "tensor '0.weight' must be F32 [2, 3], but is F32 [3, 2]")]
    [InlineData("0.weight", "9.weight", "tensor '0.weight' is missing")]
    [InlineData("[0,24]", "[8,24]", "the values of tensor '0.weight' are not where the header says")]
    [InlineData("[0,24]", "[8,32]", "the values of tensor '0.weight' are not where the header says")]
    [InlineData("[24,32]", "[16,24]", "the values of tensor '0.bias' are not where the header says")]
    [InlineData("[24,32]", "[25,33]", "the values of tensor '0.bias' are not where the header says")]
    [InlineData("[2,3]", "[-2,-3]", "tensor '0.weight' has the shape F32 [-2, -3]")]
    [InlineData("[2,3]", "[65536,65536,65536,65536]", "the header's entry of tensor '0.weight' does not make sense")]
    [InlineData("[2,3]", "2", "the header's entry of tensor '0.weight' does not make sense")]
    [InlineData("0.bias", "0.weight", "its header is no JSON object with different members")]
    [InlineData("\"F32\",\"shape\":[2,3]", "\"F64\",\"shape\":[1,3]", "tensor '0.weight' must be F32 [2, 3], but is F64 [1, 3]")]
    [InlineData("F32", "F4", "numbers of type 'F4' are not supported")]
    [InlineData("\"0.weight\":{", "\"__metadata__\":{", "its metadata is not made of words")]
    public void AHeaderThatDoesNotFitIsRefused(string from, string to, string message)
    {
        var file = Encoding.Latin1.GetString(SafeTensors.Write(Network.Tensors, Values));
        Assert.Contains(from, file);
        var changed = WithLength(Encoding.Latin1.GetBytes(file.Replace(from, to)), file.Length);
        Assert.Equal(message, Assert.Throws<FormatException>(() => SafeTensors.Read(Network.Tensors, changed)).Message);
    }

    [Fact]
    public void SpareBytesAreRefused()
    {
        byte[] file = [.. SafeTensors.Write(Network.Tensors, Values), 0];
        var error = Assert.Throws<FormatException>(() => SafeTensors.Read(Network.Tensors, file));
        Assert.Equal("its tensors take 32 bytes, but 33 follow the header", error.Message);
    }

    [Fact]
    public void Names_and_numbers_must_fit_to_be_saved()
    {
        var twice = Assert.Throws<ArgumentException>(() => SafeTensors.Save(Stream.Null, [("a", [1], [1f]), ("a", [1], [2f])]));
        Assert.Equal("A safetensors file must have different names, but 'a' stands twice. (Parameter 'tensors')", twice.Message);
        var few = Assert.Throws<ArgumentException>(() => SafeTensors.Save(Stream.Null, [("a", [2, 2], [1f])]));
        Assert.Equal("Tensor 'a' of type F32 [2, 2] must have 4 numbers, but has 1. (Parameter 'tensors')", few.Message);
        var none = Assert.Throws<ArgumentException>(() => new SafeTensors(SafeTensors.Write(Network.Tensors, Values)).GetValues("b"));
        Assert.Equal("The safetensors file has no tensor 'b'. (Parameter 'name')", none.Message);
    }

    /// <summary>The header's length grown by as much as the file.</summary>
    private static byte[] WithLength(byte[] file, int before)
    {
        BitConverter.TryWriteBytes(file, BitConverter.ToUInt64(file) + (ulong)(file.Length - before));
        return file;
    }
}
