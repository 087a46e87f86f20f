using System.CommandLine;

namespace MLNetDeep.Cli.Commands;

/// <summary>Makes options in one line each.</summary>
internal static class NewOption
{
    /// <summary>An option that may be left out, for a value that then is null.</summary>
    public static Option<T?> Optional<T>(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
    };

    /// <summary>An option with a default.</summary>
    /// <param name="name">Its name; a short form may follow after a bar, as in "--out|-o".</param>
    /// <param name="helpName">What its value is called in the help.</param>
    /// <param name="value">The default.</param>
    /// <param name="description">What it is for.</param>
    public static Option<T> Default<T>(string name, string helpName, T value, string description)
    {
        var names = name.Split('|');
        return new Option<T>(names[0], names[1..])
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => value,
        };
    }
}
