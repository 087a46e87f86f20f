using System.Runtime.InteropServices;
using MLNetDeep.Networks;
using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>Changes the rows of a batch by chance before they are learned from: each by itself, then by mixing, then by noise.</summary>
internal sealed class Augmentation
{
    private readonly FitSettings _settings;
    private readonly FitRandom _random;
    private readonly IReadOnlyList<int> _rowShape;
    private readonly int _width;
    private readonly int _numericCount;
    private readonly int _mixedCount;
    private readonly RowChanger? _changer;
    private readonly CutMix? _cutMix;

    private Augmentation(FitSettings settings, NetworkSpec network)
    {
        _settings = settings;
        _random = new FitRandom(settings.Seed);
        _rowShape = network.ViewedShape;
        int width = _width = _rowShape.Aggregate(1, (product, size) => checked(product * size));
        // Encoded rows of a table hold the numeric features first; what follows are indicators and categories.
        (_numericCount, _mixedCount) = network.Layers[0] is InputNormalizationSpec encoding
            ? (FeatureCount(encoding, width), width - encoding.Categories.Count(category => category.Encoding == CategoryEncoding.Index))
            : (width, width);
        if (settings.RowAugmentation is { ChangesRows: true } changes)
            _changer = changes.Open(Grid.Of(_rowShape));
        if (settings.CutMixAlpha > 0)
            _cutMix = new CutMix(settings.CutMixAlpha, Grid.Of(_rowShape));
    }

    private static int FeatureCount(InputNormalizationSpec encoding, int width) =>
        width - encoding.IndicatorColumns.Count - encoding.Categories.Sum(category => category.ColumnCount);

    /// <summary>What the settings ask for; null for nothing.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="network">The network, whose first layer has encoded the rows.</param>
    public static Augmentation? For(FitSettings settings, NetworkSpec network) =>
        settings.MixupAlpha > 0 || settings.CutMixAlpha > 0 || settings.InputNoise > 0 || settings.RowAugmentation is { ChangesRows: true }
            ? new Augmentation(settings, network)
            : null;

    /// <summary>Changes a batch; the current dispose scope owns what is made.</summary>
    /// <param name="batch">The batch, whose features may be written over: they are a copy made for it.</param>
    /// <param name="random">The chance of this step.</param>
    public AugmentedBatch Apply(Batch batch, RandomNumbers random)
    {
        if (_changer is not null)
            ChangeRows(batch, random);
        AugmentedBatch result = Combine(batch, random);
        if (_settings.InputNoise == 0)
            return result;
        if (_rowShape.Count > 1)
        {
            NormalNoise.Add(Values(result.Own.Features), _settings.InputNoise, random);
            return result;
        }

        torch.Tensor noisy = result.Own.Features + Noise(batch.Features.size(0), random);
        return result with { Own = result.Own with { Features = noisy } };
    }

    private void ChangeRows(Batch batch, RandomNumbers random)
    {
        Span<float> values = Values(batch.Features);
        ReadOnlySpan<long> numbers = batch.RowNumbers.Span;
        int count = values.Length / _width;
        for (int i = 0; i < count; i++)
        {
            RowVisit visit = numbers.IsEmpty ? default : new RowVisit(_random.Word(RandomUse.AlternatingFlip, numbers[i]), batch.Epoch);
            _changer!.Change(values.Slice(i * _width, _width), random, visit);
        }
    }

    /// <summary>Joins rows in pairs, in one of the ways that the settings ask for.</summary>
    private AugmentedBatch Combine(Batch batch, RandomNumbers random)
    {
        bool cuts = _cutMix is not null && (_settings.MixupAlpha == 0 || random.Below(2) == 0);
        if (!cuts)
            return _settings.MixupAlpha > 0 ? Mix(batch, random) : new AugmentedBatch(batch);
        long[] partners = random.Permutation((int)batch.Features.size(0));
        double share = _cutMix!.Apply(Values(batch.Features), partners, random);
        return new AugmentedBatch(batch, Partners(batch, torch.from_array(partners)), share);
    }

    private AugmentedBatch Mix(Batch batch, RandomNumbers random)
    {
        double share = random.Beta(_settings.MixupAlpha);
        share = Math.Max(share, 1 - share); // so that what cannot be mixed comes from the row with the larger share
        torch.Tensor partners = torch.from_array(random.Permutation((int)batch.Features.size(0)));
        float[] own = new float[_width];
        Array.Fill(own, 1f);
        own.AsSpan(0, _mixedCount).Fill((float)share);
        torch.Tensor shares = torch.tensor(own).view([.. _rowShape.Select(size => (long)size)]);
        torch.Tensor features = batch.Features * shares + batch.Features.index_select(0, partners) * (1 - shares);
        return new AugmentedBatch(batch with { Features = features }, Partners(batch, partners), share);
    }

    private static Batch Partners(Batch batch, torch.Tensor partners) => batch with
    {
        Targets = batch.Targets.index_select(0, partners),
        Weights = batch.Weights?.index_select(0, partners),
    };

    private torch.Tensor Noise(long rowCount, RandomNumbers random)
    {
        float[] noise = new float[checked((int)rowCount * _width)];
        for (int row = 0; row < rowCount; row++)
            random.Normal(noise.AsSpan(row * _width, _numericCount), 0, _settings.InputNoise);
        return torch.from_array(noise).view(rowCount, _width);
    }

    /// <summary>The numbers of a batch's features, where they lie.</summary>
    private static Span<float> Values(torch.Tensor features) => MemoryMarshal.Cast<byte, float>(features.bytes);
}

/// <summary>A batch after chance has been at it.</summary>
/// <param name="Own">Changed features, and the targets of their rows.</param>
/// <param name="Partners">The targets of the rows that were mixed in; null without mixup and CutMix.</param>
/// <param name="Share">The share of the rows' own targets in the loss; the partners have the rest.</param>
internal readonly record struct AugmentedBatch(Batch Own, Batch? Partners = null, double Share = 1);
