namespace MLNetDeep.Reports;

/// <summary>How much of a line a block takes on a wide page.</summary>
internal enum BlockWidth
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>One half.</summary>
    Half,

    /// <summary>One third.</summary>
    Third,
}

/// <summary>Something a section shows.</summary>
internal abstract record ReportBlock
{
    /// <summary>How much of a line it takes.</summary>
    public BlockWidth Width { get; init; } = BlockWidth.Full;

    /// <summary>Writes it.</summary>
    /// <param name="html">Takes the markup.</param>
    /// <param name="id">A name that nothing else on the page has.</param>
    public abstract void Write(Html html, string id);

    /// <summary>The classes of the element around it.</summary>
    protected string Classes(string more) => Width switch
    {
        BlockWidth.Half => "half " + more,
        BlockWidth.Third => "third " + more,
        _ => more,
    };
}

/// <summary>A few sentences that stand out.</summary>
/// <param name="Kind">One of good, info, warn, bad.</param>
/// <param name="Tag">A word or two that say what kind it is: colour alone would not.</param>
/// <param name="Text">What matters.</param>
internal sealed record Callout(string Kind, string Tag, string Text) : ReportBlock
{
    /// <summary>What to do about it; empty for nothing.</summary>
    public string Advice { get; init; } = "";

    /// <inheritdoc/>
    public override void Write(Html html, string id)
    {
        html.Open("div", Classes($"callout {Kind}")).Open("p").Element("span", Tag, "tag").Text(Text).Close("p");
        if (Advice.Length > 0)
            html.Element("p", Advice);
        html.Close("div");
    }
}

/// <summary>Names with values.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Items">The names and values.</param>
internal sealed record Facts(string Title, IReadOnlyList<(string Name, string Value)> Items) : ReportBlock
{
    /// <inheritdoc/>
    public override void Write(Html html, string id)
    {
        html.Open("div", Classes("card")).Element("h3", Title, "facts-title").Open("dl", "facts");
        foreach (var (name, value) in Items)
            html.Element("dt", name).Element("dd", value);
        html.Close("dl").Close("div");
    }
}

/// <summary>Text of a program, or laid out with blanks.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">The lines.</param>
internal sealed record Preformatted(string Title, string Text) : ReportBlock
{
    /// <summary>Whether it is shown only when asked for.</summary>
    public bool IsFolded { get; init; }

    /// <inheritdoc/>
    public override void Write(Html html, string id)
    {
        if (IsFolded)
            html.Open("details", Classes("card"), ("id", id)).Element("summary", Title);
        else
            html.Open("div", Classes("card")).Element("h3", Title, "facts-title");
        html.Open("pre", "", ("tabindex", "0")).Text(Text.TrimEnd()).Close("pre").Close(IsFolded ? "details" : "div");
    }
}
