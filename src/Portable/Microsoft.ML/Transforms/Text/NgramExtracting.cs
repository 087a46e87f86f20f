using static Microsoft.ML.SchemaShape.Column;
using static Microsoft.ML.Transforms.Text.NgramExtractingEstimator;

[assembly: LoadableClass(typeof(NgramExtractingTransformer), null, typeof(SignatureLoadModel), "NgramTransform")]

namespace Microsoft.ML.Transforms.Text;

/// <summary>Counts the n-grams of a sequence of keys, each in a slot of its own, or weighs them by how few rows have them.</summary>
public sealed class NgramExtractingTransformer : OneToOneTransformerBase
{
    private readonly int _length, _skips;
    private readonly WeightingCriteria _weighting;
    private readonly string[] _ngrams; // by slot, two characters for a key: strings compare and hash as whole lists
    private readonly double[] _rarities; // log(rows / rows that have the n-gram), where the weighting needs them

    internal NgramExtractingTransformer(IHostEnvironment env, (string, string) columns, int length, int skips, WeightingCriteria weighting,
        string[] ngrams, double[] rarities)
        : base(env, columns) => (_length, _skips, _weighting, _ngrams, _rarities) = (length, skips, weighting, ngrams, rarities);

    internal NgramExtractingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env, ctx)
    {
        (_length, _skips, _weighting) = (ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32(), (WeightingCriteria)ctx.Reader.ReadInt32());
        Host.CheckDecode(_length > 0 && _skips >= 0 && (long)_length + _skips <= MaximumSpan, "Corrupt model file: no such n-grams.");
        _ngrams = new string[ctx.Reader.ReadCount(sizeof(int))];
        foreach (ref var ngram in _ngrams.AsSpan())
            ngram = new string(MemoryMarshal.Cast<uint, char>(ctx.Reader.ReadArray<uint>()));
        Host.CheckDecode(_ngrams.Distinct().Count() == _ngrams.Length, "Corrupt model file: an n-gram occurs twice.");
        _rarities = ctx.Reader.ReadArray<double>();
        Host.CheckDecode(_rarities.Length == (_weighting == WeightingCriteria.Tf ? 0 : _ngrams.Length),
            "Corrupt model file: weights are missing.");
    }

    private protected override VersionInfo Version => TransformVersions.First("NGRAMTPT", "NgramTransform");

    /// <summary>Visits the n-grams of a row's keys: from each place on, those that leave out up to so many keys.</summary>
    internal static Action MakeVisitor(
        DataViewRow row, DataViewSchema.Column source, int length, int skips, Action<int, ReadOnlySpan<char>> visit)
    {
        var get = RowGetters.KeysAsUInt32(row, source);
        var count = ((KeyDataViewType)source.Type.GetItemType()).Count;
        var ngram = new uint[length];
        VBuffer<uint> sparse = default, dense = default;
        return () =>
        {
            get(ref sparse);
            sparse.CopyToDense(ref dense);
            var keys = VBufferEditor.CreateFromBuffer(ref dense).Values;
            foreach (ref var key in keys)
                key = key > count ? 0 : key;
            for (; keys.Length > 0; keys = keys[1..])
                VisitFrom(0, 0, keys[..Math.Min(keys.Length, length + skips)]);
        };

        void VisitFrom(int index, int skipped, ReadOnlySpan<uint> window)
        {
            for (var skip = skipped; skip <= (index == 0 ? 0 : skips) && index + skip < window.Length; skip++)
            {
                ngram[index] = window[index + skip];
                visit(index, MemoryMarshal.Cast<uint, char>(ngram.AsSpan(0, index + 1)));
                if (index + 1 < length)
                    VisitFrom(index + 1, skip, window);
            }
        }
    }

    private protected override void SaveContent(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_length);
        ctx.Writer.Write(_skips);
        ctx.Writer.Write((int)_weighting);
        ctx.Writer.Write(_ngrams.Length);
        foreach (var ngram in _ngrams)
            ctx.Writer.WriteArray(MemoryMarshal.Cast<char, uint>(ngram));
        ctx.Writer.WriteArray<double>(_rarities);
    }

    private protected override DataViewType MakeOutput(
        int output, DataViewSchema.Column source, DataViewSchema.Annotations.Builder annotations)
    {
        Host.CheckInput(source.Type is VectorDataViewType { ItemType: KeyDataViewType }, source, ExpectedType);
        var values = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues);
        if (_ngrams.Length > 0 && values?.Type is VectorDataViewType { ItemType: TextDataViewType })
        {
            annotations.AddSlotNames(_ngrams.Length, (ref VBuffer<ReadOnlyMemory<char>> names) =>
            {
                VBuffer<ReadOnlyMemory<char>> buffer = default;
                source.GetKeyValues(ref buffer);
                var terms = buffer.DenseValues().ToArray();
                names = new(_ngrams.Length, Array.ConvertAll(_ngrams, ngram => string.Join('|', MemoryMarshal.Cast<char, uint>(ngram)
                    .ToArray().Select(key => key - 1 < (uint)terms.Length ? terms[key - 1].ToString() : "*")).AsMemory()));
            });
        }
        return new VectorDataViewType(NumberDataViewType.Single, _ngrams.Length);
    }

    private protected override Delegate MakeGetter(int output, DataViewRow row, DataViewSchema.Column source)
    {
        var lookup = _ngrams.Index().ToDictionary(n => n.Item, n => n.Index).GetAlternateLookup<ReadOnlySpan<char>>();
        var shortest = _ngrams.Select(ngram => ngram.Length).DefaultIfEmpty().Min();
        var found = new List<int>();
        var builder = new VectorBuilder<float>();
        var visitAll = MakeVisitor(row, source, _length, _skips, (_, ngram) =>
        {
            if (ngram.Length >= shortest && lookup.TryGetValue(ngram, out var slot))
                found.Add(slot);
        });
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> result) =>
        {
            found.Clear();
            visitAll();
            found.Sort();
            for (int first = 0, i = 0; i < found.Count; i++)
            {
                if (i + 1 < found.Count && found[i + 1] == found[i])
                    continue;
                builder.Add(found[i], i + 1 - first);
                first = i + 1;
            }
            builder.Finish(_ngrams.Length, ref result);
            var editor = VBufferEditor.CreateFromBuffer(ref result);
            for (var i = 0; i < editor.Values.Length && _weighting != WeightingCriteria.Tf; i++)
            {
                var (count, rarity) = (editor.Values[i], _rarities[result.IsDense ? i : editor.Indices[i]]);
                editor.Values[i] = (float)(_weighting == WeightingCriteria.TfIdf ? count * rarity : count >= 1 ? rarity : 0);
            }
            result = editor.Commit();
        });
    }
}

