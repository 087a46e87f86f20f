using MLNetDeep.Plots;

namespace MLNetDeep.Reports;

/// <summary>The course of a fit in charts.</summary>
internal static class HistoryCharts
{
    /// <summary>Above this ratio of the largest to the smallest loss, equal ratios are drawn as equal distances.</summary>
    private const double LogarithmicRatio = 100;

    /// <summary>Training and validation loss.</summary>
    public static Figure Loss(TrainingHistory history)
    {
        var training = Points(history, epoch => epoch.TrainingLoss);
        var validation = Points(history, epoch => epoch.ValidationLoss);
        var hasValidation = validation.Any(point => double.IsFinite(point.Y));
        var stops = history.Epochs.Select(epoch => ((double)epoch.Epoch, $"epoch {epoch.Epoch}\ntraining {Numbers.Show(epoch.TrainingLoss)}"
            + (double.IsFinite(epoch.ValidationLoss) ? $"\nvalidation {Numbers.Show(epoch.ValidationLoss)}" : "")));
        List<ChartLayer> layers =
        [
            Best(history),
            new LineLayer(training) { Name = "training", Paint = Paint.Series(0), Dash = hasValidation ? LineLayer.DashOf(1) : "" },
        ];
        if (hasValidation)
            layers.Add(new LineLayer(validation) { Name = "validation", Paint = Paint.Series(1), Width = 2.2 });
        layers.Add(new HoverLayer([.. stops]));
        var best = history.Best;
        return new Figure("Loss", Over(layers, training.Concat(validation)))
        {
            Width = BlockWidth.Half,
            Note = hasValidation
                ? "Mean over the training rows while the weights moved, and over the validation rows after each epoch."
                : "Mean over the training rows while the weights moved; no rows were held out.",
            Description = $"Loss over {history.Epochs.Count} epochs: training {Numbers.Show(best.TrainingLoss)}, "
                + $"validation {Numbers.Show(best.ValidationLoss)} at the best epoch, {history.BestEpoch}.",
        };
    }

    /// <summary>One validation metric.</summary>
    public static Figure Metric(TrainingHistory history, string name)
    {
        var points = Points(history, epoch => epoch.ValidationMetrics.TryGetValue(name, out var value) ? value : double.NaN);
        var stops = points.Select(point => (point.X, $"epoch {point.X}\n{name} {Numbers.Show(point.Y)}"));
        return new Figure(name, new Chart(
            [Best(history), new LineLayer(points) { Name = name, Paint = Paint.Series(1), Width = 2.2 }, new HoverLayer([.. stops])])
        {
            X = Epochs,
        })
        {
            Width = BlockWidth.Half,
            Note = "On the validation rows" + (name == history.ValidationMetric ? "; this metric chose the best epoch." : "."),
        };
    }

    /// <summary>The step size.</summary>
    public static Figure LearningRate(TrainingHistory history)
    {
        var points = Points(history, epoch => epoch.LearningRate);
        var stops = points.Select(point => (point.X, $"epoch {point.X}\n{Numbers.Show(point.Y)}"));
        return new Figure("Learning rate", new Chart([new LineLayer(points) { Paint = Paint.Series(2) }, new HoverLayer([.. stops])])
        {
            X = Epochs,
            Y = new AxisSpec { IncludeZero = true },
        })
        {
            Width = BlockWidth.Half,
            Note = "Step size of each epoch's last step.",
        };
    }

    /// <summary>The loss that chose the best epoch, of each member of an ensemble.</summary>
    public static Figure Members(IReadOnlyList<DeepModel> members)
    {
        var layers = members.Select((member, i) => new LineLayer(Points(member.History, Measured))
        {
            Name = $"member {i + 1}",
            Paint = Paint.Series(i),
            Dash = LineLayer.DashOf(i),
            Title = $"member {i + 1}: best epoch {member.History.BestEpoch}, loss {Numbers.Show(Measured(member.History.Best))}",
        });
        return new Figure("Loss of the members", new Chart([.. layers]) { X = Epochs })
        {
            Width = BlockWidth.Half,
            Note = "On each member's own validation rows; on its training rows where none were held out.",
        };
    }

    private static AxisSpec Epochs { get; } = new("epoch") { IsWhole = true };

    private static double Measured(EpochReport epoch) => double.IsNaN(epoch.ValidationLoss) ? epoch.TrainingLoss : epoch.ValidationLoss;

    private static RuleLayer Best(TrainingHistory history) =>
        new() { X = history.BestEpoch, Paint = Paint.Grey, Label = $"best: {history.BestEpoch}" };

    private static Chart Over(IReadOnlyList<ChartLayer> layers, IEnumerable<(double X, double Y)> points)
    {
        var values = points.Select(point => point.Y).Where(double.IsFinite).ToArray();
        var isLogarithmic = values.Length > 0 && values.Min() > 0 && values.Max() / values.Min() > LogarithmicRatio;
        return new Chart(layers) { X = Epochs, Y = new AxisSpec { IsLogarithmic = isLogarithmic } };
    }

    private static (double X, double Y)[] Points(TrainingHistory history, Func<EpochReport, double> value) =>
        [.. history.Epochs.Select(epoch => ((double)epoch.Epoch, value(epoch)))];
}
