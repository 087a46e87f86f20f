namespace MLNetDeep.Tests.Samples;

/// <summary>The service scores like the process that trained its model, and has no part of torch in its folder.</summary>
public sealed class ScoringServiceTests
{
    [Fact]
    public void AServiceWithoutTorchGivesTheSameScoresAndNamesWrongFields()
    {
        var lines = SampleRun.Output("ScoringClient").Split('\n');
        Assert.Equal("500 customers together and 20 alone: the same scores as in this process, to the bit.", lines[0]);
        Assert.Equal("Health: ready", lines[1]);
        Assert.StartsWith("Model: {\"inputs\":{\"female\":\"Single\",\"senior_citizen\":\"Single\"", lines[2], StringComparison.Ordinal);
        Assert.Contains(
            "\"outputs\":{\"predicted_label\":\"Boolean\",\"score\":\"Single\",\"probability\":\"Single\"},\"network\":\"Mlp\"", lines[2],
            StringComparison.Ordinal);
        Assert.Equal(
            [
                "{\"tenure\": \"long\"} -> 400 Field 'tenure' must be a number.",
                "{\"tenure\": 3} -> 400 Field 'female' must be given, but was missing.",
                "[{\"contract\": null}] -> 400 Field '[0].contract' must be a text.",
                "{\"age\": 40} -> 400 Field 'age' must be a column of the model, but there is none of that name.",
                "null -> 400 The request must be a customer, but was null.",
                "{ -> 400 The request must be a customer or a list of customers in JSON, but could not be read.",
                "",
            ],
            lines[3..]);
    }

    [Fact]
    public void TheServicesFolderHasNothingOfTorch()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var service = Path.Combine(here.Parent!.Parent!.FullName, "ScoringService", here.Name);
        Assert.True(File.Exists(Path.Combine(service, "MLNetDeep.dll")));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(service, "*", SearchOption.AllDirectories),
            file => Path.GetFileName(file).Contains("torch", StringComparison.OrdinalIgnoreCase));
    }
}
