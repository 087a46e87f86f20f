using System.Text;
using MLNetDeep.Networks;
using MLNetDeep.Persistence;

namespace MLNetDeep.Tests.Persistence;

public sealed class SafeTensorsTests
{
    private static readonly NetworkSpec Network = new([3], [new LinearSpec(2)]);
    private static readonly float[] Values = [1, 2, 3, 4, 5, 6, 0.5f, -0.5f];

    [Fact]
    public void ComesBack() => Assert.Equal(Values, SafeTensors.Read(Network.Tensors, SafeTensors.Write(Network.Tensors, Values)));

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
    }

    [Theory]
    [InlineData("[2,3]", "[3,2]", "tensor '0.weight' must be F32 [2, 3], but is F32 [3, 2]")]
    [InlineData("0.weight", "9.weight", "tensor '0.weight' is missing")]
    [InlineData("[0,24]", "[8,24]", "the values of tensor '0.weight' are not where the header says")]
    [InlineData("\"F32\",\"shape\":[2,3]", "\"F16\",\"shape\":[2,3]", "tensor '0.weight' must be F32 [2, 3], but is F16 [2, 3]")]
    public void AHeaderThatDoesNotFitTheNetworkIsRefused(string from, string to, string message)
    {
        var file = Encoding.Latin1.GetString(SafeTensors.Write(Network.Tensors, Values));
        Assert.Contains(from, file);
        var changed = Encoding.Latin1.GetBytes(file.Replace(from, to));
        Assert.Equal(message, Assert.Throws<FormatException>(() => SafeTensors.Read(Network.Tensors, changed)).Message);
    }
}
