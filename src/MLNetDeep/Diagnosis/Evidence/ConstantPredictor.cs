using MLNetDeep.Training;
using TorchSharp;

namespace MLNetDeep.Diagnosis;

/// <summary>What the constant output that suits the training rows best loses: what a network that learned nothing gets.</summary>
/// <param name="TrainingLoss">Mean loss over all training rows.</param>
/// <param name="ValidationLoss">Mean loss over all validation rows; NaN when there are none.</param>
internal sealed record ConstantPredictor(double TrainingLoss, double ValidationLoss)
{
    private const int ChunkRows = 8_192;

    /// <summary>
    /// Steps of refinement. Where the best constant has no closed form, the candidates below lie within about one standard deviation
    /// of it, and these steps reach 1.5.
    /// </summary>
    private const int StepCount = 30;

    private const double FirstStep = 0.1;

    /// <summary>Finds the constant by the loss alone, so that it is right for every head.</summary>
    /// <param name="head">The loss.</param>
    /// <param name="data">The rows, targets as the head wants them.</param>
    /// <param name="sample">Some training rows, to find the constant by.</param>
    public static ConstantPredictor Fit(ITrainingHead head, TrainingData data, int[] sample)
    {
        var constant = Candidates(head.OutputWidth, data.Targets, sample).MinBy(candidate => Loss(head, data, sample, candidate))!;
        constant = Refine(head, data, EvidenceSample.Spread(sample, ChunkRows), constant);
        var training = Loss(head, data, data.TrainRows, constant);
        // Streamed validation rows are not at hand; they are drawn as the training rows are.
        return new ConstantPredictor(training, data.Stream is null ? Loss(head, data, data.ValidationRows, constant) : training);
    }

    /// <summary>The best constants of the usual losses: mean, median, log-odds of the mean, logarithms of the classes' shares.</summary>
    private static IEnumerable<float[]> Candidates(int outputWidth, TensorTable targets, int[] rows)
    {
        yield return new float[outputWidth];
        if (targets.Width == 1 && outputWidth > 1 && rows.All(row => targets.Row(row)[0] is >= 0 and var value && value == (int)value
            && value < outputWidth))
        {
            var counts = new int[outputWidth];
            foreach (var row in rows)
                counts[(int)targets.Row(row)[0]]++;
            yield return [.. counts.Select(count => (float)Math.Log(Math.Max(count, 0.01) / rows.Length))];
        }

        var columns = Enumerable.Range(0, targets.Width).Select(target => rows.Select(row => targets.Row(row)[target]).Order().ToArray());
        float[] medians = [.. columns.Select(sorted => sorted[sorted.Length / 2])];
        float[] means = [.. columns.Select(sorted => (float)sorted.Average(value => (double)value))];
        yield return Widen(medians, outputWidth);
        yield return Widen(means, outputWidth);
        if (means.All(mean => mean is > 0 and < 1))
            yield return Widen([.. means.Select(mean => (float)Math.Log(mean / (1 - mean)))], outputWidth);
    }

    private static float[] Widen(float[] values, int width) => [.. Enumerable.Range(0, width).Select(i => values[i % values.Length])];

    /// <summary>Follows the sign of the gradient with steps that halve at each turn (Rprop; Riedmiller and Braun 1993).</summary>
    private static float[] Refine(ITrainingHead head, TrainingData data, int[] rows, float[] start)
    {
        var best = start;
        var bestLoss = double.PositiveInfinity;
        float[] current = [.. start], previous = new float[start.Length];
        double[] steps = [.. start.Select(_ => FirstStep)];
        for (var step = 0; step <= StepCount; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using torch.Tensor constant = torch.tensor(current);
            constant.requires_grad = true;
            var loss = LossOf(head, data, rows, constant, out _);
            var value = loss.item<float>();
            if (value < bestLoss)
                (best, bestLoss) = ([.. current], value);
            loss.backward();
            using torch.Tensor gradient = constant.grad!;
            var slopes = gradient.data<float>().ToArray();
            for (var i = 0; i < current.Length; i++)
            {
                steps[i] *= slopes[i] * previous[i] < 0 ? 0.5 : 1;
                current[i] -= (float)(Math.Sign(slopes[i]) * steps[i]);
            }
            previous = slopes;
        }
        return best;
    }

    /// <summary>The mean loss over the rows, weighted when they are; NaN when there are none.</summary>
    private static double Loss(ITrainingHead head, TrainingData data, int[] rows, float[] constant)
    {
        using var noGradients = torch.no_grad();
        double sum = 0, weights = 0;
        foreach (var chunk in rows.Chunk(ChunkRows))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            var loss = LossOf(head, data, chunk, torch.tensor(constant), out var weight).item<float>();
            if (weight == 0)
                continue;
            sum += loss * weight;
            weights += weight;
        }
        return sum / weights;
    }

    private static torch.Tensor LossOf(ITrainingHead head, TrainingData data, int[] rows, torch.Tensor constant, out double weight)
    {
        int width = data.Targets.Width;
        var targets = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
            data.Targets.Row(rows[i]).CopyTo(targets.AsSpan(i * width));
        float[]? weights = data.Weights is { } all ? [.. rows.Select(row => all[row])] : null;
        weight = weights?.Sum(value => (double)value) ?? rows.Length;
        var target = torch.tensor(targets).view(rows.Length, width);
        var output = torch.zeros(rows.Length, head.OutputWidth) + constant;
        return head.Loss(output, target, weights is null ? null : torch.tensor(weights), labelSmoothing: 0);
    }
}
