using MLNetDeep;

namespace Microsoft.ML;

/// <summary>Puts what trained networks see among ML.NET's transforms.</summary>
public static class ExplanationCatalog
{
    /// <summary>Adds what a layer of a trained network puts out, as features for other models.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of the dimensions of the layer's output.</param>
    /// <param name="model">A fitted transformer of one network; it says which columns are read.</param>
    /// <param name="layerName">
    /// The layer by its place: <c>7</c>, or <c>3.branch0.2</c> inside layer 3; <see langword="null"/> for what the output layer sees.
    /// </param>
    /// <returns>An estimator that learns nothing from data.</returns>
    /// <exception cref="ArgumentException">The model is an ensemble, or has no such layer.</exception>
    public static DeepFeaturesEstimator DeepFeatures(
        this TransformsCatalog catalog, string outputColumnName, DeepPredictionTransformer model, string? layerName = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return new(outputColumnName, model.Model, model.Inputs, layerName);
    }

    /// <summary>Adds what a layer of a trained network puts out, for features in any column.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column that is added: a float vector of the dimensions of the layer's output.</param>
    /// <param name="model">A fitted model of one network without categorical features.</param>
    /// <param name="layerName">
    /// The layer by its place: <c>7</c>, or <c>3.branch0.2</c> inside layer 3; <see langword="null"/> for what the output layer sees.
    /// </param>
    /// <param name="inputColumnName">The features: a vector of floats or bytes, as long as the model's.</param>
    /// <returns>An estimator that learns nothing from data.</returns>
    /// <exception cref="ArgumentException">The model is an ensemble, reads categories, or has no such layer.</exception>
    public static DeepFeaturesEstimator DeepFeatures(
        this TransformsCatalog catalog, string outputColumnName, DeepModel model, string? layerName = null, string inputColumnName = "Features")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return new(outputColumnName, model, InputColumns.OfVector(inputColumnName, model, "DeepFeatures"), layerName);
    }

    /// <summary>Adds maps of the places that speak for a class (Grad-CAM, arXiv:1610.02391).</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">
    /// The column that is added: a float vector of dimensions height × width, or of the length of a signal.
    /// </param>
    /// <param name="model">A fitted transformer of one convolutional network; it says which column is read.</param>
    /// <param name="options">Layer, class and size of the numbers; <see langword="null"/> for the defaults.</param>
    /// <returns>An estimator that learns nothing from data.</returns>
    /// <exception cref="ArgumentException">The model is no single convolutional network, or an option does not fit it.</exception>
    public static GradCamEstimator GradCam(
        this TransformsCatalog catalog, string outputColumnName, DeepPredictionTransformer model, GradCamOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return new(outputColumnName, model.Model, model.Inputs, options ?? new GradCamOptions());
    }

    /// <summary>Adds maps of the places that speak for a class, for images in any column.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">
    /// The column that is added: a float vector of dimensions height × width, or of the length of a signal.
    /// </param>
    /// <param name="model">A fitted model of one convolutional network.</param>
    /// <param name="options">Layer, class and size of the numbers; <see langword="null"/> for the defaults.</param>
    /// <param name="inputColumnName">The images or signals: a vector of floats or bytes, as long as the model's.</param>
    /// <returns>An estimator that learns nothing from data.</returns>
    /// <exception cref="ArgumentException">The model is no single convolutional network, or an option does not fit it.</exception>
    public static GradCamEstimator GradCam(
        this TransformsCatalog catalog,
        string outputColumnName,
        DeepModel model,
        GradCamOptions? options = null,
        string inputColumnName = "Features")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return new(outputColumnName, model, InputColumns.OfVector(inputColumnName, model, "GradCam"), options ?? new GradCamOptions());
    }
}
