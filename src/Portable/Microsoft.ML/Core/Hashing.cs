namespace Microsoft.ML.Internal.Utilities;

/// <summary>MurmurHash3, 32-bit, step by step.</summary>
internal static partial class Hashing
{
    public static uint MurmurRound(uint hash, uint chunk)
    {
        chunk = BitOperations.RotateLeft(chunk * 0xCC9E2D51, 15) * 0x1B873593;
        return (BitOperations.RotateLeft(hash ^ chunk, 13) * 5) + 0xE6546B64;
    }
}
