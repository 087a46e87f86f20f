using MLNetDeep.Conformance;
using MLNetDeep.Tests.Conformance.Checks;

namespace MLNetDeep.Tests.Conformance;

/// <summary>The suite tests itself: a check that lets its fault pass is worth nothing.</summary>
[Collection(ConformanceCollection.Name)]
public sealed class BrokenTrainersTests
{
    private static readonly DeepSubject Sound = Trainers.All["Mlp.Multiclass"];

    /// <summary>The sound trainer, without a fault, but wrapped as the broken ones are.</summary>
    private static readonly TrainerSubject Wrapped = BrokenTrainers.Wrapped(Sound.Conforming());

    public static TheoryData<string> Checks { get; } = [.. ConformanceSuite.Checks.Select(check => check.Name)];

    public static TheoryData<string> OwnChecks { get; } = [.. Sound.Conforming().MoreChecks.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Broken_trainer_is_caught(string check)
    {
        Assert.Equal(CheckOutcome.Passed, ConformanceSuite.Check(Wrapped, check).Outcome); // the fault is caught, not the wrapping
        var result = ConformanceSuite.Check(BrokenTrainers.All[check](Sound.Conforming()), check);
        Assert.Equal(CheckOutcome.Failed, result.Outcome);
        Assert.NotEmpty(result.Message);
    }

    [Theory]
    [MemberData(nameof(OwnChecks))]
    public void Broken_deep_trainer_is_caught(string check)
    {
        var sound = check == nameof(DeepChecks.probability_is_the_logistic_of_the_score) ? Trainers.All["Mlp.Binary"] : Sound;
        Assert.Equal(CheckOutcome.Passed, ConformanceSuite.Check(sound.Conforming(), check).Outcome);
        Assert.Equal(CheckOutcome.Failed, ConformanceSuite.Check(BrokenDeepTrainers.All[check](sound).Conforming(), check).Outcome);
    }

    [Fact]
    public void Every_check_has_its_broken_trainer()
    {
        Assert.Equal(ConformanceSuite.Checks.Select(check => check.Name), BrokenTrainers.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Sound.Conforming().MoreChecks.Select(check => check.Name).Order(), BrokenDeepTrainers.All.Keys.Order());
    }
}
