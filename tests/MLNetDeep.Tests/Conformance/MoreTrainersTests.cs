using System.Reflection;
using Microsoft.ML;
using MLNetDeep.Conformance;

namespace MLNetDeep.Tests.Conformance;

/// <summary>Trainers beside those of <see cref="ConformanceTests"/>, and the proof that none is left out.</summary>
[Collection(ConformanceCollection.Name)]
public sealed class MoreTrainersTests
{
    private static readonly Dictionary<Type, string> CheckedElsewhere = new()
    {
        [typeof(ForecastEstimator)] = "a forecast depends on the rows before it, which the suite forbids; see ForecastersTests",
    };

    public static TheoryData<string, string> Matrix { get; } = Cross();

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Trainer_conforms(string trainer, string check) => ConformanceSuite.Check(MoreTrainers.All[trainer], check).ThrowIfFailure();

    /// <summary>A new estimator must become a subject here, of <see cref="Trainers"/> or of <see cref="EstimatorCase"/>.</summary>
    [Fact]
    public void Every_estimator_is_checked()
    {
        var known = Trainers.All.Values.Select(deep => deep.Estimator().GetType())
            .Concat(MoreTrainers.All.Values.Select(subject => subject.Estimator().GetType()))
            .Concat(EstimatorCase.All.Values.Select(subject => subject.Create(new MLContext(1)).GetType()))
            .Concat(CheckedElsewhere.Keys);
        var exported = typeof(DeepTrainer).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IEstimator<ITransformer>)));
        Assert.Equal(exported.Select(type => type.Name).Order(), known.Distinct().Select(type => type.Name).Order());
    }

    /// <summary>Every catalog that hands out a deep trainer is one of a task in <see cref="DeepTasks"/>, or of sequences.</summary>
    [Fact]
    public void Every_catalog_is_checked()
    {
        var catalogs = typeof(DeepTrainer).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.ReturnType == typeof(DeepTrainer) && method.GetParameters().Length > 0)
            .Select(method => method.GetParameters()[0].ParameterType).Distinct();
        Assert.Equal(
            DeepTasks.All.Select(task => DeepTasks.Trainers(task, new MLContext()).GetType().Name)
                .Concat(MoreTrainers.All.Keys.Where(name => name.StartsWith("Sequence", StringComparison.Ordinal))
                    .Select(name => $"{name.Split('.')[0]}Trainers")).Order(),
            catalogs.Select(type => type.Name).Order());
    }

    private static TheoryData<string, string> Cross()
    {
        var cases = new TheoryData<string, string>();
        foreach (var subject in MoreTrainers.All)
            foreach (var check in ConformanceSuite.NamesFor(subject.Value))
                cases.Add(subject.Key, check);
        return cases;
    }
}
