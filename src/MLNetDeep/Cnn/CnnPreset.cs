namespace MLNetDeep;

/// <summary>A whole recipe for images and signals: layers, optimiser, schedules, regularisation, epochs.</summary>
/// <remarks>The options that are set beside the preset replace its own choices.</remarks>
public enum CnnPreset
{
    /// <summary>Chosen by the size of the input and the number of rows.</summary>
    Auto,

    /// <summary>LeNet-5 (LeCun 1998) with rectified units and max pools: two convolutions, three linear layers.</summary>
    LeNet5,
}
