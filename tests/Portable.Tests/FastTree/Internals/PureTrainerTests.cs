using Microsoft.ML;

namespace Portable.Tests.FastTree;

public sealed partial class TrainerTests
{
    [Fact]
    public void A_cancelled_context_stops_the_training()
    {
        var data = View(Rows(0, 600));
        var trainer = _ml.Regression.Trainers.FastTree("Target", numberOfTrees: 1_000_000);
        using var timer = new Timer(_ => _ml.CancelExecution(), null, 300, Timeout.Infinite);
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.Fit(data));
    }

    // A forest of ML.NET goes on with the random choice of features where its last fit ended.
    [Fact]
    public void A_trainer_fitted_twice_gives_the_same_model()
    {
        var data = View(Rows(0, 600));
        var trainer = _ml.Regression.Trainers.FastForest("Target", numberOfTrees: 5);
        Assert.Equal(Scores(trainer.Fit(data).Transform(data)), Scores(trainer.Fit(data).Transform(data)));
    }
}
