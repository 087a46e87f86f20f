using MLNetDeep.Cli;
using MLNetDeep.Cli.Data;

namespace MLNetDeep.Tests.Cli;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2", "a|b;1|2")]
    [InlineData("a,b\n\n\n1,2\n\n", "a|b;1|2")]
    [InlineData("a,b\n\"x, y\", z \n", "a|b;x, y|z")]
    [InlineData("a,b\n\"he said \"\"hi\"\"\",\n", "a|b;he said \"hi\"|")]
    [InlineData("a,b\n\"two\nlines\",2\n3,4\n", "a|b;two\nlines|2;3|4")]
    [InlineData("a\n\"\"\nx\n", "a;;x")]
    [InlineData(",\n", "|")]
    [InlineData("a\n  \nx\n", "a;;x")]
    public void Reads_records(string text, string expected)
    {
        var reader = new CsvReader(new StringReader(text), ',', "t.csv");
        var records = new List<string>();
        var fields = new List<string>();
        while (reader.Read(fields))
            records.Add(string.Join('|', fields));
        Assert.Equal(expected, string.Join(';', records));
    }

    [Fact]
    public void Counts_lines_over_quoted_breaks_and_blank_lines()
    {
        var reader = new CsvReader(new StringReader("a,b\n\"x\ny\",1\n\n2,3\n"), ',', "t.csv");
        var fields = new List<string>();
        var lines = new List<long>();
        while (reader.Read(fields))
            lines.Add(reader.Line);
        Assert.Equal([1, 2, 5], lines);
        Assert.True(reader.HasMultilineFields);
    }

    [Fact]
    public void Names_the_line_of_a_quote_that_is_never_closed()
    {
        var reader = new CsvReader(new StringReader("a,b\n1,\"x\n2,3\n"), ',', "t.csv");
        var fields = new List<string>();
        reader.Read(fields);
        var e = Assert.Throws<CliException>(() => reader.Read(fields));
        Assert.Equal("'t.csv': the quote opened on line 2 is never closed.", e.Message);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", ',')]
    [InlineData("a\tb\n1,5\t2,5\n", '\t')]
    [InlineData("a;b;c\n1,5;2,5;3,5\n", ';')]
    [InlineData("a|b\n1|2\n", '|')]
    [InlineData("\"a,x\";b\n1;2\n", ';')]
    [InlineData("a\nx\n", ',')]
    public void Detects_the_delimiter(string text, char expected)
    {
        using var folder = new TestFolder();
        using var file = DataFile.Open(folder.Write("t.txt", text));
        Assert.Equal(expected, CsvTable.Open(file).Delimiter);
    }

    [Fact]
    public void Unpacks_gzip_into_a_file_that_goes_away()
    {
        using var folder = new TestFolder();
        string unpacked;
        using (var file = DataFile.Open(folder.WriteGzip("t.csv.gz", "a,b\n1,x\n")))
        {
            unpacked = file.Path;
            Assert.Equal(["a", "b"], CsvTable.Open(file).Header);
            Assert.True(File.Exists(unpacked));
        }
        Assert.False(File.Exists(unpacked));
    }
}
