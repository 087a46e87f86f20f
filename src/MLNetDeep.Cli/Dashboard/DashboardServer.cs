using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MLNetDeep.AutoML;
using MLNetDeep.Reports;

namespace MLNetDeep.Cli.Dashboard;

/// <summary>Shows the studies of a store to browsers of this machine. Only reads.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];

    private readonly WebApplication _server;
    private readonly IReadOnlyList<(string Name, StudyPage Page)> _studies;
    private readonly string _storage;

    private DashboardServer(WebApplication server, string storage, IReadOnlyList<(string Name, StudyPage Page)> studies) =>
        (_server, _storage, _studies) = (server, storage, studies);

    /// <summary>Where it listens.</summary>
    public string Address => _server.Urls.First();

    /// <summary>Opens the store and begins to listen.</summary>
    /// <param name="storage">The store.</param>
    /// <param name="name">The study; null for all of the store.</param>
    /// <param name="port">The port on loopback; 0 for any that is free.</param>
    /// <exception cref="StudyStorageException">The store or the study cannot be opened.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<DashboardServer> StartAsync(string storage, string? name, int port)
    {
        string[] names = name is null ? [.. StudyStorage.ReadStudies(storage).Select(study => study.Name)] : [name];
        if (names.Length == 0)
            throw new CliException($"{StudyStorage.Describe(storage)} holds no study yet.");
        var studies = names.Select(one => (one, new StudyPage(StudyStorage.OpenToRead(storage, one)))).ToArray();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, port);
        });
        var server = new DashboardServer(builder.Build(), StudyStorage.Describe(storage), studies);
        server._server.Run(server.Answer);
        try
        {
            await server._server.StartAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        return server;
    }

    /// <summary>Listens until it is cancelled.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        using var end = cancellation.Register(_server.Lifetime.StopApplication);
        await _server.WaitForShutdownAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        foreach (var (_, page) in _studies)
            page.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        // A page from elsewhere whose name was made to point here must not read the studies.
        if (!LocalNames.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            await Write(context, HttpStatusCode.MisdirectedRequest, "text/plain", "The dashboard answers to localhost only.");
            return;
        }
        if (context.Request.Method is not ("GET" or "HEAD"))
        {
            await Write(context, HttpStatusCode.MethodNotAllowed, "text/plain", "The dashboard only shows.");
            return;
        }
        try
        {
            await Route(context, context.Request.Path.Value?.Trim('/').Split('/') ?? []);
        }
        catch (StudyStorageException e)
        {
            await Write(context, HttpStatusCode.ServiceUnavailable, "text/plain", e.Message);
        }
    }

    private async Task Route(HttpContext context, string[] parts)
    {
        if (parts is [""] && _studies.Count > 1)
        {
            await Write(context, HttpStatusCode.OK, "text/html", List());
        }
        else if (parts is [""])
        {
            context.Response.Redirect("/0");
        }
        else if (parts is [_] && Find(parts[0]) is { } study)
        {
            await Write(context, HttpStatusCode.OK, "text/html", study.Page());
        }
        else if (parts is [_, "body"] && Find(parts[0]) is { } changed)
        {
            var (html, tag) = changed.Body();
            context.Response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch == tag)
                context.Response.StatusCode = StatusCodes.Status304NotModified;
            else
                await Write(context, HttpStatusCode.OK, "text/html", html);
        }
        else
        {
            await Write(context, HttpStatusCode.NotFound, "text/plain", "There is no such page.");
        }
    }

    private StudyPage? Find(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _studies.Count
            ? _studies[index].Page : null;

    private string List() => new HtmlReport("Studies", _storage,
    [
        new ReportSection("studies", "Studies",
            [.. _studies.Select((study, i) => new PageLink(study.Name, $"/{i.ToString(CultureInfo.InvariantCulture)}"))]),
    ]).ToHtml();

    private static async Task Write(HttpContext context, HttpStatusCode status, string type, string text)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        if (context.Request.Method != "HEAD")
            await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
