using System.Runtime.InteropServices;
using Portable.Tests.Api.Reading;

namespace Portable.Tests.Api
{
    /// <summary>The comparisons are worth what the reader is worth: it must spell like the listing, and faults must show.</summary>
    public sealed class ApiReaderTests
    {
        private static readonly IReadOnlyList<ApiLine> Own =
            [.. AssemblyApi.Read(typeof(ApiReaderTests).Assembly.Location).Where(line => line.Id.Contains(":Fixture."))];

        [Fact]
        public void Reader_spells_members_like_the_listing()
        {
            string[] expected =
            [
                "internal M:Fixture.Outer`1.Hidden -> System.Void []",
                "protected M:Fixture.Outer`1.#ctor -> System.Void []",
                "protected class T:Fixture.Outer`1.Shown",
                "protected M:Fixture.Outer`1.Shown.#ctor -> System.Void []",
                "protected virtual M:Fixture.Outer`1.Finish(System.Boolean) -> System.Void [disposing]",
                "public M:Fixture.IFetch`1.Fetch(System.Int32@|System.Runtime.InteropServices.InAttribute,`0@) -> System.Void [row, value]",
                "public M:Fixture.Outer`1.Inner`1.#ctor -> System.Void []",
                "public M:Fixture.Outer`1.Inner`1.Pick(Fixture.Outer{`0}.Inner{`1},System.String[],System.Int32[0:,0:])"
                    + " -> Fixture.Outer`1/Inner`1<T,U>[] [from, names, grid]",
                "public M:Fixture.Outer`1.Fetch(System.Int32@,`0@) -> System.Void [row, value]",
                "public M:Fixture.Outer`1.add_Changed(System.EventHandler) -> System.Void [value]",
                "public M:Fixture.Outer`1.get_Item(System.Int32) -> T [index]",
                "public M:Fixture.Outer`1.remove_Changed(System.EventHandler) -> System.Void [value]",
                "public abstract M:Fixture.Outer`1.Map``1(System.Func{`0,``0}) -> System.Collections.Generic.List`1<V> [map]",
                "public abstract class T:Fixture.Outer`1 : Fixture.IFetch`1<T>",
                "public enum T:Fixture.Kind",
                "public interface T:Fixture.IFetch`1",
                "public sealed class T:Fixture.Outer`1.Inner`1",
                "public static F:Fixture.Kind.First -> Fixture.Kind = 1",
                "public static F:Fixture.Outer`1.Name -> System.String = x",
                "public static M:Fixture.Outer`1.Defaults(System.String,System.String,System.Single,System.Nullable{System.Int32},"
                    + "System.Char,Fixture.Kind,System.Boolean) -> System.Void"
                    + " [label=Label, weight=null, rate=1E-07, seed=null, end=\\u000a, kind=1, on=True]",
                "public static M:Fixture.Outer`1.op_Implicit(`0)~Fixture.Outer{`0} -> Fixture.Outer`1<T> [value]",
                "public virtual M:Fixture.Outer`1.ToString -> System.String []",
            ];
            Assert.Equal(expected.Order(StringComparer.Ordinal), Own.Select(line => line.ToString()).Order(StringComparer.Ordinal));
        }

        [Fact]
        public void Lines_survive_parsing() => Assert.All(Own, line => Assert.Equal(line, ApiLine.Parse(line.ToString())));

        [Theory]
        [InlineData("label=Label", "label=Class", "differs:")] // another default
        [InlineData("[index]", "[i]", "differs:")] // another parameter name
        [InlineData("public static F:Fixture.Kind.First", "public static F:Fixture.Kind.Primary", "not listed:")] // a member too many
        [InlineData("public virtual M:Fixture.Outer`1.ToString", "public M:Fixture.Outer`1.ToString", "differs:")] // virtual or not
        [InlineData("public sealed class T:Fixture.Outer`1.Inner`1", "public class T:Fixture.Outer`1.Inner`1", "differs:")] // another kind
        [InlineData("Outer`1 : Fixture.IFetch`1<T>", "Outer`1", "wrong base:")] // an interface too many
        [InlineData("public interface T:Fixture.IFetch`1", "internal interface T:Fixture.IFetch`1", "differs:")] // too visible
        public void Fault_is_found(string ours, string official, string fault)
        {
            Assert.Empty(ApiComparison.Beyond(Listing(line => line), Own));
            var faults = ApiComparison.Beyond(Listing(line => line.Replace(ours, official)), Own);
            Assert.StartsWith(fault, Assert.Single(faults));
        }

        [Fact]
        public void Missing_member_is_found()
        {
            var without = Own.Where(line => line.MemberName != "get_Item").ToList();
            Assert.Equal(["missing: public M:Fixture.Outer`1.get_Item(System.Int32) -> T [index]"], ApiComparison.Missing(Own, without));
        }

        private static ApiListing Listing(Func<string, string> edit)
        {
            var folder = Directory.CreateTempSubdirectory("api");
            try
            {
                File.WriteAllLines(Path.Combine(folder.FullName, "Fixture.api.txt"), Own.Select(line => edit(line.ToString())));
                return ApiListing.Load(folder.FullName);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }
}

namespace Fixture
{
    public enum Kind
    {
        First = 1,
    }

    public interface IFetch<T>
    {
        void Fetch(in int row, ref T value);
    }

    public abstract class Outer<T> : IFetch<T>
    {
        public const string Name = "x";

        protected Outer()
        {
        }

        public event EventHandler Changed
        {
            add => ArgumentNullException.ThrowIfNull(value);
            remove => ArgumentNullException.ThrowIfNull(value);
        }

        public T this[int index] => throw new ArgumentOutOfRangeException(nameof(index));

        public static implicit operator Outer<T>(T value) => throw new ArgumentException("Fixture only.", nameof(value));

        public static void Defaults(
            string label = "Label",
            string? weight = null,
            float rate = 1e-7f,
            int? seed = null,
            char end = '\n',
            Kind kind = Kind.First,
            bool on = true)
            => ArgumentException.ThrowIfNullOrEmpty($"{label}{weight}{rate}{seed}{end}{kind}{on}");

        public abstract List<V> Map<V>(Func<T, V> map);

        public void Fetch(in int row, ref T value) => value = this[row];

        public override string ToString() => Name;

        internal void Hidden() => Finish(Secret);

        protected virtual void Finish(bool disposing) => ArgumentOutOfRangeException.ThrowIfEqual(disposing, Secret);

        private static bool Secret => true;

        public sealed class Inner<U>
        {
            public Inner<U>[] Pick(Inner<U> from, [In] string[] names, int[,] grid) => [from, .. names.Select(_ => this).Take(grid.Length)];
        }

        protected class Shown
        {
        }
    }
}
