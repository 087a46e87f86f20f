using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Parity;

/// <summary>Views, filters, splits by group, text files with their oddities, and models saved and loaded.</summary>
internal static class DataObservations
{
    public static void Add(Observer observer)
    {
        var ml = new MLContext(seed: 1);
        var items = Item.Load(ml, 40);
        int[] Ids(IDataView data) => [.. ml.Data.CreateEnumerable<Item>(data, false).Select(item => (int)item.Id)];

        observer.Observe("data/schema", () => Observer.Schema(items.Schema));
        observer.Observe("data/missing", () => Ids(ml.Data.FilterRowsByMissingValues(items, "X", "V")));
        observer.Observe("data/range-nan", () => Ids(ml.Data.FilterRowsByColumn(items, "X", -1, 1)));
        observer.Observe("data/range-text", () => Ids(ml.Data.FilterRowsByColumn(items, "Word", 0, 1)));
        observer.Observe("data/key-fraction", () => Ids(ml.Data.FilterRowsByKeyColumnFraction(items, "Key", 0.2, 0.6)));
        observer.Observe("data/cache", () => Ids(ml.Data.Cache(items, "Id")));
        observer.Observe("data/cache-shuffled", () => Ids(ml.Data.ShuffleRows(ml.Data.Cache(items), seed: 3)));
        observer.Observe("data/shuffle-pool", () => Ids(ml.Data.ShuffleRows(items, seed: 3, shufflePoolSize: 5, shuffleSource: false)));
        observer.Observe("data/folds-by-group", () =>
            ml.Data.CrossValidationSplit(items, 3, samplingKeyColumnName: "Word", seed: 5).Select(fold => Ids(fold.TestSet)).ToArray());
        observer.Observe("data/folds-by-key", () =>
            ml.Data.CrossValidationSplit(items, 3, samplingKeyColumnName: "Key").Select(fold => Ids(fold.TestSet)).ToArray());
        observer.Observe("data/split-column", () => Observer.Schema(ml.Data.TrainTestSplit(items, 0.3).TrainSet.Schema).Length);
        observer.Observe("data/checkpoint", () => Observer.Schema(
            ml.Transforms.CopyColumns("Y", "X").AppendCacheCheckpoint(ml).Append(ml.Transforms.DropColumns("V")).Fit(items).Transform(items).Schema));
        observer.Observe("data/preview-estimator", () => ml.Transforms.CopyColumns("Y", "X").Preview(items, maxRows: 2).ToString());
        observer.Observe("data/preview-columns", () => items.Preview(2).ColumnView.Select(c => $"{c.Column.Name} {c.Values.Length}").ToArray());
        observer.Observe("data/no-rows", () => Ids(ml.Data.TakeRows(items, 0)).Length);
        observer.Observe("data/wrong-member", () => ml.Data.CreateEnumerable<Wrong>(items, false).Count());
        observer.Observe("data/missing-member", () => ml.Data.CreateEnumerable<Missing>(items, false).Count());
        observer.Observe("data/missing-member-ignored", () => ml.Data.CreateEnumerable<Missing>(items, false, ignoreMissingColumns: true).Count());
        AddText(observer, ml, items);
    }

    private static void AddText(Observer observer, MLContext ml, IDataView items)
    {
        foreach (var (name, separator, header, schema, dense) in new[]
        {
            ("tab", '\t', true, true, false), ("comma", ',', true, false, false), ("dense", ',', false, false, true), ("bare", ' ', false, true, false),
        })
        {
            observer.Observe($"data/save/{name}", () =>
            {
                using var stream = new MemoryStream();
                ml.Data.SaveAsText(ml.Data.TakeRows(items, 12), stream, separator, header, schema, forceDense: dense);
                return Encoding.UTF8.GetString(stream.ToArray()).Split('\n', '\r').Where(line => line.Length > 0).ToArray();
            });
        }

        var columns = new TextLoader.Column[]
        {
            new("A", DataKind.String, 0), new("B", DataKind.Single, [new TextLoader.Range(1, 3)]), new("K", DataKind.UInt32, [new TextLoader.Range(4)], new KeyCount(4)),
            new("D", DataKind.Boolean, 5),
        };
        void Load(string name, string text, TextLoader.Options options)
        {
            var path = Path.Combine(Path.GetTempPath(), $"parity-more-{Environment.ProcessId}.txt");
            File.WriteAllText(path, text);
            options.Columns = columns;
            foreach (var column in columns)
                observer.Observe($"data/load/{name}/{column.Name}", () => Observer.Rows(ml.Data.LoadFromTextFile(path, options), column.Name!));
            File.Delete(path);
        }
        Load("tab", "a\t1\t2\t3\t2\t1\n b \t\t?\tinf\t9\ttrue\n\n// c\t1e3\t-0\t+5\t0\tno\n", new TextLoader.Options());
        Load("sparse", "a 5 0:1 3:2\nb 5 1:7 4:1\nc 1 2 3 4 5\n", new TextLoader.Options { Separators = [' '], AllowSparse = true });
        Load("quotes", "\"a,\"\"b\"\"\",1,2,3,1,Yes\n\"two\nlines\",4,5,6,2,0\n", new TextLoader.Options { Separators = [','], AllowQuoting = true, ReadMultilines = true });
        Load("escapes", "\"a\\\"b\",1,2,3,1,Y\n", new TextLoader.Options { Separators = [','], AllowQuoting = true, EscapeChar = '\\' });
        Load("comma-decimal", "a;1,5;2,25;3;1;0\n", new TextLoader.Options { Separators = [';'], DecimalMarker = ',' });
        Load("at-most", "a,1,2,3,1,1\nb,1,2,3,1,1\nc,1,2,3,1,1\n", new TextLoader.Options { Separators = [','], MaxRows = 2 });
        Load("short", "a,1\nb,1,2,3,1,1,9,9\n", new TextLoader.Options { Separators = [','] });
    }

    private sealed class Wrong
    {
        public int X { get; set; }
    }

    private sealed class Missing
    {
        public float Nowhere { get; set; }
    }
}
