using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MLNetDeep.Persistence;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Persistence;

/// <summary>What the fuzzer found: models that fit together and make no sense all the same, one test for each kind.</summary>
public sealed class HostileModelTests
{
    private static readonly Lazy<ModelParts> Saved = new(() =>
    {
        var ml = new MLContext(seed: 1);
        var fitted = ml.Regression.Trainers.Mlp(Tables.Small("Value") with { MaximumEpochCount = 2 }).Fit(Tables.View(ml));
        return ModelFormat.Write(fitted.Model, fitted.Inputs);
    });

    [Fact]
    public void CategoriesThatAreNullAreRefused() => Refused(
        "network.json", "The network description cannot be read: 'categories' is null",
        Edited("network.json", json => json["network"]!["layers"]![0]!["categories"] = null));

    [Fact]
    public void ATargetThatIsNullIsRefused() => Refused(
        "network.json", "an item of $.head.targets is null",
        Edited("network.json", json => json["head"]!["targets"] = new JsonArray((JsonNode?)null)));

    [Fact]
    public void ALossWithoutItsKindIsRefused()
    {
        var parts = Edited("network.json", json => json["head"]!["loss"] = new JsonObject());
        var error = Assert.Throws<FormatException>(() => ModelFormat.Read(parts));
        Assert.StartsWith("The saved deep model cannot be read: part 'network.json' does not make sense (", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void ABestEpochThatIsNoneIsRefused(int epoch) => Refused(
        "training.json", $"the best epoch is number {epoch}, but there are 2 epochs",
        Edited("training.json", json => json["history"]!["bestEpoch"] = epoch));

    [Fact]
    public void AVersionThatIsNullIsRefused() => Refused(
        "training.json", "a version is null", Edited("training.json", json => json["versions"]!["x"] = null));

    [Fact]
    public void AMemberThatIsThereTwiceIsRefused()
    {
        var text = Encoding.UTF8.GetString(Saved.Value.File("network.json"));
        var error = Assert.Throws<FormatException>(() => ModelFormat.Read(With("network.json", $"{{\"task\": \"binary\",{text[1..]}")));
        Assert.StartsWith("The saved deep model cannot be read: part 'network.json' does not make sense", error.Message);
    }

    [Fact]
    public void AHeaderThatNamesAFileTwiceIsRefused()
    {
        var header = Header("Features", "network.json", "network.json");
        Assert.Equal("The saved deep model cannot be read: part 'Model.key' names 'network.json' twice.", RefusedHeader(header));
    }

    /// <summary>A length of 7-bit groups that never ends, and one below 0.</summary>
    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F })]
    public void ATextOfImpossibleLengthIsRefused(byte[] header) => Assert.StartsWith(
        "The saved deep model cannot be read: part 'Model.key' does not make sense (", RefusedHeader(header));

    [Fact]
    public void ADescriptionOfGigabytesIsRefused()
    {
        Assert.Equal(64 << 20, ModelParts.LargestSize("network.json"));
        Assert.Equal(Array.MaxLength, ModelParts.LargestSize("weights.safetensors"));
    }

    private static byte[] Header(string column, params string[] files)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(column);
        writer.Write(files.Length);
        foreach (var file in files)
        {
            writer.Write(file);
            writer.Write(new byte[SHA256.HashSizeInBytes]);
        }
        return bytes.ToArray();
    }

    private static string RefusedHeader(byte[] header)
    {
        using var reader = new BinaryReader(new MemoryStream(header));
        return Assert.Throws<FormatException>(() => ModelParts.Read(reader, _ => [])).Message;
    }

    private static ModelParts Edited(string file, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(Saved.Value.File(file))!.AsObject();
        edit(json);
        return With(file, json.ToJsonString());
    }

    private static ModelParts With(string file, string content) => Saved.Value.With(file, Encoding.UTF8.GetBytes(content));

    private static void Refused(string part, string why, ModelParts parts) => Assert.Equal(
        $"The saved deep model cannot be read: part '{part}' does not make sense ({why}).",
        Assert.Throws<FormatException>(() => ModelFormat.Read(parts)).Message);
}
