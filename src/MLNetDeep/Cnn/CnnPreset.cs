namespace MLNetDeep;

/// <summary>A whole recipe for images and signals: layers, optimiser, schedules, regularisation, epochs.</summary>
/// <remarks>The options that are set beside the preset replace its own choices.</remarks>
public enum CnnPreset
{
    /// <summary>
    /// Chosen by the size of the input and the number of rows, from measurements on one core. Images: six convolutions of 24 to 128
    /// channels, two residual sums, 0.4 million parameters, a small relative of David Page's cifar10-fast and of airbench. Signals: a
    /// fully convolutional network (arXiv:1611.06455). SGD with Nesterov momentum, a triangular step size, label smoothing, averaged
    /// weights, all rows; epochs by the number of rows.
    /// </summary>
    Auto,

    /// <summary>LeNet-5 (LeCun 1998) with rectified units and max pools: two convolutions, three linear layers.</summary>
    LeNet5,
}
