using Microsoft.ML;
using Microsoft.ML.Data;

namespace Portable.Tests.Core;

public sealed class ColumnTypeTests
{
    [Theory]
    [InlineData("Single")]
    [InlineData("String")]
    [InlineData("Boolean")]
    [InlineData("DataViewRowId")]
    [InlineData("Key<UInt32, 0-2>")]
    [InlineData("Key<UInt16, 0-65534>")]
    [InlineData("Vector<Single, 4>")]
    [InlineData("Vector<String>")]
    [InlineData("Vector<Int32, 1, 2>")]
    [InlineData("Vector<Single, *, 3>")]
    [InlineData("Vector<Key<UInt16, 0-65534>>")]
    public void Types_are_written_as_the_official_packages_write_them(string expected) =>
        Assert.Contains(expected, Types().Select(t => t.ToString()));

    [Fact]
    public void Equal_types_are_equal_and_others_are_not()
    {
        var first = Types().ToArray();
        var second = Types().ToArray();
        for (var i = 0; i < first.Length; i++)
        {
            for (var j = 0; j < first.Length; j++)
                Assert.Equal(i == j, first[i].Equals(second[j]));
            Assert.Equal(first[i].GetHashCode(), second[i].GetHashCode());
        }
    }

    [Fact]
    public void Key_must_count_something_that_its_integer_holds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), -1));
        Assert.Equal(
            "The cardinality of a KeyDataViewType must not exceed Byte.MaxValue and must be strictly positive, but got 256. (Parameter 'count')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256)).Message);
        Assert.Equal("Key<Byte, 0-254>", new KeyDataViewType(typeof(byte), 255).ToString());
        Assert.Equal("Specified argument was out of the range of valid values. (Parameter 'size')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, -1)).Message);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 3));
        Assert.Equal("Type is not valid, it must be Byte, UInt16, UInt32, or UInt64. (Parameter 'type')", error.Message);
    }

    [Fact]
    public void Row_identities_are_written_and_ordered()
    {
        var id = new DataViewRowId(5, 0);
        Assert.Equal("00000000000000000000000000000005", id.ToString());
        Assert.True(id.CompareTo(new DataViewRowId(4, 1)) < 0);
    }

    [Fact]
    public void Random_numbers_are_those_that_a_seed_gives_in_ml_net()
    {
        var first = RandomUtils.Create(7);
        var second = RandomUtils.Create(7);
        for (var i = 0; i < 100; i++)
            Assert.Equal(first.Next(1000), second.Next(1000));
        Assert.All(Enumerable.Range(0, 1000).Select(_ => first.NextSingle()), x => Assert.InRange(x, 0f, 0.99999999f));
        Assert.NotEqual(RandomUtils.Create().Next(), RandomUtils.Create().Next());
    }

    private static IEnumerable<DataViewType> Types() =>
    [
        NumberDataViewType.Single, TextDataViewType.Instance, BooleanDataViewType.Instance, RowIdDataViewType.Instance,
        new KeyDataViewType(typeof(uint), 3), new KeyDataViewType(typeof(ushort), 65535),
        new VectorDataViewType(NumberDataViewType.Single, 4),
        new VectorDataViewType(TextDataViewType.Instance), new VectorDataViewType(NumberDataViewType.Int32, 1, 2),
        new VectorDataViewType(NumberDataViewType.Single, 0, 3), new VectorDataViewType(new KeyDataViewType(typeof(ushort), 65535)),
    ];
}
