using Microsoft.ML.AutoML;
using MLNetDeep;
using MLNetDeep.AutoML;
using MLNetDeep.Networks;

namespace Microsoft.ML;

/// <summary>Puts the deep trainers among the candidates of ML.NET's AutoML: <c>ml.Auto().Mlp(…)</c>.</summary>
/// <remarks>
/// A candidate goes into a pipeline like ML.NET's own, <c>features.Append(ml.Auto().Mlp(…), ml.Auto().Cnn(…))</c>, and runs in an
/// <c>AutoMLExperiment</c> and in a study alike.
/// </remarks>
public static class DeepAutoCatalog
{
    /// <summary>A multilayer perceptron as a candidate of a sweep, for tables.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="task">What it learns.</param>
    /// <param name="options">What is not swept, columns and seed among it; <see langword="null"/> for defaults.</param>
    /// <param name="space">What is swept; <see langword="null"/> for all of <see cref="MlpSearchOptions"/>.</param>
    /// <returns>The candidate.</returns>
    /// <exception cref="ArgumentException">There is no such trainer for the task.</exception>
    public static SweepableEstimator Mlp(
        this AutoCatalog catalog, DeepTask task, MlpOptions? options = null, SearchSpace.SearchSpace? space = null) =>
        Candidate<MlpSearchOptions>(catalog, space, (context, point) => Trainer(context, task, point.ToOptions(options)), task, Tabular);

    /// <summary>A convolutional network as a candidate of a sweep, for images and signals.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="task">What it learns.</param>
    /// <param name="options">What is not swept, columns, shape and seed among it; <see langword="null"/> for defaults.</param>
    /// <param name="space">What is swept; <see langword="null"/> for all of <see cref="CnnSearchOptions"/> that has an effect.</param>
    /// <returns>The candidate.</returns>
    /// <exception cref="ArgumentException">There is no such trainer for the task.</exception>
    public static SweepableEstimator Cnn(
        this AutoCatalog catalog, DeepTask task, CnnOptions? options = null, SearchSpace.SearchSpace? space = null) =>
        Candidate<CnnSearchOptions>(
            catalog, space ?? CnnSpace(options), (context, point) => Trainer(context, task, point.ToOptions(options)), task, Tabular);

    /// <summary>A recurrent network as a candidate of a sweep, for sequences and texts.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="task">What it learns.</param>
    /// <param name="options">What is not swept, columns and seed among it; <see langword="null"/> for defaults.</param>
    /// <param name="space">What is swept; <see langword="null"/> for all of <see cref="LstmSearchOptions"/> that has an effect.</param>
    /// <returns>The candidate.</returns>
    /// <exception cref="ArgumentException">There is no such trainer for the task.</exception>
    public static SweepableEstimator Lstm(
        this AutoCatalog catalog, DeepTask task, LstmOptions? options = null, SearchSpace.SearchSpace? space = null) =>
        Candidate<LstmSearchOptions>(
            catalog, space ?? LstmSpace(options), (context, point) => Trainer(context, task, point.ToOptions(options)), task,
            Enum.GetValues<DeepTask>());

    /// <summary>A network of the user's own layers as a candidate of a sweep.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="task">What it learns.</param>
    /// <param name="options">The layers, and what else is not swept.</param>
    /// <param name="space">What is swept; <see langword="null"/> for all of <see cref="NetworkSearchOptions"/>.</param>
    /// <returns>The candidate.</returns>
    /// <exception cref="ArgumentException">There is no such trainer for the task.</exception>
    public static SweepableEstimator Network(
        this AutoCatalog catalog, DeepTask task, NetworkOptions options, SearchSpace.SearchSpace? space = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Candidate<NetworkSearchOptions>(
            catalog, space, (context, point) => Trainer(context, task, point.ToOptions(options)), task, Tabular);
    }

