namespace MLNetDeep.Tests.Onnx;

/// <summary>Every preset and task in ONNX Runtime against ML.NET's columns: one row, and many.</summary>
public sealed class OnnxModelTests
{
    public static TheoryData<string> Tables => [.. OnnxModels.Tables.Keys];

    public static TheoryData<string> Images => [.. OnnxModels.Images.Keys];

    public static TheoryData<string> Sequences => [.. OnnxModels.Sequences.Keys];

    public static TheoryData<string> Forecasters => [.. OnnxModels.Forecasters.Keys];

    [Theory]
    [MemberData(nameof(Tables))]
    public void TableModel(string name) => OnnxModels.Tables[name].Value.Compare(1, 25);

    [Theory]
    [MemberData(nameof(Images))]
    public void ImageModel(string name) => OnnxModels.Images[name].Value.Compare(1, 9);

    [Theory]
    [MemberData(nameof(Sequences))]
    public void SequenceModel(string name) => OnnxModels.Sequences[name].Value.Compare(1, 25);

    [Theory]
    [MemberData(nameof(Forecasters))]
    public void Forecaster(string name) => OnnxModels.Forecasters[name].Value.Compare(1, 25);
}
