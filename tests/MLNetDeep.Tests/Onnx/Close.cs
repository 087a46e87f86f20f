namespace MLNetDeep.Tests.Onnx;

/// <summary>Equality of scores to 1e-5, relative to their size where that is above 1.</summary>
internal static class Close
{
    public const double Tolerance = 1e-5;

    public static void Assert(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what = "output")
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool isClose = expected[i].Equals(actual[i])
                || Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i]));
            Xunit.Assert.True(isClose, FormattableString.Invariant($"{what} at {i}: ours {expected[i]}, ONNX Runtime's {actual[i]}"));
        }
    }
}
