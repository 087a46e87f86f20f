using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests.Cnn;

public sealed class CnnTrainerTests
{
    private static readonly CnnOptions Quick = new() { MaximumEpochCount = 10, BatchSize = 32, WidthFactor = 0.25, Seed = 1, ThreadCount = 1 };

    [Fact]
    public void TellsShapesApart()
    {
        var ml = new MLContext(1);
        var model = ml.MulticlassClassification.Trainers.Cnn(Quick).Fit(Shapes.Bytes(ml, Shapes.Images(400, 1)));
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(Shapes.Bytes(ml, Shapes.Images(100, 2))));
        Assert.True(metrics.MicroAccuracy > 0.9, $"accuracy {metrics.MicroAccuracy}");
    }

    [Fact]
    public void BytesAndFloatsTrainAndScoreAlike()
    {
        var ml = new MLContext(1);
        var images = Shapes.Images(120, 1);
        var trainer = ml.MulticlassClassification.Trainers.Cnn(Quick with { MaximumEpochCount = 2 });
        var ofBytes = trainer.Fit(Shapes.Bytes(ml, images));
        var ofFloats = trainer.Fit(Shapes.Floats(ml, images));
        Assert.Equal(ofBytes.Model.Tensors, ofFloats.Model.Tensors);
        Assert.Equal(Scores(ofBytes.Transform(Shapes.Floats(ml, images))), Scores(ofFloats.Transform(Shapes.Bytes(ml, images))));
    }

    [Fact]
    public void BytesOnDiskTrainAsWell()
    {
        var ml = new MLContext(1);
        var trainer = ml.MulticlassClassification.Trainers.Cnn(Quick with { MemoryBudget = 20_000 });
        var model = trainer.Fit(Shapes.Bytes(ml, Shapes.Images(400, 1)));
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(Shapes.Bytes(ml, Shapes.Images(100, 2))));
        Assert.True(metrics.MicroAccuracy > 0.9, $"accuracy {metrics.MicroAccuracy}");
    }

    private static float[] Scores(IDataView data) => [.. data.GetColumn<float[]>("Score").SelectMany(score => score)];
}
