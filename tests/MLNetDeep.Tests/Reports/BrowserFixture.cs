namespace MLNetDeep.Tests.Reports;

/// <summary>One browser for the tests of a class.</summary>
public sealed class BrowserFixture : IDisposable
{
    internal Browser Browser { get; } = Browser.Start();

    public void Dispose() => Browser.Dispose();
}
