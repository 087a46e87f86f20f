using static Microsoft.ML.SchemaShape.Column;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Words of a text to keys and their n-grams.</summary>
public sealed class WordBagEstimator : IEstimator<ITransformer>
{
    private readonly EstimatorChain<NgramExtractingTransformer> _chain;

    internal WordBagEstimator(IHostEnvironment env, string output, string input, Options options) => _chain =
        new EstimatorChain<ITransformer>().Append(new WordTokenizingEstimator(env, null, (output, input)))
            .Append(new ValueToKeyMappingEstimator(env, [new(output, output)], new(
                options.MaximumNgramsCount is [var count, ..] ? count : NgramExtractingEstimator.DefaultMaximumCount,
                ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence, AsText: false, KeyData: null)))
            .Append(options.MakeNgrams(env, output));

    public ITransformer Fit(IDataView input) => _chain.Fit(input);
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _chain.GetOutputSchema(inputSchema);

    public class Options
    {
        public int NgramLength = 2, SkipLength;
        public bool UseAllLengths = true;
        public int[] MaximumNgramsCount = [NgramExtractingEstimator.DefaultMaximumCount];
        public NgramExtractingEstimator.WeightingCriteria Weighting;

        internal NgramExtractingEstimator MakeNgrams(IHostEnvironment env, string column) =>
            new(env, (column, column), NgramLength, SkipLength, UseAllLengths, MaximumNgramsCount ?? [], Weighting);
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
        var (view, o) = (input, _options);
        var (steps, temporary) = (new List<ITransformer>(), new List<string>());
        var text = _inputs.Length == 1 ? _inputs[0]
            : Add($"{_output}_InitialConcat", to => new ColumnConcatenatingTransformer(_host, to, _inputs));
        if (o.CaseMode != TextNormalizingEstimator.CaseMode.None || !o.KeepDiacritics || !o.KeepPunctuations || !o.KeepNumbers)
        {
            text = Add($"{text}_TextNormalizer", to => new TextNormalizingTransformer(
                _host, new(o.CaseMode, o.KeepDiacritics, o.KeepPunctuations, o.KeepNumbers), (to, text)));
        }
        if (o.OutputTokensColumnName is { Length: > 0 } tokens)
            Step(new WordTokenizingTransformer(_host, null, (tokens, text)));
        // The slots of the result are named after these columns where there are two of them.
        var parts = new List<string>();
        if (o.CharFeatureExtractor is { } chars)
        {
            AddPart("Char", to => new TokenizingByCharactersEstimator(_host, true, (to, text))
                .Append(chars.MakeNgrams(_host, to)).Fit(view));
        }
        if (o.WordFeatureExtractor is { } words)
            AddPart("Word", to => new WordBagEstimator(_host, to, text, words).Fit(view));
        if (parts.Count > 0)
            Step(new ColumnConcatenatingTransformer(_host, _output, [.. parts]));
        if (temporary.Count > 0)
            Step(new ColumnSelectingTransformer(_host, null, [.. temporary]));
        return new TransformerChain<ITransformer>([.. steps]);

        void AddPart(string name, Func<string, ITransformer> make)
        {
            parts.Add(Add(name, make));
            if (o.Norm != NormFunction.None)
                Step(new LpNormNormalizingTransformer(_host, o.Norm, (parts[^1], parts[^1])));
        }

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
            _host.CheckInput(column.ItemType is TextDataViewType, column, "scalar or vector of String");
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
        public bool KeepDiacritics, KeepPunctuations = true, KeepNumbers = true;
        public string? OutputTokensColumnName;
        public NormFunction Norm = NormFunction.L2;

        public WordBagEstimator.Options? WordFeatureExtractor { get; set; } = new();
        public WordBagEstimator.Options? CharFeatureExtractor { get; set; } = new() { NgramLength = 3, UseAllLengths = false };
    }
}
