using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Portable.Tests.Official;

namespace Portable.Tests.Data;

/// <summary>What is written is what the official packages wrote of the same rows.</summary>
public sealed class TextSaverTests
{
    private readonly MLContext _ml = new(1);
    private readonly IDataView _data;

    public TextSaverTests()
    {
        _data = _ml.Data.LoadFromEnumerable(new Row[]
        {
            new() { X = 1.5f, D = 0.1, B = true, T = "plain", V = [0, 0, 0, 0, 0, 2, 0], S = TimeSpan.FromMinutes(61.5), W = ["a", "b c"] },
            new() { X = float.NaN, D = double.NaN, T = "has \"q\" and, comma", V = [1, 2, 3, 4, 5, 6, 7] },
            new() { W = [""] },
            new() { X = 1e10f, D = 1e-20, T = " lead:colon\ttab", V = [1, 0, 0, 0, 0, 0, 0], W = ["x"] },
        });
    }

    [Fact]
    public void Rows_become_sparse_where_that_is_shorter() => Assert.Equal(
        """
        #@ TextLoader{
        #@   header+
        #@   sep=tab
        #@   col=X:R4:0
        #@   col=D:R8:1
        #@   col=B:BL:2
        #@   col=T:TX:3
        #@   col=V:R4:4-10
        #@   col=S:TS:11
        #@   col=W:TX:12-**
        #@ }
        X|D|B|T|8|7:S
        1.5|0.10000000000000001|1|plain|10|5:2|7:"01:01:30"|8:a|9:b c
        ?|?|0|"has ""q"" and, comma"|1|2|3|4|5|6|7|"00:00:00"
        13|0:0
        1E+10|9.9999999999999995E-21|0|" lead:colon|tab"|9|0:1|8:x

        """, Save(_data).Replace('\t', '|'));

    [Fact]
    public void Dense_rows_without_description() => Assert.Equal(
        """
        X,D,B,T,"","","","","","","",S
        1.5,0.10000000000000001,1,plain,0,0,0,0,0,2,0,"01:01:30",a,b c
        ?,?,0,"has ""q"" and, comma",1,2,3,4,5,6,7,"00:00:00"
        0,0,0,"",0,0,0,0,0,0,0,"00:00:00",""
        1E+10,9.9999999999999995E-21,0," lead:colon|tab",1,0,0,0,0,0,0,"00:00:00",x

        """, Save(_data, ',', schema: false, forceDense: true).Replace('\t', '|'));

    [Fact]
    public void Odd_names_and_places_are_described_as_settings()
    {
        var view = _ml.Transforms.CopyColumns("a{b", "X").Append(_ml.Transforms.CopyColumns("t t", "T"))
            .Append(_ml.Transforms.SelectColumns("a{b", "t t", "W", "X", "V")).Fit(_data).Transform(_data);
        Assert.Equal(
            ["header+", "sep=tab", "col={name={a\\{b} src=0}", "col={name={t t} type=TX src=1}", "col=W:TX:2-**",
                "col={name=X src={ min=-1}}", "col={name=V src={ min=-1 max=5 vector=+}}"],
            Save(view).Split('\n').Where(line => line.StartsWith("#@   ", StringComparison.Ordinal)).Select(line => line[5..]));
    }

    [Fact]
    public void Separator_must_be_a_known_one()
    {
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => Save(_data, '#'));
        Assert.Equal("Invalid separator - must be: space, tab, comma, semicolon, or bar (Parameter 'Separator')", fault.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_saved_is_loaded_again(bool forceDense)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Save(_data, forceDense: forceDense));
            var again = _ml.Data.LoadFromTextFile(path, new TextLoader.Options
            {
                HasHeader = true,
                AllowQuoting = true,
                AllowSparse = true,
                Columns =
                [
                    new("X", DataKind.Single, 0), new("D", DataKind.Double, 1), new("B", DataKind.Boolean, 2), new("T", DataKind.String, 3),
                    new("V", DataKind.Single, 4, 10), new("S", DataKind.TimeSpan, 11),
                    new("W", DataKind.String, [new TextLoader.Range { Min = 12, VariableEnd = true }]),
                ],
            });
            foreach (var column in new[] { "X", "D", "B", "T", "W" })
                Assert.Equal(View.Head(_data, column), View.Head(again, column));
            Assert.Equal(
                _ml.Data.CreateEnumerable<Vector>(_data, false).Select(row => row.V),
                _ml.Data.CreateEnumerable<Vector>(again, false).Select(row => row.V));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private string Save(IDataView data, char separator = '\t', bool schema = true, bool forceDense = false)
    {
        using var stream = new MemoryStream();
        _ml.Data.SaveAsText(data, stream, separator, schema: schema, forceDense: forceDense);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Row
    {
        public float X { get; set; }

        public double D { get; set; }

        public bool B { get; set; }

        public string T { get; set; } = "";

        [VectorType(7)]
        public float[] V { get; set; } = new float[7];

        public TimeSpan S { get; set; }

        public string[] W { get; set; } = [];
    }

    private sealed class Vector
    {
        [VectorType(7)]
        public float[] V { get; set; } = [];
    }
}
