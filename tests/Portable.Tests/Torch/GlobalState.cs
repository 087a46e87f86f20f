namespace Portable.Tests.Torch;

/// <summary>Held by tests that read or change what the whole process shares.</summary>
internal static class GlobalState
{
    public static readonly Lock Lock = new();
}
