namespace TorchSharp;

/// <summary>Kinds of devices; the numbers are libtorch's.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
}

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>Where a tensor's memory is.</summary>
    public class Device(DeviceType deviceType, int index = -1)
    {
        public DeviceType type { get; } = deviceType;
        public int index { get; } = index;

        public override string ToString() => type == DeviceType.CPU ? "cpu"
            : index < 0 ? "cuda"
            : string.Create(CultureInfo.InvariantCulture, $"cuda:{index}");
    }
}
