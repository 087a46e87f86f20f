using static Microsoft.ML.SchemaShape.Column;
using static Microsoft.ML.Transforms.Text.NgramExtractingEstimator;

[assembly: LoadableClass(typeof(NgramExtractingTransformer), null, typeof(SignatureLoadModel), "NgramTransform")]

namespace Microsoft.ML.Transforms.Text;

/// <summary>Counts the n-grams of a sequence of keys, each in a slot of its own, or weighs them by how few rows have them.</summary>
public sealed class NgramExtractingTransformer : OneToOneTransformerBase
{
    private readonly int _length, _skips;
    private readonly WeightingCriteria _weighting;
    private readonly Dictionary<uint[], int> _slots;
    private readonly double[] _rarities; // log(rows / rows that have the n-gram), where the weighting needs them

    internal NgramExtractingTransformer(IHostEnvironment env, (string, string) columns, int length, int skips, WeightingCriteria weighting,
        Dictionary<uint[], int> slots, double[] rarities)
        : base(env, columns) => (_length, _skips, _weighting, _slots, _rarities) = (length, skips, weighting, slots, rarities);

    internal NgramExtractingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, ctx)
    {
        (_length, _skips, _weighting) = (ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32(), (WeightingCriteria)ctx.Reader.ReadInt32());
        Host.CheckDecode(_length > 0 && _skips >= 0 && (long)_length + _skips <= MaximumSpan, "Corrupt model file: no such n-grams.");
        var count = ctx.Reader.ReadCount(sizeof(int));
        _slots = NewSlots();
        for (var slot = 0; slot < count; slot++)
            Host.CheckDecode(_slots.TryAdd(ctx.Reader.ReadArray<uint>(), slot), "Corrupt model file: an n-gram occurs twice.");
        _rarities = ctx.Reader.ReadArray<double>();
        Host.CheckDecode(_rarities.Length == (_weighting == WeightingCriteria.Tf ? 0 : count), "Corrupt model file: weights are missing.");
    }

    private protected override VersionInfo Version => TransformVersions.First("NGRAMTPT", "NgramTransform");

    internal static Dictionary<uint[], int> NewSlots() => new(new KeysComparer());

    /// <summary>Visits the n-grams of a sequence: from each place on, those that leave out up to so many keys.</summary>
    internal static void Visit(ReadOnlySpan<uint> keys, int length, int skips, Action<ReadOnlySpan<uint>> visit)
    {
        Span<uint> ngram = stackalloc uint[length];
        for (; keys.Length > 0; keys = keys[1..])
            VisitFrom(0, 0, keys[..Math.Min(keys.Length, length + skips)], ngram);

        void VisitFrom(int index, int skipped, ReadOnlySpan<uint> window, Span<uint> ngram)
        {
            for (var skip = skipped; skip <= (index == 0 ? 0 : skips) && index + skip < window.Length; skip++)
            {
                ngram[index] = window[index + skip];
                visit(ngram[..(index + 1)]);
                if (index + 1 < ngram.Length)
                    VisitFrom(index + 1, skip, window, ngram);
            }
        }
    }

    /// <summary>A getter of all keys of a row, as many as there are slots; what is no key is 0.</summary>
    internal static Func<ReadOnlySpan<uint>> MakeKeys(DataViewRow row, DataViewSchema.Column source)
    {
        var get = RowGetters.KeysAsUInt32(row, source);
        var count = ((KeyDataViewType)source.Type.GetItemType()).Count;
        VBuffer<uint> sparse = default, dense = default;
        return () =>
        {
            get(ref sparse);
            sparse.CopyToDense(ref dense);
            var keys = VBufferEditor.CreateFromBuffer(ref dense).Values;
            foreach (ref var key in keys)
                key = key > count ? 0 : key;
            return keys;
        };
    }

    internal static void CheckType(IHost host, DataViewSchema.Column source)
    {
        if (source.Type is not VectorDataViewType { ItemType: KeyDataViewType })
            throw host.ExceptSchemaMismatch("inputSchema", "input", source.Name, ExpectedType, source.Type.ToString()!);
    }

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_length);
        ctx.Writer.Write(_skips);
        ctx.Writer.Write((int)_weighting);
        ctx.Writer.Write(_slots.Count);
        foreach (var ngram in _slots.OrderBy(s => s.Value))
            ctx.Writer.WriteArray<uint>(ngram.Key);
        ctx.Writer.WriteArray<double>(_rarities);
    }

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        CheckType(Host, source);
        var values = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues);
        if (_slots.Count > 0 && values?.Type is VectorDataViewType { ItemType: TextDataViewType })
        {
            annotations.AddSlotNames(_slots.Count, (ref VBuffer<ReadOnlyMemory<char>> names) =>
            {
                VBuffer<ReadOnlyMemory<char>> buffer = default;
                source.GetKeyValues(ref buffer);
                var terms = buffer.DenseValues().ToArray();
                names = new(_slots.Count, [.. _slots.OrderBy(s => s.Value).Select(s => string.Join('|', s.Key.Select(
                    key => key - 1 < (uint)terms.Length ? terms[key - 1].ToString() : "*")).AsMemory())]);
            });
        }
        return new VectorDataViewType(NumberDataViewType.Single, _slots.Count);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var keys = MakeKeys(row, source);
        var lookup = _slots.GetAlternateLookup<ReadOnlySpan<uint>>();
        var used = Enumerable.Range(0, _length + 1).Select(length => _slots.Keys.Any(ngram => ngram.Length == length)).ToArray();
        var found = new List<int>();
        var builder = new VectorBuilder<float>();
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> result) =>
        {
            found.Clear();
            Visit(keys(), _length, _skips, ngram =>
            {
                if (used[ngram.Length] && lookup.TryGetValue(ngram, out var slot))
                    found.Add(slot);
            });
            found.Sort();
            for (int i = 0, next; i < found.Count; i = next)
            {
                for (next = i + 1; next < found.Count && found[next] == found[i];)
                    next++;
                builder.Add(found[i], next - i);
            }
            builder.Finish(_slots.Count, ref result);
            if (_weighting != WeightingCriteria.Tf)
                Weigh(ref result);
        });
    }

    private void Weigh(ref VBuffer<float> counts)
    {
        var editor = VBufferEditor.CreateFromBuffer(ref counts);
        for (var i = 0; i < editor.Values.Length; i++)
        {
            var (count, rarity) = (editor.Values[i], _rarities[counts.IsDense ? i : editor.Indices[i]]);
            editor.Values[i] = (float)(_weighting == WeightingCriteria.TfIdf ? count * rarity : count >= 1 ? rarity : 0);
        }
        counts = editor.Commit();
    }

    private sealed class KeysComparer : IEqualityComparer<uint[]>, IAlternateEqualityComparer<ReadOnlySpan<uint>, uint[]>
    {
        public uint[] Create(ReadOnlySpan<uint> alternate) => alternate.ToArray();
        public bool Equals(ReadOnlySpan<uint> alternate, uint[] other) => alternate.SequenceEqual(other);
        public bool Equals(uint[]? x, uint[]? y) => x.AsSpan().SequenceEqual(y);
        public int GetHashCode(uint[] obj) => GetHashCode((ReadOnlySpan<uint>)obj);

        public int GetHashCode(ReadOnlySpan<uint> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }
    }
}

