using System.Data;
using System.Data.Common;

namespace MLNetDeep.AutoML;

/// <summary>One connection, with its commands kept: preparing one costs more than running it.</summary>
internal sealed class StoreSession(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    /// <summary>Whether the connection still stands.</summary>
    public bool IsOpen => connection.State == ConnectionState.Open;

    /// <summary>Whether commits wait for the disk at present; null when it was never said.</summary>
    public bool? IsDurable { get; set; }

    /// <summary>Whether the running transaction is to be undone, since it turned out that there is nothing to write.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Runs a command.</summary>
    /// <returns>The number of rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Runs a query.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs a query of one number.</summary>
    public long QueryNumber(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Query(sql, reader => reader.GetInt64(0), values).Single();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in values)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }
            _commands.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        return command;
    }
}
