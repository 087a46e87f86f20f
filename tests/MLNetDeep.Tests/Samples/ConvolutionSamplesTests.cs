namespace MLNetDeep.Tests.Samples;

/// <summary>The samples of images and signals run and are as good as they say.</summary>
public sealed class ConvolutionSamplesTests
{
    [Fact]
    public void Signals_are_told_apart()
    {
        Assert.Matches(
            @"^Accuracy (0\.9[789]\d|1\.000) over five folds\nThe first is a movement of kind [12], in truth [12]\n$",
            SampleRun.Output("SignalClassification"));
        Assert.True(RepositoryFiles.Read("samples/SignalClassification/Program.cs").Split('\n').Length < 80);
    }

    [Fact]
    public void Digits_are_told_apart_and_a_picture_shows_where_they_were_looked_at()
    {
        string output = SampleRun.Output("ImageClassification", "digits");
        Assert.Matches(@"^\d+ layers, accuracy 0\.9[789]\d\n", output);
        Assert.True(RepositoryFiles.Read("samples/ImageClassification/Program.cs").Split('\n').Length < 80);
    }
}
