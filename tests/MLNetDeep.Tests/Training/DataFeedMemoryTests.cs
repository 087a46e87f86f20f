using MLNetDeep.Networks;
using MLNetDeep.Training;

namespace MLNetDeep.Tests.Training;

/// <summary>Rows lie in memory once: as they were collected, and encoded anew for every batch where there are many.</summary>
public sealed class DataFeedMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsEncodedBatchByBatchTrainsTheSameBits(bool weighted)
    {
        TrainingData held = Fits.Data(200, 40, weighted: weighted);
        TrainingData lazy = AsCollected(held, mostEncoded: 0);
        NetworkSpec network = Fits.Network(held, dropout: 0.2);
        Assert.NotNull(held.EncodeAll());
        Assert.Null(lazy.EncodeAll());
        TrainingResult first = Fits.Run(network, held, Fits.Quick);
        TrainingResult second = Fits.Run(network, lazy, Fits.Quick);
        Assert.Equal(first.Tensors, second.Tensors);
        Assert.Equal(first.History.Epochs.Select(epoch => epoch.ValidationLoss), second.History.Epochs.Select(epoch => epoch.ValidationLoss));
    }

    [Fact]
    public void CollectedRowsAreEncodedLikeATable()
    {
        TrainingData table = Fits.Data(1000, 0);
        TrainingData collected = AsCollected(table, long.MaxValue);
        Assert.Equal(table.EncodeAll()!.Values.ToArray(), collected.EncodeAll()!.Values.ToArray());
        int[] rows = [.. Enumerable.Range(0, 1000)];
        InputNormalization fromTable = InputNormalization.Fit(table.Features, rows);
        InputNormalization fromRows = InputNormalization.Fit(collected.Features, rows);
        foreach (string tensor in new[] { "median", "scale", "mean" })
            Assert.Equal(fromTable[tensor], fromRows[tensor]);
    }

    [Fact]
    public void CollectingTakesLittleMoreThanTheData()
    {
        const int Rows = 100_000;
        const int Width = 20;
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var rows = new RowCollector(new RowLayout(Width, 1, HasWeight: false, HasGroup: false), Rows);
        for (int row = 0; row < Rows; row++)
            rows.AddRow()[0] = row;
        LabeledRows table = rows.ToTables();
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Rows - 1, table.Features.CellsOf(Rows - 1)[0]);
        // The targets lie beside the features and in a table of their own; the last block is not full.
        Assert.InRange(taken / (double)(Rows * (Width + 1) * sizeof(float)), 1, 1.2);
    }

    private static TrainingData AsCollected(TrainingData data, long mostEncoded)
    {
        var builder = new TensorTableBuilder(data.Features.Width + data.Targets.Width);
        for (int row = 0; row < data.Features.RowCount; row++)
        {
            Span<float> place = builder.AddRow();
            data.Features.CellsOf(row).CopyTo(place);
            data.Targets.Row(row).CopyTo(place[data.Features.Width..]);
        }

        return new TrainingData
        {
            Features = new RawRows(builder, data.Features.Width, areBytes: false),
            Targets = data.Targets.Copy(),
            Weights = data.Weights,
            TrainRows = data.TrainRows,
            ValidationRows = data.ValidationRows,
            Encoding = data.Encoding,
            MostEncoded = mostEncoded,
        };
    }
}
