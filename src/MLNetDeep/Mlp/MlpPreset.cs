namespace MLNetDeep;

/// <summary>A whole recipe for tables: architecture, first weights, optimiser, schedules, regularisation, epochs.</summary>
/// <remarks>The options that are set beside the preset replace its own choices.</remarks>
public enum MlpPreset
{
    /// <summary>
    /// What a search over 13 public tables found best at a bounded cost: <see cref="TabM"/> for two classes and for numbers, a shorter
    /// <see cref="RealMlp"/> that learns from all rows for more than two classes.
    /// </summary>
    Auto,

    /// <summary>Linear layers, activations and dropout; AdamW along a cosine; the best of 32 epochs on held-out rows. Fast and
    /// simple.</summary>
    Plain,

    /// <summary>RealMLP-TD (arXiv:2407.04491): NTK layers, data-driven first weights, parametric activations, embeddings of
    /// numbers.</summary>
    RealMlp,

    /// <summary>RealMLP-TD-S (arXiv:2407.04491): RealMLP without embeddings, dropout and decay.</summary>
    RealMlpSmall,

    /// <summary>
    /// TabM (arXiv:2410.24210): several networks in one, which share their matrices, over piecewise-linear embeddings of numbers.
    /// </summary>
    TabM,

    /// <summary>TabM-mini (arXiv:2410.24210): TabM whose members differ in their first factors and their heads alone.</summary>
    TabMMini,

    /// <summary>Residual blocks with batch normalisation (arXiv:2106.11959).</summary>
    ResNet,
}
