namespace MLNetDeep.Tests.Conformance;

/// <summary>Every estimator that is no trainer × every check.</summary>
public sealed class EstimatorConformanceTests
{
    public static TheoryData<string, string> Matrix { get; } = Cross();

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Estimator_conforms(string estimator, string check) => EstimatorChecks.All[check](EstimatorCase.All[estimator]);

    private static TheoryData<string, string> Cross()
    {
        var cases = new TheoryData<string, string>();
        foreach (var estimator in EstimatorCase.All.Keys)
            foreach (var check in EstimatorChecks.All.Keys)
                cases.Add(estimator, check);
        return cases;
    }
}
