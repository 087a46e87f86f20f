using System.Globalization;
using System.Text.RegularExpressions;
using MLNetDeep.Images;

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
        Match match = Regex.Match(output, @"^Accuracy 0\.9[789]\d of \d+ images\n(\d+) ?% of the hottest tenth lies on ink, (\d+) ?% of all pixels do");
        Assert.True(match.Success, output);
        int[] shares = [.. match.Groups.Values.Skip(1).Select(share => int.Parse(share.Value, CultureInfo.InvariantCulture))];
        Assert.True(shares[0] > shares[1] + 15, output);
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        Image picture = Image.Read(Path.Combine(here.Parent!.Parent!.FullName, "ImageClassification", here.Name, "looked-at.png"));
        Assert.True(picture is { Width: > 300, Height: > 200 });
        Assert.True(RepositoryFiles.Read("samples/ImageClassification/Program.cs").Split('\n').Length < 80);
    }
}
