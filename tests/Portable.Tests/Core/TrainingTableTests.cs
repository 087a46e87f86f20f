using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Core;

public sealed class TrainingTableTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Reads_features_labels_and_weights_in_one_pass()
    {
        var enumerations = 0;
        IEnumerable<Row> Rows()
        {
            enumerations++;
            for (var i = 0; i < 5000; i++)
                yield return new Row { F = new VBuffer<float>(3, 1, [i], [i % 3]), Flag = i % 2 == 0, Key = (uint)(i % 4), W = i };
        }

        var data = _ml.Data.LoadFromEnumerable(Rows());
        var table = TrainingTable.Read(_ml, data, "F", "Key", "W");
        Assert.Equal((1, 5000, 3), (enumerations, table.RowCount, table.Width));
        for (var i = 0; i < table.RowCount; i++)
        {
            Assert.Equal(Enumerable.Range(0, 3).Select(s => s == i % 3 ? i : 0f), table.Row(i).ToArray());
            Assert.Equal(i % 4 == 0 ? float.NaN : (i % 4) - 1, table.Labels[i]);
            Assert.Equal(i, table.Weights![i]);
        }
        Assert.Equal([1f, 0, 1], TrainingTable.Read(_ml, data, null, "Flag").Labels.Take(3));
        Assert.Equal(1250, TrainingTable.Read(_ml, data, "F", "Key", keep: (_, label, _) => label == 0).RowCount);
    }

    [Fact]
    public void Cancelled_reading_stops()
    {
        var ml = new MLContext(1);
        var host = ((Microsoft.ML.Runtime.IHostEnvironment)ml).Register("Reader");
        ml.CancelExecution();
        Assert.Throws<OperationCanceledException>(() => TrainingTable.Read(host, ml.Data.LoadFromEnumerable([new Row()]), null, "W"));
    }

    private sealed class Row
    {
        [VectorType(3)]
        public VBuffer<float> F { get; set; }

        public bool Flag { get; set; }

        [KeyType(3)]
        public uint Key { get; set; }

        public float W { get; set; }
    }
}
