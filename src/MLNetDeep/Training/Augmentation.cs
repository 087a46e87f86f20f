using MLNetDeep.Networks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>Changes the rows of a batch by chance before they are learned from: mixup and noise.</summary>
internal sealed class Augmentation
{
    private readonly FitSettings _settings;
    private readonly int _width;
    private readonly int _numericCount;
    private readonly int _mixedCount;

    private Augmentation(FitSettings settings, NetworkSpec network)
    {
        _settings = settings;
        int width = _width = network.Layers[0] is InputNormalizationSpec ? network.GetOutputShape(0)[0] : network.InputWidth;
        // Encoded rows hold the numeric features first; what follows are indicators and categories.
        (_numericCount, _mixedCount) = network.Layers[0] is InputNormalizationSpec encoding
            ? (FeatureCount(encoding, width), width - encoding.Categories.Count(category => category.Encoding == CategoryEncoding.Index))
            : (width, width);
    }

    private static int FeatureCount(InputNormalizationSpec encoding, int width) =>
        width - encoding.IndicatorColumns.Count - encoding.Categories.Sum(category => category.ColumnCount);

    /// <summary>What the settings ask for; null for nothing.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="network">The network, whose first layer has encoded the rows.</param>
    public static Augmentation? For(FitSettings settings, NetworkSpec network) =>
        settings.MixupAlpha > 0 || settings.InputNoise > 0 ? new Augmentation(settings, network) : null;

    /// <summary>Changes a batch; the current dispose scope owns what is made.</summary>
    /// <param name="batch">The batch, which stays as it is.</param>
    /// <param name="random">The chance of this step.</param>
    public AugmentedBatch Apply(Batch batch, RandomNumbers random)
    {
        AugmentedBatch result = _settings.MixupAlpha > 0 ? Mix(batch, random) : new AugmentedBatch(batch);
        if (_settings.InputNoise == 0)
            return result;
        torch.Tensor noisy = result.Own.Features + Noise(batch.Features.size(0), random);
        return result with { Own = result.Own with { Features = noisy } };
    }

    private AugmentedBatch Mix(Batch batch, RandomNumbers random)
    {
        double share = random.Beta(_settings.MixupAlpha);
        share = Math.Max(share, 1 - share); // so that what cannot be mixed comes from the row with the larger share
        torch.Tensor partners = torch.from_array(random.Permutation((int)batch.Features.size(0)));
        float[] own = new float[_width];
        Array.Fill(own, 1f);
        own.AsSpan(0, _mixedCount).Fill((float)share);
        torch.Tensor shares = torch.tensor(own);
        torch.Tensor features = batch.Features * shares + batch.Features.index_select(0, partners) * (1 - shares);
        Batch others = batch with
        {
            Targets = batch.Targets.index_select(0, partners),
            Weights = batch.Weights?.index_select(0, partners),
        };
        return new AugmentedBatch(batch with { Features = features }, others, share);
    }

    private torch.Tensor Noise(long rowCount, RandomNumbers random)
    {
        float[] noise = new float[checked((int)rowCount * _width)];
        for (int row = 0; row < rowCount; row++)
            random.Normal(noise.AsSpan(row * _width, _numericCount), 0, _settings.InputNoise);
        return torch.from_array(noise).view(rowCount, _width);
    }
}

/// <summary>A batch after chance has been at it.</summary>
/// <param name="Own">Changed features, and the targets of their rows.</param>
/// <param name="Partners">The targets of the rows that were mixed in; null without mixup.</param>
/// <param name="Share">The share of the rows' own targets in the loss; the partners have the rest.</param>
internal readonly record struct AugmentedBatch(Batch Own, Batch? Partners = null, double Share = 1);