public sealed class NgramExtractingEstimator : IEstimator<NgramExtractingTransformer>
{
    internal const string ExpectedType = "Expected vector of Key type, and Key is convertible to UInt32";
    internal const int DefaultMaximumCount = 10000000;
    internal const int MaximumSpan = 10;

    private readonly IHost _host;
    private readonly (string Output, string Input) _columns;
    private readonly int _ngramLength, _skipLength;
    private readonly int[] _limits; // how many n-grams of each length to keep
    private readonly WeightingCriteria _weighting;

    internal NgramExtractingEstimator(IHostEnvironment env, (string, string) columns, int ngramLength, int skipLength, bool useAllLengths,
        int[] maximumNgramsCount, WeightingCriteria weighting)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(NgramExtractingEstimator));
        Contracts.CheckUserArg(ngramLength != 1 || skipLength == 0, nameof(skipLength),
            $"{nameof(skipLength)} (actual value: {skipLength}) can only be zero when {nameof(ngramLength)} set to one.");
        Contracts.CheckUserArg(ngramLength + skipLength <= MaximumSpan, nameof(skipLength),
            $"The sum of skipLength and ngramLength must be less than or equal to {MaximumSpan}");
        Contracts.CheckUserArg(ngramLength is > 0 and <= MaximumSpan, nameof(ngramLength));
        Contracts.CheckUserArg(maximumNgramsCount.Length <= (useAllLengths ? ngramLength : 1) && maximumNgramsCount.All(c => c >= 0)
            && maximumNgramsCount is not [.., 0], "maximumNgramsCounts");
        (_columns, _ngramLength, _skipLength, _weighting) = (columns, ngramLength, skipLength, weighting);
        var last = maximumNgramsCount is [.., var given] ? given : DefaultMaximumCount;
        _limits = [.. Enumerable.Range(0, ngramLength).Select(i => !useAllLengths && i < ngramLength - 1 ? 0
            : useAllLengths && i < maximumNgramsCount.Length ? maximumNgramsCount[i] : last)];
    }

    public enum WeightingCriteria
    {
        Tf = 0,
        Idf = 1,
        TfIdf = 2,
    }

    public NgramExtractingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var source = OneToOneTransformerBase.FindSources(_host, input.Schema, [_columns], "inputSchema")[0];
        NgramExtractingTransformer.CheckType(_host, source);
        var slots = NgramExtractingTransformer.NewSlots();
        var lookup = slots.GetAlternateLookup<ReadOnlySpan<uint>>();
        var counts = new int[_ngramLength];
        var (weighs, rows) = (_weighting != WeightingCriteria.Tf, 0L);
        var holders = new List<(long Rows, long Last)>(); // the rows that have an n-gram, and the last of them
        using var cursor = input.GetRowCursor([source]);
        var keys = NgramExtractingTransformer.MakeKeys(cursor, source);
        while (cursor.MoveNext())
        {
            if ((rows++ & 0xff) == 0)
                _host.CheckAlive();
            NgramExtractingTransformer.Visit(keys(), _ngramLength, _skipLength, ngram =>
            {
                var level = ngram.Length - 1;
                var full = counts[level] >= _limits[level];
                if (full && (!weighs || _limits[level] == 0))
                    return;
                if (!lookup.TryGetValue(ngram, out var slot))
                {
                    if (full)
                        return;
                    counts[level]++;
                    lookup[ngram] = slot = slots.Count;
                    holders.Add(default);
                }
                if (holders[slot].Last != rows)
                    holders[slot] = (holders[slot].Rows + 1, rows);
            });
        }
        var rarities = weighs ? holders.Select(h => Math.Log(rows / (double)h.Rows)).ToArray() : [];
        return new NgramExtractingTransformer(_host, _columns, _ngramLength, _skipLength, _weighting, slots, rarities);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_host, [_columns], column =>
    {
        if (column.Kind == VectorKind.Scalar || !column.IsKey || column.ItemType.RawType == typeof(ulong))
            throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, ExpectedType, column.GetTypeString());
        var named = column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values)
            && values.Kind == VectorKind.Vector && values.ItemType is TextDataViewType;
        return new ItemShape(VectorKind.Vector, NumberDataViewType.Single, false, named ? [Shapes.SlotNames] : []);
    });
}