public sealed class NgramExtractingEstimator : IEstimator<NgramExtractingTransformer>
{
    internal const string ExpectedType = "Expected vector of Key type, and Key is convertible to UInt32";
    internal const int DefaultMaximumCount = 10000000;
    internal const int MaximumSpan = 10;
    private readonly IHost _host;
    private readonly (string Output, string Input) _columns;
    private readonly int _length, _skips;
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
        (_columns, _length, _skips, _weighting) = (columns, ngramLength, skipLength, weighting);
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
        _host.CheckInput(source.Type is VectorDataViewType { ItemType: KeyDataViewType }, source, ExpectedType);
        var slots = new Dictionary<string, int>();
        var lookup = slots.GetAlternateLookup<ReadOnlySpan<char>>();
        var room = (int[])_limits.Clone();
        var (weighs, rows) = (_weighting != WeightingCriteria.Tf, 0L);
        var holders = new List<(long Rows, long Last)>(); // the rows that have an n-gram, and the last of them
        using var cursor = input.GetRowCursor([source]);
        var visitAll = NgramExtractingTransformer.MakeVisitor(cursor, source, _length, _skips, (level, ngram) =>
        {
            if (room[level] == 0 && (!weighs || _limits[level] == 0))
                return;
            if (!lookup.TryGetValue(ngram, out var slot))
            {
                if (room[level] == 0)
                    return;
                room[level]--;
                lookup[ngram] = slot = slots.Count;
                holders.Add(default);
            }
            if (holders[slot].Last != rows)
                holders[slot] = (holders[slot].Rows + 1, rows);
        });
        while (cursor.MoveNext())
        {
            if ((rows++ & 0xff) == 0)
                _host.CheckAlive();
            visitAll();
        }
        return new NgramExtractingTransformer(_host, _columns, _length, _skips, _weighting,
            [.. slots.OrderBy(s => s.Value).Select(s => s.Key)], weighs ? [.. holders.Select(h => Math.Log(rows / (double)h.Rows))] : []);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_host, [_columns], column =>
    {
        _host.CheckInput(
            column.Kind != VectorKind.Scalar && column.IsKey && column.ItemType.RawType != typeof(ulong), column, ExpectedType);
        var named = column.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values)
            && values.Kind == VectorKind.Vector && values.ItemType is TextDataViewType;
        return new ItemShape(VectorKind.Vector, NumberDataViewType.Single, false, named ? [Shapes.SlotNames] : []);
    });
}
