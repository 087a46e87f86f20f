using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Portable.Tests.Core;

public sealed class EnvironmentTests
{
    [Fact]
    public void Cancelling_reaches_hosts_made_before_and_after()
    {
        var ml = new MLContext(1);
        IHostEnvironment env = ml;
        var before = env.Register("Trainer");
        var child = before.Register("Inner");
        child.CheckAlive();
        ml.CancelExecution();

        Assert.Equal("Operation was canceled.", Assert.Throws<OperationCanceledException>(before.CheckAlive).Message);
        Assert.Throws<OperationCanceledException>(child.CheckAlive);
        Assert.Throws<OperationCanceledException>(env.Register("Later").CheckAlive);
        ((IHostEnvironment)new MLContext(1)).Register("Trainer").CheckAlive();
    }

    [Fact]
    public void Seed_settles_the_numbers_of_every_host()
    {
        static int[] Numbers(MLContext ml)
        {
            IHostEnvironment env = ml;
            var first = env.Register("A");
            var second = env.Register("B");
            return [first.Rand.Next(), second.Rand.Next(), first.Register("C").Rand.Next(), env.Register("D", seed: 5).Rand.Next()];
        }

        var numbers = Numbers(new MLContext(3));
        Assert.Equal(numbers, Numbers(new MLContext(3)));
        Assert.Equal(4, numbers.Distinct().Count());
        Assert.NotEqual(numbers[..3], Numbers(new MLContext(4))[..3]);
        Assert.Equal(numbers[3], Numbers(new MLContext(4))[3]);
    }

    [Fact]
    public void Messages_reach_the_log_with_source_and_kind()
    {
        var ml = new MLContext(1);
        var seen = new List<LoggingEventArgs>();
        ml.Log += (_, e) => seen.Add(e);
        var host = ((IHostEnvironment)ml).Register("Trainer");
        using (var channel = host.Start("Fitting"))
        {
            channel.Info(MessageSensitivity.None, "epoch {0}", 3);
            channel.Warning(MessageSensitivity.None, "braces {are} fine");
        }
        Assert.Equal(
            [(ChannelMessageKind.Trace, "Channel started"), (ChannelMessageKind.Info, "epoch 3"),
                (ChannelMessageKind.Warning, "braces {are} fine")],
            seen.Take(3).Select(e => (e.Kind, e.RawMessage!)));
        Assert.Equal("[Source=Trainer; Fitting, Kind=Info] epoch 3", seen[1].Message);
        Assert.Equal("Channel disposed", seen[^1].RawMessage);
    }

    [Fact]
    public void Exceptions_carry_who_threw_them()
    {
        var host = ((IHostEnvironment)new MLContext(1)).Register("Trainer");
        var error = host.ExceptSchemaMismatch("labelCol", "label", "Class", "Key<UInt32>", "String");
        Assert.IsType<ArgumentOutOfRangeException>(error);
        Assert.Equal("Schema mismatch for label column 'Class': expected Key<UInt32>, got String (Parameter 'labelCol')", error.Message);
        Assert.Equal("Environment", error.Data["Throwing component"]);
        using var channel = host.Register("Inner").Register("Innermost").Start("Fitting");
        var data = channel.Process(new FormatException()).Data;
        Assert.Equal(("Innermost", "Trainer", "Fitting"), (data["Throwing component"], data["Parent component"], data["Phase"]));
        Assert.Equal("Trainer; Innermost; Fitting", channel.ContextDescription);
        Assert.Equal("Could not find feature column 'Nope' (Parameter 'inputSchema')",
            Contracts.ExceptSchemaMismatch("inputSchema", "feature", "Nope").Message);
    }
}
