using System.Numerics;

namespace MLNetDeep.Training;

/// <summary>The arithmetic of an optimiser for one step and one stretch of parameters, on a vector of them at a time.</summary>
/// <remarks>A struct, so that the loop of <see cref="KernelRun{TKernel}"/> is compiled for each, with the arithmetic inlined.</remarks>
internal interface IStepKernel
{
    /// <summary>How many of the three numbers remembered of each parameter are used, the first ones first.</summary>
    int MemoryCount { get; }

    /// <summary>The new weights.</summary>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">Their gradients, clipped, penalties added.</param>
    /// <param name="first">First number remembered, to be brought up to date.</param>
    /// <param name="second">Second number remembered.</param>
    /// <param name="third">Third number remembered.</param>
    Vector<float> Move(
        Vector<float> weight, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, ref Vector<float> third);
}
