using System.Reflection;
using MLNetDeep.Cli;
using MLNetDeep.Cli.Output;

namespace MLNetDeep.Tests.Cli;

/// <summary>Whatever libraries wrap around a failure, the user reads the failure.</summary>
public sealed class FailureTextTests
{
    private static readonly IOException Disk = new("The disk\nis full.");

    public static TheoryData<Exception, string> Failures => new()
    {
        { Disk, "The disk is full." },
        { new AggregateException(Disk), "The disk is full." },
        { new TargetInvocationException(new TypeInitializationException("X", Disk)), "The disk is full." },
        { new InvalidOperationException("Error during class instantiation", new TargetInvocationException(Disk)), "The disk is full." },
        { new CliException("Wrong.", new IOException("deeper")), "Wrong." },
        { new InvalidOperationException("Odd.", new IOException("deeper")), "Odd. (--verbose shows where this arose.)" },
        { new TypeInitializationException("X", new DllNotFoundException("libX")), "A native library is missing or does not fit: libX" },
        { new OperationCanceledException(), "Cancelled." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void IsOneLine(Exception failure, string line) => Assert.Equal(line, FailureText.Explain(failure));
}
