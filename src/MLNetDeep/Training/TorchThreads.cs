using TorchSharp;

namespace MLNetDeep.Training;

/// <summary>
/// Sets libtorch's thread count for the calling thread and puts the old one back. libtorch counts threads per calling thread, but a
/// thread takes over the process-wide number at its first operator; asking for the number first brings that moment forward, so that
/// another fit's setting cannot slip in between, and a fit's result does not depend on what runs beside it.
/// </summary>
internal sealed class TorchThreads : IDisposable
{
    private readonly int _previous;

    public TorchThreads(int count)
    {
        _previous = torch.get_num_threads();
        torch.set_num_threads(count);
    }

    public void Dispose() => torch.set_num_threads(_previous);
}
