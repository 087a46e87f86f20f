namespace Microsoft.ML.Trainers;

/// <summary>
/// The loss of one row under a linear model, added to the gradient by all parameters. Called from several threads at once:
/// <paramref name="scratch"/> is the caller's.
/// </summary>
internal delegate float LinearLoss(
    in VBuffer<float> features, float label, float weight, float[] parameters, float[] gradient, float[] scratch);

/// <summary>The losses of the L-BFGS trainers.</summary>
internal static class LinearLosses
{
    /// <summary>Logistic loss of a label 0 or 1; one class.</summary>
    public static float Logistic(
        in VBuffer<float> features, float label, float weight, float[] parameters, float[] gradient, float[] scratch)
    {
        var score = parameters[0] + (float)FloatVectors.Dot(parameters.AsSpan(1), features);
        var half = score / 2;
        // log(e^half + e^-half), from its larger term
        var logSum = (float)(Math.Abs(half) + Math.Log(1 + Math.Exp(-2 * Math.Abs((double)half))));
        var target = label > 0 ? 1f : 0f;
        var error = weight * ((float)Math.Exp(half - logSum) - target);
        FloatVectors.AddScaled(gradient.AsSpan(1), error, features);
        gradient[0] += error;
        return weight * (logSum - (2 * target - 1) * half);
    }

    /// <summary>Cross-entropy of a softmax over <paramref name="classCount"/> linear functions.</summary>
    public static LinearLoss CrossEntropy(int classCount, int featureCount) =>
        (in VBuffer<float> features, float label, float weight, float[] parameters, float[] gradient, float[] scratch) =>
        {
            for (var c = 0; c < classCount; c++)
                scratch[c] = parameters[c] + (float)FloatVectors.Dot(Weights(parameters, c), features);
            var logSum = Softmax.LogSumExp(scratch.AsSpan(0, classCount));
            var actual = (int)label;
            for (var c = 0; c < classCount; c++)
            {
                var error = weight * ((float)Math.Exp(scratch[c] - logSum) - (c == actual ? 1 : 0));
                FloatVectors.AddScaled(Weights(gradient, c), error, features);
                gradient[c] += error;
            }
            return weight * (logSum - scratch[actual]);

            Span<float> Weights(float[] vector, int c) => vector.AsSpan(classCount + c * featureCount, featureCount);
        };
}
