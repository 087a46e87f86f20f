using Microsoft.ML;
using Microsoft.ML.Data;
using Portable.Tests.Official;

namespace Portable.Tests.Data;

public sealed partial class TextLoaderTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("portable-text").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Churn")]
    [InlineData("Flags")]
    [InlineData("Contract")]
    [InlineData("Charges")]
    public void First_rows_are_the_official_ones(string column) =>
        Observations.Check($"load/head/{column}", () => View.Head(View.Churn(_ml), column));

    [Fact]
    public void Schema_and_counts_are_the_official_ones()
    {
        var churn = View.Churn(_ml);
        Observations.Check("load/schema", () => View.Schema(churn.Schema));
        Observations.Check("load/rowcount", () => churn.GetRowCount());
        Observations.Check("load/rows", () => View.Head(churn, "Tenure", int.MaxValue).Length);
        Observations.Check("load/missing", () => View.Head(churn, "Charges", int.MaxValue).Count(row => row.Contains("NaN")));
    }

    [Theory]
    [InlineData("plain", false, false)]
    [InlineData("nan", true, false)]
    [InlineData("trim", false, true)]
    public void Odd_fields_are_read_as_officially(string name, bool missingRealsAsNaNs, bool trimWhitespace)
    {
        var path = Write("a,b,t,k\n1,2.5,\"x, y\",A\n,NA,\"he said \"\"hi\"\"\",B\n3,?,  z ,\n4,5\nfive,6,w,A\n");
        var view = _ml.Data.LoadFromTextFile(path, new TextLoader.Options
        {
            HasHeader = true,
            Separators = [','],
            AllowQuoting = true,
            MissingRealsAsNaNs = missingRealsAsNaNs,
            TrimWhitespace = trimWhitespace,
            Columns =
            [
                new("a", DataKind.Single, 0), new("b", DataKind.Single, 1), new("t", DataKind.String, 2), new("k", DataKind.String, 3),
                new("i", DataKind.Int32, 0),
            ],
        });
        foreach (var column in view.Schema)
            Observations.Check($"load/odd/{name}/{column.Name}", () => View.Head(view, column.Name, 9));
    }

    [Fact]
    public void Missing_file_is_refused_as_officially() =>
        Observations.Check("load/nofile", () => _ml.Data.LoadFromTextFile("none.csv", View.ChurnOptions()).Schema.Count);

    [Fact]
    public void Types_are_parsed_and_keys_count_from_zero()
    {
        var view = Load(
            "7\t-8\t0.5\tyes\t2\n\t\t\t\t\n",
            _ => { },
            new("i", DataKind.Int32, 0),
            new("l", DataKind.Int64, 1),
            new("d", DataKind.Double, 2),
            new("b", DataKind.Boolean, 3),
            new("k", DataKind.UInt32, [new TextLoader.Range(4)], new KeyCount(3)));
        Assert.Equal("Key<UInt32, 0-2>", view.Schema["k"].Type.ToString());
        Assert.Equal(["7", "0"], View.Head(view, "i"));
        Assert.Equal(["-8", "0"], View.Head(view, "l"));
        Assert.Equal(["0.5", "0"], View.Head(view, "d"));
        Assert.Equal(["True", "False"], View.Head(view, "b"));
        Assert.Equal(["3", "0"], View.Head(view, "k"));
    }

    [Fact]
    public void Quoted_field_goes_on_over_lines()
    {
        var view = Load(
            "a,\"first\nsecond, still\"\n// a comment\nb,\"one\"\n",
            o => (o.AllowQuoting, o.ReadMultilines, o.Separators) = (true, true, [',']),
            new("x", DataKind.String, 0),
            new("t", DataKind.String, 1));
        Assert.Equal(["first\nsecond, still", "one"], View.Head(view, "t"));
    }

    [Theory]
    [InlineData("\"a\nb\",1\n\"c\" x\n\"d,2\r\ne\",3\n", '"', "a\nb=1", "=0", "d,2\ne=3")]
    [InlineData("\"q\\\"r\r\ns\",1\r\n\"z\",2", '\\', "q\"r\ns=1", "z=2")]
    [InlineData("\"q\"\"\",1\r\rx,2", '"', "q\"=1", "x=2")]
    public void Quoted_lines_are_joined_as_officially(string text, char escape, params string[] expected)
    {
        var view = Load(
            text, o => (o.AllowQuoting, o.ReadMultilines, o.Separators, o.EscapeChar) = (true, true, [','], escape),
            new("t", DataKind.String, 0), new("x", DataKind.Single, 1));
        Assert.Equal(expected, View.Head(view, "t").Zip(View.Head(view, "x"), (t, x) => $"{t}={x}"));
    }

    [Fact]
    public void Quote_that_is_never_closed_is_an_error()
    {
        var view = Load(
            "x\n\"never\nclosed\n", o => (o.AllowQuoting, o.ReadMultilines, o.UseThreads) = (true, true, false),
            new TextLoader.Column("t", DataKind.String, 0));
        var fault = Assert.Throws<FormatException>(() => View.Head(view, "t"));
        Assert.Equal("Stream reading encountered exception", fault.Message);
        Assert.StartsWith("A quoted field opened on line 1 was never closed", fault.InnerException!.Message);
    }

    // What the official loader makes of them.
    [Theory]
    [InlineData("1e5", 100000f, 100000)]
    [InlineData("-1e400", float.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("1e-400", 0f, 0)]
    [InlineData("1.5abc", float.NaN, double.NaN)]
    [InlineData(" 1.5 ", 1.5f, 1.5)]
    [InlineData("-.5", -.5f, -.5)]
    [InlineData("5.", 5f, 5)]
    [InlineData("-", float.NaN, double.NaN)]
    [InlineData("n/a", float.NaN, double.NaN)]
    [InlineData("-∞", float.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("infinity", float.NaN, double.NaN)]
    [InlineData("123456789012345678901234567890", 1.2345679E+29f, 1.2345678901234568E+29)]
    [InlineData("0.1234567890123456789012345", 0.12345679f, 0.12345678901234568)]
    [InlineData("9007199254740993", 9.007199E+15f, 9007199254740992)]
    [InlineData("3.4028236e38", float.PositiveInfinity, 3.4028236E+38)]
    [InlineData("1e-45", 1E-45f, 1E-45)]
    [InlineData("1e", float.NaN, double.NaN)]
    [InlineData("1,5", float.NaN, double.NaN)]
    public void Numbers_are_read_as_officially(string text, float single, double real)
    {
        var row = Load(text + "\n", _ => { }, new("s", DataKind.Single, 0), new("d", DataKind.Double, 0)).Preview().RowView[0].Values;
        Assert.Equal(single, (float)row[0].Value);
        Assert.Equal(real, (double)row[1].Value);
    }

    [Theory]
    [InlineData("+5", DataKind.Int32)]
    [InlineData("5 ", DataKind.Int32)]
    [InlineData("2147483648", DataKind.Int32)]
    [InlineData("300", DataKind.Byte)]
    [InlineData("-0", DataKind.UInt16)]
    [InlineData("NA", DataKind.Boolean)]
    [InlineData("x", DataKind.TimeSpan)]
    public void What_is_no_value_of_a_type_without_missing_ones_is_an_error(string text, DataKind kind)
    {
        var fault = Assert.Throws<FormatException>(() => Load(text + "\n", _ => { }, new TextLoader.Column("a", kind, 0)).Preview());
        Assert.Equal($"Parsing failed with an exception: Could not parse value {text} in line 1, column a", fault.Message);
    }

    [Fact]
    public void Rows_longer_than_a_buffer_and_text_kept_beyond_its_row_stay_whole()
    {
        var rows = Enumerable.Range(0, 30).Select(i => new string((char)('a' + (i % 26)), 1 + (i * 3000))).ToArray();
        var view = Load(string.Join("\r\n", rows), _ => { }, new TextLoader.Column("t", DataKind.String, 0));
        var kept = new List<ReadOnlyMemory<char>>();
        using var cursor = view.GetRowCursor(view.Schema);
        var get = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["t"]);
        while (cursor.MoveNext())
        {
            ReadOnlyMemory<char> text = default;
            get(ref text);
            kept.Add(text);
        }
        Assert.Equal(rows, kept.Select(text => text.ToString()));
    }

    [Fact]
    public void Sparse_items_fill_their_slots()
    {
        var view = Load(
            "1 5 0:2 4:3\n0 5 1:7\n", o => (o.AllowSparse, o.Separators) = (true, [' ']),
            new("y", DataKind.Single, 0), new("x", DataKind.Single, 1, 5));
        Assert.Equal(["1", "0"], View.Head(view, "y"));
        Assert.Equal(["sparse 5: 0=2|4=3", "sparse 5: 1=7"], View.Head(view, "x"));
    }

    [Fact]
    public void Ranges_to_the_end_are_measured_on_the_sample()
    {
        var path = Write("1,2,3,4\n5,6,7,8\n");
        var view = _ml.Data.LoadFromTextFile(path, new TextLoader.Options
        {
            Separators = [','],
            Columns =
            [
                new("tail", DataKind.Single, [new TextLoader.Range(2, null)]),
                new("one", DataKind.Single, 1),
            ],
        });
        Assert.Equal(["dense 2: 0=3|1=4", "dense 2: 0=7|1=8"], View.Head(view, "tail"));
        Assert.Equal(["2", "6"], View.Head(view, "one"));
    }

    [Fact]
    public void Several_files_follow_each_other_each_with_its_header()
    {
        File.WriteAllText(Path.Combine(_folder, "part1.csv"), "x\n1\n2\n");
        File.WriteAllText(Path.Combine(_folder, "part2.csv"), "x\n3\n");
        var view = _ml.Data.LoadFromTextFile(Path.Combine(_folder, "part*.csv"), [new("x", DataKind.Single, 0)], hasHeader: true);
        Assert.Equal(["1", "2", "3"], View.Head(view, "x"));
        var loader = _ml.Data.CreateTextLoader([new TextLoader.Column("x", DataKind.Single, 0)], hasHeader: true);
        Assert.Equal(["3", "1", "2"], View.Head(loader.Load(Path.Combine(_folder, "part2.csv"), Path.Combine(_folder, "part1.csv")), "x"));
    }

    [Fact]
    public void Members_with_the_attribute_become_columns()
    {
        var view = _ml.Data.LoadFromTextFile<Row>(Write("1,2,3,a\n"), separatorChar: ',');
        Assert.Equal(["Y: Single []", "X: Vector<Single, 2> []", "Name: String []"], View.Schema(view.Schema));
        Assert.Equal(["dense 2: 0=2|1=3"], View.Head(view, "X"));
        var fault = Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadFromTextFile<Unmarked>(Write("1\n")));
        Assert.Equal("Property 'Plain' is missing the LoadColumnAttribute attribute", fault.Message);
    }

    [Theory]
    [InlineData("digits", "Illegal separator: '5' (Parameter 'Separator')")]
    [InlineData("overlap", "Intervals specified for column 'x' overlap (Parameter 'Source')")]
    [InlineData("empty", "Must specify some source column indices (Parameter 'Source')")]
    [InlineData("name", "Name cannot be null or white space (Parameter 'Name')")]
    [InlineData("key", "Bad item type for Key (Parameter 'Type')")]
    public void Wrong_options_are_refused(string what, string message)
    {
        var options = new TextLoader.Options { Columns = [new("x", DataKind.Single, 0)] };
        if (what == "digits")
            options.Separators = ['5'];
        else if (what == "overlap")
            options.Columns = [new("x", DataKind.Single, [new TextLoader.Range(0, 3), new TextLoader.Range(2)])];
        else if (what == "name")
            options.Columns = [new(" ", DataKind.Single, 0)];
        else if (what == "key")
            options.Columns = [new("k", DataKind.Int32, [new TextLoader.Range(0)], new KeyCount(3))];
        else
            options.Columns = [new TextLoader.Column { Name = "x" }];
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CreateTextLoader(options)).Message);
    }

    private IDataView Load(string text, Action<TextLoader.Options> configure, params TextLoader.Column[] columns)
    {
        var options = new TextLoader.Options { Columns = columns };
        configure(options);
        return _ml.Data.LoadFromTextFile(Write(text), options);
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(path, text);
        return path;
    }

    private sealed class Row
    {
        [LoadColumn(0)]
        public float Y { get; set; }

        [LoadColumn(1, 2)]
        public float[] X { get; set; } = [];

        [LoadColumn(3)]
        public string Name { get; set; } = "";
    }

    private sealed class Unmarked
    {
        public float Plain { get; set; }
    }
}
