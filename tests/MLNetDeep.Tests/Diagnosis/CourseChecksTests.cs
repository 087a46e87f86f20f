using MLNetDeep.Diagnosis.Checks;

namespace MLNetDeep.Tests.Diagnosis;

/// <summary>What the losses of the epochs tell. The best constant loses 0.69 in all of these: the classes are about as frequent.</summary>
public sealed class CourseChecksTests
{
    [Fact]
    public void A_network_that_learned_nothing_is_a_problem()
    {
        var evidence = new TestEvidence { Losses = [(0.70, 0.71), (0.695, 0.70), (0.694, 0.705)] };
        Assert.Equal(
            new Finding(
                "flat-loss", FindingSeverity.Problem,
                "The network is no better than the same answer for every row: its lowest validation loss is 0.7, that of the best constant "
                + "0.6943.",
                "Check that label and features come from the same rows; if they do, try another learning rate (it was 0.001), more epochs, "
                + "or features that say more."),
            Assert.Single(evidence.Examine<FlatLoss>()));
    }

    [Fact]
    public void A_quantity_is_compared_with_its_spread()
    {
        var evidence = new TestEvidence { ClassNames = null, Label = row => 100 * row % 7, Losses = [(1.1, 1.2), (1, 1.01)] };
        Assert.Equal(
            "The network is no better than the same answer for every row: its lowest validation loss is 1.01, that of the best constant "
            + "0.9919.",
            Assert.Single(evidence.Examine<FlatLoss>()).Message);
    }

    [Fact]
    public void A_training_loss_that_rises_for_good_diverges()
    {
        var evidence = new TestEvidence { Losses = [(0.6, 0.6), (0.4, 0.5), (0.7, 0.7), (0.9, 0.8), (0.95, 0.9), (1, 1)] };
        Assert.Equal(
            new Finding(
                "diverging-loss", FindingSeverity.Warning,
                "The training loss rose again: from 0.4 in epoch 2 to 0.95 in the last 3 epochs.",
                "Lower the learning rate (it was 0.001), let it fall over the fit (LearningRateSchedule), or clip the gradients harder "
                + "(GradientClipNorm)."),
            Assert.Single(evidence.Examine<DivergingLoss>()));
    }

    [Fact]
    public void A_loss_that_doubles_near_0_does_not_diverge() =>
        Assert.Empty(new TestEvidence { Losses = [(0.6, 0.6), (1e-4, 0.1), (3e-4, 0.1), (3e-4, 0.1), (3e-4, 0.1)] }
            .Examine<DivergingLoss>());

    [Fact]
    public void A_loss_that_jumps_asks_for_a_lower_learning_rate()
    {
        (double, double)[] losses = [.. Enumerable.Range(0, 12).Select(i => (0.5, i % 2 == 0 ? 0.6 : 0.5))];
        Assert.Equal(
            new Finding(
                "learning-rate-too-high", FindingSeverity.Warning,
                "The validation loss jumps: typically by 0.1 from epoch to epoch, which is 51% of all that the fit gained.",
                "Lower the learning rate (it was 0.001) by a factor of 3 to 10, or take larger batches; with few validation rows, hold out "
                + "more."),
            Assert.Single(new TestEvidence { Losses = losses }.Examine<LearningRateTooHigh>()));
        // One that rises on and on is another matter.
        losses = [.. Enumerable.Range(0, 12).Select(i => (0.5, 0.5 + 0.1 * i))];
        Assert.Empty(new TestEvidence { Losses = losses }.Examine<LearningRateTooHigh>());
    }

    [Fact]
    public void What_holds_for_training_rows_only_is_overfitting()
    {
        var evidence = new TestEvidence { Losses = [(0.5, 0.62), (0.2, 0.55), (0.1, 0.7)] };
        Assert.Equal(
            new Finding(
                "overfitting", FindingSeverity.Warning,
                "71% of what the network learned does not carry over: in epoch 2, the best, it is at 0.2 on training rows and 0.55 on "
                + "validation rows (the best constant: 0.6943).",
                "More rows help most; else a smaller network, more dropout or weight decay, and without columns that tell nothing."),
            Assert.Single(evidence.Examine<Overfitting>()));
    }

    [Fact]
    public void A_validation_loss_that_rises_after_the_best_epoch_is_a_note()
    {
        var evidence = new TestEvidence { Losses = [(0.5, 0.5), (0.4, 0.45), (0.3, 0.55)] };
        Assert.Equal(
            new Finding(
                "overfitting", FindingSeverity.Note,
                "After epoch 2, the best, the validation loss rose from 0.45 to 0.55 while the training loss fell from 0.4 to 0.3.",
                "A lower learning rate, more dropout or weight decay, or a smaller network may find a better epoch later."),
            Assert.Single(evidence.Examine<Overfitting>()));
    }

    [Fact]
    public void A_loss_that_still_falls_asks_for_more_epochs()
    {
        var evidence = new TestEvidence { Losses = [.. Enumerable.Range(0, 10).Select(i => (0.65 - 0.03 * i, 0.66 - 0.03 * i))] };
        Assert.Equal(
            new Finding(
                "underfitting", FindingSeverity.Note,
                "The fit ended while the validation loss was still falling: from 0.45 to 0.39 in the last 2 epochs of 10.",
                "Allow more epochs (MaximumEpochCount), or raise the learning rate (it was 0.001)."),
            Assert.Single(evidence.Examine<Underfitting>()));
        evidence.StopReason = TrainingStopReason.NoImprovement;
        Assert.Empty(evidence.Examine<Underfitting>());
    }

    [Fact]
    public void A_network_that_hardly_knows_its_own_rows_is_a_note()
    {
        var evidence = new TestEvidence { Losses = [(0.69, 0.69), (0.67, 0.68), (0.67, 0.68), (0.67, 0.68)] };
        Assert.Equal(
            new Finding(
                "underfitting", FindingSeverity.Note,
                "The network explains little even of the rows it learned from: its training loss is 0.67, that of the best constant "
                + "0.6929.",
                "Either the features say little about the label, or the network is held back: try less dropout and weight decay, "
                + "more units, "
                + "or another learning rate."),
            Assert.Single(evidence.Examine<Underfitting>()));
    }

    [Fact]
    public void Without_validation_rows_the_training_loss_decides()
    {
        var evidence = new TestEvidence { ValidationRows = 0, Losses = [(0.8, double.NaN), (0.7, double.NaN)] };
        Assert.StartsWith(
            "The network is no better than the same answer for every row: its lowest training loss is 0.7,",
            Assert.Single(evidence.Examine<FlatLoss>()).Message, StringComparison.Ordinal);
        Assert.Empty(evidence.Examine<Overfitting>());
    }

    [Fact]
    public void A_fit_without_blemish_has_no_findings()
    {
        var evidence = new TestEvidence();
        Assert.Empty(evidence.Examine<FlatLoss>());
        Assert.Empty(evidence.Examine<DivergingLoss>());
        Assert.Empty(evidence.Examine<LearningRateTooHigh>());
        Assert.Empty(evidence.Examine<Overfitting>());
        Assert.Empty(evidence.Examine<Underfitting>());
    }
}
