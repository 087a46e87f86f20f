using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MLNetDeep.AutoML;

/// <summary>Reads what a store is named by.</summary>
internal static class StoreText
{
    private const string Memory = ":memory:";

    private static readonly string[] PostgresSchemes = ["postgres://", "postgresql://"];

    /// <summary>The database that a text names; nothing is opened yet.</summary>
    /// <exception cref="StudyStorageException">The text is a connection string with a mistake, or the file is missing.</exception>
    public static StoreDatabase Connect(string? text, StoreMode mode, StudyStorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(text) || text == Memory)
            return new SqliteDatabase(Memory, mode, options);
        if (PostgresSchemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
            return new PostgresDatabase(ReadAddress(text), mode, options);
        if (text.StartsWith("sqlite:///", StringComparison.OrdinalIgnoreCase))
            return new SqliteDatabase(text["sqlite:///".Length..], mode, options);
        if (!IsConnectionString(text, out var isPostgres))
            return new SqliteDatabase(text, mode, options);
        try
        {
            return isPostgres
                ? new PostgresDatabase(new NpgsqlConnectionStringBuilder(text), mode, options)
                : new SqliteDatabase(new SqliteConnectionStringBuilder(text).DataSource, mode, options);
        }
        catch (ArgumentException e)
        {
            // The text itself is not repeated: it may hold a password.
            throw new StudyStorageException($"The connection string of the store has a mistake: {e.Message}", e);
        }
    }

    private static bool IsConnectionString(string text, out bool isPostgres)
    {
        isPostgres = false;
        if (!text.Contains('='))
            return false;
        var keys = new DbConnectionStringBuilder();
        try
        {
            keys.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            return false; // a path that holds '='
        }
        isPostgres = keys.ContainsKey("Host") || keys.ContainsKey("Server");
        return isPostgres || keys.ContainsKey("Data Source") || keys.ContainsKey("DataSource") || keys.ContainsKey("Filename");
    }

    /// <summary>Reads postgresql://user:password@host:port/database?option=value, which Npgsql does not.</summary>
    private static NpgsqlConnectionStringBuilder ReadAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw new StudyStorageException("The address of the store must be postgresql://user:password@host:port/database.");
        var builder = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(address.Host) };
        if (address.Port > 0)
            builder.Port = address.Port;
        var database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/'));
        if (database.Length > 0)
            builder.Database = database;
        var user = address.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var option in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            SetOption(builder, option.Split('=', 2));
        return builder;
    }

    private static void SetOption(NpgsqlConnectionStringBuilder builder, string[] option)
    {
        // PostgreSQL's own names for what Npgsql calls otherwise.
        var name = Uri.UnescapeDataString(option[0]) switch
        {
            "sslmode" => "SSL Mode",
            "application_name" => "Application Name",
            var other => other,
        };
        var value = option.Length > 1 ? Uri.UnescapeDataString(option[1]) : "";
        try
        {
            builder[name] = name == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (ArgumentException e)
        {
            throw new StudyStorageException($"The address of the store has an option '{option[0]}' that is not known or out of range.", e);
        }
    }
}

/// <summary>What a store is opened for.</summary>
internal enum StoreMode
{
    /// <summary>Only to look at.</summary>
    Read,

    /// <summary>To write to; it must be there.</summary>
    Write,

    /// <summary>To write to; it is made where it is missing.</summary>
    Create,
}
