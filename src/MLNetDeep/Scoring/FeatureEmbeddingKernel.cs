using System.Numerics;

namespace MLNetDeep.Scoring;

/// <summary>What becomes of the numbers that stand for a feature.</summary>
/// <param name="FeatureCount">Features in a row.</param>
/// <param name="Linears">A linear layer for each feature, or one for all.</param>
/// <param name="Relu">Whether a ReLU follows it.</param>
/// <param name="KeepInput">Whether the feature itself stands behind.</param>
/// <param name="ShortcutWeight">Shape [features, embedding], a linear function of the feature that is added; or empty.</param>
/// <param name="ShortcutBias">Shape [features, embedding], or empty.</param>
internal sealed record FeatureEmbedding(
    int FeatureCount, LinearKernel[] Linears, bool Relu, bool KeepInput, float[] ShortcutWeight, float[] ShortcutBias)
{
    /// <summary>Numbers made of a feature by the linear layer.</summary>
    public int Size => Linears[0].OutputWidth;

    public int OutputWidth => checked(FeatureCount * (Size + (KeepInput ? 1 : 0)));
}

/// <summary>Turns each feature into several numbers, feature by feature: encodes it, then runs its linear layer on all rows of the
/// block.</summary>
internal abstract class FeatureEmbeddingKernel(FeatureEmbedding embedding, int encodingWidth)
    : Kernel(embedding.FeatureCount, embedding.OutputWidth)
{
    /// <summary>Splits weights of all features into a linear kernel for each.</summary>
    /// <param name="features">Features in a row.</param>
    /// <param name="inputs">Numbers that stand for a feature.</param>
    /// <param name="outputs">Numbers made of them.</param>
    /// <param name="weight">Shape [features, inputs, outputs].</param>
    /// <param name="bias">Shape [features, outputs], or empty.</param>
    public static LinearKernel[] Linears(int features, int inputs, int outputs, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        var linears = new LinearKernel[features];
        float[] turned = new float[inputs * outputs];
        for (int feature = 0; feature < features; feature++)
        {
            ReadOnlySpan<float> own = weight.Slice(feature * turned.Length, turned.Length);
            for (int i = 0; i < inputs; i++)
                for (int o = 0; o < outputs; o++)
                    turned[o * inputs + i] = own[i * outputs + o];
            linears[feature] = new LinearKernel(inputs, outputs, turned, bias.IsEmpty ? [] : bias.Slice(feature * outputs, outputs));
        }

        return linears;
    }

    public override void Run(ReadOnlySpan<float> input, Span<float> output, int rows)
    {
        int stride = Pad(encodingWidth);
        using Scratch codes = Scratch.Take(rows * stride + PanelWidth);
        using Scratch results = Scratch.Take(rows * Pad(embedding.Size));
        for (int feature = 0; feature < embedding.FeatureCount; feature++)
        {
            for (int row = 0; row < rows; row++)
                Encode(feature, input[row * InputStride + feature], codes.Values[(row * stride)..]);
            embedding.Linears[embedding.Linears.Length == 1 ? 0 : feature].Run(codes.Values, results.Values, rows);
            Spread(feature, input, results.Values, output, rows);
        }
    }

    /// <summary>Writes the numbers that stand for a feature; up to a vector more than there are may be written.</summary>
    protected abstract void Encode(int feature, float x, Span<float> code);

    private void Spread(int feature, ReadOnlySpan<float> input, Span<float> results, Span<float> output, int rows)
    {
        int size = embedding.Size;
        if (embedding.Relu)
            for (int i = 0; i < rows * Pad(size); i += Vector<float>.Count)
                Vector.Max(new Vector<float>(results[i..]), Vector<float>.Zero).CopyTo(results[i..]);
        int width = size + (embedding.KeepInput ? 1 : 0);
        for (int row = 0; row < rows; row++)
        {
            float x = input[row * InputStride + feature];
            Span<float> y = output.Slice(row * OutputStride + feature * width, width);
            results.Slice(row * Pad(size), size).CopyTo(y);
            if (embedding.ShortcutWeight.Length > 0)
                for (int i = 0; i < size; i++)
                    y[i] += embedding.ShortcutBias[feature * size + i] + x * embedding.ShortcutWeight[feature * size + i];
            if (embedding.KeepInput)
                y[size] = x;
        }
    }
}
