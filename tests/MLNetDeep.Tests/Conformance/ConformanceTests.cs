using MLNetDeep.Conformance;

namespace MLNetDeep.Tests.Conformance;

/// <summary>Every trainer × every check. <c>--filter "DisplayName~Mlp.Binary"</c> picks one trainer.</summary>
[Collection(ConformanceCollection.Name)]
public sealed class ConformanceTests
{
    private static readonly IReadOnlyDictionary<string, TrainerSubject> Subjects =
        Trainers.All.ToDictionary(subject => subject.Key, subject => subject.Value.Conforming());

    public static TheoryData<string, string> Matrix { get; } = Cross();

    public static TheoryData<string> Tasks { get; } = [.. DeepTasks.All.Select(task => task.Name)];

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Trainer_conforms(string trainer, string check) => ConformanceSuite.Check(Subjects[trainer], check).ThrowIfFailure();

    [Fact]
    public void Known_gaps_name_trainers_and_checks()
        => Assert.All(KnownGaps.Reasons.Keys, gap => Assert.Contains(gap.Check, ConformanceSuite.NamesFor(Subjects[gap.Trainer])));

    /// <summary>A trainer that lacks one of the forms, or its tiny settings, would go unchecked.</summary>
    [Theory]
    [MemberData(nameof(Tasks))]
    public void Catalog_methods_come_in_two_forms_and_are_registered(string taskName)
    {
        var task = DeepTasks.All.Single(task => task.Name == taskName);
        var ensembles = Trainers.EnsembleMethods(task).ToList();
        Assert.All(ensembles.GroupBy(method => method.Name), forms =>
        {
            Assert.Single(forms, method => method.GetParameters()[2].Name == "options");
            var parameters = Assert.Single(forms, method => method.GetParameters()[2].Name != "options").GetParameters();
            Assert.All(parameters.Skip(2), parameter => Assert.True(parameter.HasDefaultValue, parameter.Name));
        });
        var methods = Trainers.Extensions(task).Except(ensembles).GroupBy(method => method.Name).ToList();
        Assert.NotEmpty(methods);
        Assert.All(methods, forms =>
        {
            Assert.Single(forms, method => Trainers.CatalogMethods(task).Contains(method));
            var parameters = Assert.Single(forms, method => !Trainers.CatalogMethods(task).Contains(method)).GetParameters();
            Assert.Equal(["catalog", "labelColumnName", "featureColumnName"], parameters.Take(3).Select(p => p.Name));
            Assert.Equal(["Label", "Features"], parameters.Skip(1).Take(2).Select(p => p.DefaultValue));
            Assert.All(parameters.Skip(1), parameter => Assert.True(parameter.HasDefaultValue, parameter.Name));
            Assert.Contains($"{forms.Key}.{taskName}", Trainers.All.Keys);
        });
    }

    private static TheoryData<string, string> Cross()
    {
        var cases = new TheoryData<string, string>();
        foreach (var subject in Subjects)
            foreach (var check in ConformanceSuite.NamesFor(subject.Value))
                cases.Add(subject.Key, check);
        return cases;
    }
}
