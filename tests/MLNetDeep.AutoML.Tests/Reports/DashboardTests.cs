using System.Net;
using MLNetDeep.AutoML.Tests.Storage;
using MLNetDeep.Cli.Dashboard;
using MLNetDeep.Tests.Reports;

namespace MLNetDeep.AutoML.Tests.Reports;

public sealed class DashboardTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetdeep-test-");
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = true });

    private string File => Path.Combine(_folder.FullName, "study.db");

    public void Dispose()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Follows_a_study_while_it_runs()
    {
        using var store = StudyStorage.Create(File, StoreData.Definition);
        await using var server = await DashboardServer.StartAsync(File, null, 0);
        Assert.StartsWith("http://127.0.0.1:", server.Address, StringComparison.Ordinal);
        var page = await _client.GetStringAsync(server.Address);
        Assert.Contains("No trial has a score yet.", page, StringComparison.Ordinal);
        using var first = await _client.GetAsync(server.Address + "/0/body");
        Assert.Equal(HttpStatusCode.NotModified, await StatusOf(server, first.Headers.ETag!.Tag));

        var trial = store.ClaimFor(Worker.New());
        store.ReportFold(trial, StoreData.Fold(0, 0.75), StoreData.Predictions(0));
        store.Complete(trial, 0.75);
        Assert.Equal(HttpStatusCode.OK, await StatusOf(server, first.Headers.ETag!.Tag));
        Assert.Contains("<dd>0.7500</dd>", await _client.GetStringAsync(server.Address + "/0/body"), StringComparison.Ordinal);

        // The browser sees the next trial come without being asked to load the page again.
        const string Wait = """
            (async () => {
              const count = () => document.querySelectorAll('tbody tr[data-trial]').length;
              window.same = true;
              for (let i = 0; i < 200 && count() < 2; i++) await new Promise(done => setTimeout(done, 100));
              return `${count()} ${window.same} ${document.getElementById('status').textContent.startsWith('live, ')}`;
            })()
            """;
        var second = Task.Run(async () =>
        {
            await Task.Delay(500);
            store.Complete(store.ClaimFor(Worker.New()), 0.8);
        });
        var view = fixture.Browser.Open(server.Address + "/0", script: Wait);
        await second;
        Assert.Equal("2 true true", view.Answer);
        Assert.Empty(view.Errors);
        Assert.All(view.Requests, request => Assert.StartsWith(server.Address, request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_several_studies_and_answers_this_machine_alone()
    {
        using (StudyStorage.Create(File, StoreData.Definition))
        using (StudyStorage.Create(File, StoreData.Definition with { Name = "other <study>" }))
        {
        }
        await using var server = await DashboardServer.StartAsync(File, null, 0);
        var list = await _client.GetStringAsync(server.Address);
        Assert.Contains("<a href=\"/1\">other &lt;study&gt;</a>", list, StringComparison.Ordinal);
        Assert.Contains("<h1>other &lt;study&gt;</h1>", await _client.GetStringAsync(server.Address + "/1"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync(server.Address + "/2")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _client.PostAsync(server.Address, null)).StatusCode);
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, server.Address + "/0") { Headers = { Host = "evil.example" } };
        using var answer = await _client.SendAsync(elsewhere);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.Equal("The dashboard answers to localhost only.", await answer.Content.ReadAsStringAsync());
        await using var one = await DashboardServer.StartAsync(File, "other <study>", 0);
        Assert.Contains("<h1>other &lt;study&gt;</h1>", await _client.GetStringAsync(one.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_tells_where_it_is_and_ends_when_cancelled()
    {
        using (StudyStorage.Create(File, StoreData.Definition))
        {
        }
        using var end = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var streams = new Cli.Output.CliStreams(TextWriter.Synchronized(output), error, IsLive: false, Width: 80);
        var run = Cli.Tool.RunAsync(["dashboard", File], streams, end.Token);
        for (var i = 0; i < 600 && !output.ToString().Contains("until Ctrl+C", StringComparison.Ordinal); i++)
            await Task.Delay(50);
        Assert.Matches(@"^The dashboard is at http://127\.0\.0\.1:\d+ until Ctrl\+C\.", output.ToString());
        await end.CancelAsync();
        Assert.Equal(0, await run.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public async Task Tells_what_it_cannot_show()
    {
        var none = Path.Combine(_folder.FullName, "none.db");
        Assert.Contains("none.db", await FailureOf("dashboard", none), StringComparison.Ordinal);
        Assert.Equal("--port must be from 0 to 65535, but was 70000.", await FailureOf("dashboard", none, "--port", "70000"));
        using (StudyStorage.Create(File, StoreData.Definition))
        {
        }
        Assert.Contains("'absent'", await FailureOf("dashboard", File, "--study", "absent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_study_becomes_a_file()
    {
        using (var store = StudyStorage.Create(File, StoreData.Definition))
            store.Complete(store.ClaimFor(Worker.New()));
        var path = Path.Combine(_folder.FullName, "study.html");
        using var output = new StringWriter();
        var streams = new Cli.Output.CliStreams(output, output, IsLive: false, Width: 80);
        Assert.True(await Cli.Tool.RunAsync(["report", File, "-o", path], streams, CancellationToken.None) == 0, output.ToString());
        fixture.Browser.Open(new Uri(path).AbsoluteUri).IsWhole();
    }

    private static async Task<string> FailureOf(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var streams = new Cli.Output.CliStreams(output, error, IsLive: false, Width: 80);
        Assert.Equal(1, await Cli.Tool.RunAsync(arguments, streams, CancellationToken.None));
        Assert.Equal("", output.ToString());
        return error.ToString().Trim();
    }

    private async Task<HttpStatusCode> StatusOf(DashboardServer server, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address + "/0/body");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }
}
