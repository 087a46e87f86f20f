using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Words of a text, or of several columns of them, to keys and their n-grams.</summary>
public sealed class WordBagEstimator : IEstimator<ITransformer>
{
    private readonly IHostEnvironment _env;
    private readonly string _output;
    private readonly string[] _inputs;
    private readonly Options _options;

    internal WordBagEstimator(IHostEnvironment env, string outputColumnName, string[] inputColumnNames, Options options) =>
        (_env, _output, _inputs, _options) = (Contracts.CheckRef(env, nameof(env)), outputColumnName, inputColumnNames, options);

    public ITransformer Fit(IDataView input) => Chain().Fit(input);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Chain().GetOutputSchema(inputSchema);

    private EstimatorChain<NgramExtractingTransformer> Chain()
    {
        var source = _inputs.Length > 1 ? _output : _inputs[0];
        var start = new EstimatorChain<ITransformer>();
        if (_inputs.Length > 1)
            start = start.Append<ITransformer>(new ColumnConcatenatingEstimator(_env, _output, _inputs));
        return start.Append(new WordTokenizingEstimator(_env, null, (_output, source)))
            .Append(_options.MakeKeys(_env, _output, _output)).Append(_options.MakeNgrams(_env, _output, _output));
    }

    public class Options
    {
        public int NgramLength = 2;
        public int SkipLength;
        public bool UseAllLengths = true;
        public int[] MaximumNgramsCount = [NgramExtractingEstimator.DefaultMaximumCount];
        public NgramExtractingEstimator.WeightingCriteria Weighting;

        internal ValueToKeyMappingEstimator MakeKeys(IHostEnvironment env, string output, string input) => new(
            env, [new(output, input)], new(MaximumNgramsCount is [var count, ..] ? count : NgramExtractingEstimator.DefaultMaximumCount,
                ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence, AsText: false, KeyData: null));

        internal NgramExtractingEstimator MakeNgrams(IHostEnvironment env, string output, string input) =>
            new(env, (output, input), NgramLength, SkipLength, UseAllLengths, MaximumNgramsCount ?? [], Weighting);
    }
}

public sealed class TextFeaturizingEstimator : IEstimator<ITransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string[] _inputs;
    private readonly Options _options;

    internal TextFeaturizingEstimator(IHostEnvironment env, string outputColumnName, string[] inputColumnNames, Options options)
    {
        _host = Contracts.CheckRef(env, nameof(env)).Register(nameof(TextFeaturizingEstimator));
        _host.CheckParam(inputColumnNames.Length > 0 && !inputColumnNames.Any(string.IsNullOrWhiteSpace), "source");
        _host.CheckNonEmpty(outputColumnName, "name");
        (_output, _inputs, _options) = (outputColumnName, inputColumnNames, options);
    }

    public enum NormFunction
    {
        None = 0,
        L1 = 1,
        L2 = 2,
        Infinity = 3,
    }

    public ITransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var view = input;
        var steps = new List<ITransformer>();
        var temporary = new List<string>();
        var o = _options;
        var text = _inputs.Length == 1 ? _inputs[0]
            : Add($"{_output}_InitialConcat", to => new ColumnConcatenatingTransformer(_host, to, _inputs));
        if (o.CaseMode != TextNormalizingEstimator.CaseMode.None || !o.KeepDiacritics || !o.KeepPunctuations || !o.KeepNumbers)
        {
            text = Add($"{text}_TextNormalizer", to => new TextNormalizingTransformer(
                _host, new(o.CaseMode, o.KeepDiacritics, o.KeepPunctuations, o.KeepNumbers), (to, text)));
        }
        var stopWords = (o.StopWordsRemoverOptions as CustomStopWordsRemovingEstimator.Options)?.StopWords;
        var words = text;
        if (o.WordFeatureExtractor != null || stopWords != null || !string.IsNullOrEmpty(o.OutputTokensColumnName))
            words = Add($"{text}_WordTokenizer", to => new WordTokenizingTransformer(_host, null, (to, text)));
        if (stopWords != null)
            text = words = Add($"{words}_StopWords", to => new CustomStopWordsRemovingTransformer(_host, stopWords, (to, words)));
        var parts = new List<(string Name, string Column)>();
        if (o.WordFeatureExtractor is { } bag)
        {
            var keys = Add($"{_output}_WordKeys", to => bag.MakeKeys(_host, to, words).Fit(view));
            parts.Add(("Word", Add($"{_output}_WordExtractor", to => bag.MakeNgrams(_host, to, keys).Fit(view))));
        }
        if (!string.IsNullOrEmpty(o.OutputTokensColumnName))
            Step(new ColumnConcatenatingTransformer(_host, o.OutputTokensColumnName, words));
        if (o.CharFeatureExtractor is { } chars)
        {
            var keys = Add($"{text}_CharTokenizer", to => new TokenizingByCharactersTransformer(_host, true, (to, text)));
            parts.Insert(0, ("Char", Add($"{_output}_CharExtractor", to => chars.MakeNgrams(_host, to, keys).Fit(view))));
        }
        // The slots of the result are named after these columns where there are two of them.
        var columns = parts.Select(part => Add(part.Name, to => o.Norm == NormFunction.None
            ? new ColumnCopyingTransformer(_host, (to, part.Column))
            : new LpNormNormalizingTransformer(_host, o.Norm, (to, part.Column))))
            .ToArray();
        if (columns.Length > 0)
            Step(new ColumnConcatenatingTransformer(_host, _output, columns));
        if (temporary.Count > 0)
            Step(new ColumnSelectingTransformer(_host, null, [.. temporary]));
        return new TransformerChain<ITransformer>([.. steps]);

        string Add(string name, Func<string, ITransformer> make)
        {
            while (view.Schema.GetColumnOrNull(name) != null)
                name += "_";
            Step(make(name));
            temporary.Add(name);
            return name;
        }

        void Step(ITransformer transformer)
        {
            steps.Add(transformer);
            view = transformer.Transform(view);
        }
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        foreach (var name in _inputs)
        {
            if (!inputSchema.TryFindColumn(name, out var column))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
            if (column.ItemType is not TextDataViewType)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", name, "scalar or vector of String", column.GetTypeString());
        }
        var result = inputSchema.ToDictionary(c => c.Name);
        var annotations = _options.Norm == NormFunction.None ? new[] { Shapes.SlotNames } : [Shapes.SlotNames, Shapes.IsNormalized];
        result[_output] = new(_output, VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(annotations));
        if (_options.OutputTokensColumnName is { Length: > 0 } tokens)
            result[tokens] = new(tokens, VectorKind.VariableVector, TextDataViewType.Instance, false);
        return new SchemaShape(result.Values);
    }

    public sealed class Options : TransformInputBase
    {
        public TextNormalizingEstimator.CaseMode CaseMode = TextNormalizingEstimator.CaseMode.Lower;
        public bool KeepDiacritics;
        public bool KeepPunctuations = true;
        public bool KeepNumbers = true;
        public string? OutputTokensColumnName;
        public NormFunction Norm = NormFunction.L2;

        public IStopWordsRemoverOptions? StopWordsRemoverOptions { get; set; }

        public WordBagEstimator.Options? WordFeatureExtractor { get; set; } = new();

        public WordBagEstimator.Options? CharFeatureExtractor { get; set; } = new() { NgramLength = 3, UseAllLengths = false };
    }
}
