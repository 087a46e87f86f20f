using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Official;

/// <summary>Data views as text, in the words of the recorded observations, and the data that they were made on.</summary>
internal static class View
{
    private static readonly Lazy<string> Telco = new(() => Unpack("telco-churn"));

    public static IDataView Churn(MLContext ml) => ml.Data.LoadFromTextFile(Telco.Value, ChurnOptions());

    public static TextLoader.Options ChurnOptions() => new()
    {
        HasHeader = true,
        Separators = [','],
        AllowQuoting = true,
        MissingRealsAsNaNs = true,
        Columns =
        [
            new("Churn", DataKind.String, 0), new("Flags", DataKind.Single, 1, 4), new("Tenure", DataKind.Single, 5),
            new("InternetService", DataKind.String, 8), new("Contract", DataKind.String, 15), new("Payment", DataKind.String, 17),
            new("Charges", DataKind.Single, 18, 19),
        ],
    };

    public static string[] Schema(DataViewSchema schema) => [.. schema.Where(c => !c.IsHidden).Select(c =>
        $"{c.Name}: {c.Type} [{string.Join(", ", c.Annotations.Schema.Select(a => $"{a.Name}: {a.Type}"))}]")];

    public static string[] Head(IDataView data, string column, int rows = 5)
    {
        var result = new List<string>();
        var source = data.Schema[column];
        using var cursor = data.GetRowCursor([source]);
        var read = Reader(cursor, source);
        while (result.Count < rows && cursor.MoveNext())
            result.Add(read());
        return [.. result];
    }

    public static string[] SlotNames(IDataView data, string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema[column].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(n => n.ToString())];
    }

    public static string Format(float value) => value.ToString("G7", CultureInfo.InvariantCulture);

    private static string Format(VBuffer<float> vector)
    {
        var items = vector.Items().Take(40).Select(item => $"{item.Key}={Format(item.Value)}");
        return $"{(vector.IsDense ? "dense" : "sparse")} {vector.Length}: {string.Join("|", items)}";
    }

    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column c) => c.Type switch
    {
        VectorDataViewType { ItemType: TextDataViewType } =>
            Reader<VBuffer<ReadOnlyMemory<char>>>(row, c, v => string.Join("|", v.DenseValues().Select(x => x.ToString()))),
        VectorDataViewType { ItemType: KeyDataViewType } => Reader<VBuffer<uint>>(row, c, v => string.Join("|", v.DenseValues())),
        VectorDataViewType { ItemType: BooleanDataViewType } => Reader<VBuffer<bool>>(row, c, v => string.Join("|", v.DenseValues())),
        VectorDataViewType => Reader<VBuffer<float>>(row, c, Format),
        KeyDataViewType => Reader<uint>(row, c, v => v.ToString(CultureInfo.InvariantCulture)),
        TextDataViewType => Reader<ReadOnlyMemory<char>>(row, c, v => v.ToString()),
        BooleanDataViewType => Reader<bool>(row, c, v => v.ToString()),
        NumberDataViewType n when n.RawType == typeof(double) =>
            Reader<double>(row, c, v => v.ToString("G12", CultureInfo.InvariantCulture)),
        NumberDataViewType n when n.RawType == typeof(int) => Reader<int>(row, c, v => v.ToString(CultureInfo.InvariantCulture)),
        NumberDataViewType n when n.RawType == typeof(long) => Reader<long>(row, c, v => v.ToString(CultureInfo.InvariantCulture)),
        _ => Reader<float>(row, c, Format),
    };

    private static Func<string> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> show)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return show(value);
        };
    }

    private static string Unpack(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name + ".csv");
        using var packed = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var file = File.Create(path);
        packed.CopyTo(file);
        return path;
    }
}
