namespace MLNetDeep.Tests.Samples;

/// <summary>The sample of a cluster loses a silo and no trial.</summary>
public sealed class SweepClusterTests
{
    [Fact]
    public void A_silo_is_killed_and_all_trials_are_finished_once()
    {
        var output = SampleRun.Output("SweepCluster");
        Assert.Contains("Killed the last silo.\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\n24 trials finished, none lost; [01] begun again\n", output);
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }
}
