using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The environment of an <see cref="MLContext"/>.</summary>
internal sealed class LocalEnvironment : HostEnvironment
{
    public LocalEnvironment(int? seed = null)
        : base(seed)
    {
    }

    public void AddListener(Action<IMessageSource, ChannelMessage> listener) => Listeners.Add(listener);
}
