namespace MLNetDeep.Comparison;

/// <summary>Memory of the whole process while a pipeline was fitted, looked at every few milliseconds.</summary>
/// <param name="PeakByteCount">The most that was resident at any look.</param>
/// <param name="GrowthByteCount">By how much that was more than before the fit, when garbage had just been collected.</param>
/// <param name="AllocatedByteCount">What .NET allocated in all, most of it soon free again; native memory is not in it.</param>
/// <remarks>
/// The growth is what a fit needs on top of what the process has already. It is a lower bound: memory that an earlier fit gave back to
/// its allocator but not to the system is used again without growth, and whatever else the process does at the time is counted with. The
/// first deep fit of a process also loads the native library.
/// </remarks>
public sealed record FitMemory(long PeakByteCount, long GrowthByteCount, long AllocatedByteCount);
