using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Faults;

/// <summary>Fits in a process whose heap is too small for the data.</summary>
public sealed class TightMemoryTests
{
    [Fact]
    public void OutOfMemoryComesOutOfTheFitAndStreamingGoesOn() => Assert.Equal(
        ["out of memory", "small again: True", "streamed 120000"],
        FreshProgram.RunWithin(32 << 20, "memory"));
}