    /// <summary>A classical perceptron as a candidate of a sweep, for two classes.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">What is not swept, columns and seed among it; <see langword="null"/> for defaults.</param>
    /// <param name="space">What is swept; <see langword="null"/> for all of <see cref="PerceptronSearchOptions"/>.</param>
    /// <returns>The candidate.</returns>
    public static SweepableEstimator Perceptron(
        this AutoCatalog catalog, PerceptronOptions? options = null, SearchSpace.SearchSpace? space = null) =>
        Candidate<PerceptronSearchOptions>(
            catalog, space, (context, point) => context.BinaryClassification.Trainers.Perceptron(point.ToOptions(options)),
            DeepTask.BinaryClassification, DeepTask.BinaryClassification);

    private static readonly DeepTask[] Tabular =
    [
        DeepTask.BinaryClassification, DeepTask.MulticlassClassification, DeepTask.Regression, DeepTask.MultiLabelClassification,
    ];

    /// <summary>Layers that are given are not swept.</summary>
    private static ConditionalSpace<CnnSearchOptions> CnnSpace(CnnOptions? options)
    {
        var space = new ConditionalSpace<CnnSearchOptions>();
        if (options is { BaseModel: not null } or { Layers: not null })
        {
            space.Remove(nameof(CnnSearchOptions.Preset));
            space.Remove(nameof(CnnSearchOptions.WidthFactor));
        }

        return space;
    }

    /// <summary>Another cell than an LSTM is the user's choice.</summary>
    private static ConditionalSpace<LstmSearchOptions> LstmSpace(LstmOptions? options)
    {
        var space = new ConditionalSpace<LstmSearchOptions>();
        if (options is not null && options.Cell != RecurrentCell.Lstm)
            space.Remove(nameof(LstmSearchOptions.Cell));
        return space;
    }

    private static SweepableEstimator Candidate<T>(
        AutoCatalog catalog, SearchSpace.SearchSpace? space, Func<MLContext, T, IEstimator<ITransformer>> make, DeepTask task,
        params DeepTask[] possible)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (!possible.Contains(task))
            throw new ArgumentException($"task must be one of {string.Join(", ", possible)}, but was {task}.", nameof(task));
        return new SweepableEstimator((context, parameter) => make(context, parameter.AsType<T>()), space ?? new ConditionalSpace<T>());
    }

    private static DeepTrainer Trainer(MLContext context, DeepTask task, MlpOptions options) => task switch
    {
        DeepTask.BinaryClassification => context.BinaryClassification.Trainers.Mlp(options),
        DeepTask.MulticlassClassification => context.MulticlassClassification.Trainers.Mlp(options),
        DeepTask.MultiLabelClassification => context.MultiLabelClassification.Trainers.Mlp(options),
        _ => context.Regression.Trainers.Mlp(options),
    };

    private static DeepTrainer Trainer(MLContext context, DeepTask task, CnnOptions options) => task switch
    {
        DeepTask.BinaryClassification => context.BinaryClassification.Trainers.Cnn(options),
        DeepTask.MulticlassClassification => context.MulticlassClassification.Trainers.Cnn(options),
        DeepTask.MultiLabelClassification => context.MultiLabelClassification.Trainers.Cnn(options),
        _ => context.Regression.Trainers.Cnn(options),
    };

    private static DeepTrainer Trainer(MLContext context, DeepTask task, NetworkOptions options) => task switch
    {
        DeepTask.BinaryClassification => context.BinaryClassification.Trainers.Network(options),
        DeepTask.MulticlassClassification => context.MulticlassClassification.Trainers.Network(options),
        DeepTask.MultiLabelClassification => context.MultiLabelClassification.Trainers.Network(options),
        _ => context.Regression.Trainers.Network(options),
    };

    private static DeepTrainer Trainer(MLContext context, DeepTask task, LstmOptions options) => task switch
    {
        DeepTask.BinaryClassification => context.BinaryClassification.Trainers.Lstm(options),
        DeepTask.MulticlassClassification => context.MulticlassClassification.Trainers.Lstm(options),
        DeepTask.MultiLabelClassification => context.MultiLabelClassification.Trainers.Lstm(options),
        DeepTask.SequenceLabeling => context.SequenceLabeling.Trainers.Lstm(options),
        DeepTask.SequenceToSequence => context.SequenceToSequence.Trainers.Lstm(options),
        _ => context.Regression.Trainers.Lstm(options),
    };
}
