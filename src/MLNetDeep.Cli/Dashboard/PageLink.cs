using MLNetDeep.Reports;

namespace MLNetDeep.Cli.Dashboard;

/// <summary>The way to another page.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Address">Where it is.</param>
internal sealed record PageLink(string Name, string Address) : ReportBlock
{
    /// <inheritdoc/>
    public override void Write(Html html, string id) =>
        html.Open("div", "card").Element("a", Name, "", ("href", Address)).Close("div");
}
