namespace MLNetDeep.Conformance.Data;

/// <summary>A task that the suite knows nothing of: the subject brings its data.</summary>
internal sealed class OtherData : TaskData
{
    public override string Name => "Other";

    internal override TestColumn Label(string name, double[] signal) => throw NoData();

    internal override void DemandAgreement(Prediction prediction)
    {
    }

    internal override double Skill(IReadOnlyList<Prediction> predictions, double[] signal) => throw NoData();

    internal override TestTable Table(string features, string label, int rows, int seed, int width, Action<float[][]>? edit)
        => throw NoData();

    private static InvalidOperationException NoData() => new("TrainerSubject.OwnData must be given for the task Other, but was null.");
}
