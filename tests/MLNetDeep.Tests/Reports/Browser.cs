using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace MLNetDeep.Tests.Reports;

/// <summary>Chromium without a window, spoken to by its DevTools protocol.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What every chart of a page is, seen from inside: the size it is drawn in, and texts that reach out of it.
    private const string Examine = """
        JSON.stringify({
          width: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          background: getComputedStyle(document.body).backgroundColor,
          charts: [...document.querySelectorAll('figure')].flatMap(figure => [...figure.querySelectorAll('svg')]
            .filter(svg => svg.checkVisibility()).map(svg => {
              const box = svg.getBBox(), [, , width, height] = svg.getAttribute('viewBox').split(' ').map(Number);
              const out = text => { const b = text.getBBox();
                return b.x < -2 || b.y < -2 || b.x + b.width > width + 2 || b.y + b.height > height + 2; };
              return {
                title: figure.querySelector('h3').textContent,
                label: svg.getAttribute('aria-label'),
                width: box.width, height: box.height,
                broken: /NaN|Infinity|undefined|∞/.test([...svg.querySelectorAll('*')].flatMap(e => [...e.attributes])
                  .filter(a => /^(d|x|y|[xy][12]|c[xy]|r|width|height|transform)$/.test(a.name)).map(a => a.value).join()),
                outside: [...svg.querySelectorAll('text')].filter(out).map(text => text.textContent),
              };
            })),
        })
        """;

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonElement> _events = [];
    private int _lastId;

    private Browser(Process process, DirectoryInfo folder) => (_process, _folder) = (process, folder);

    /// <summary>Starts the browser.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static Browser Start()
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM");
        var path = named is { Length: > 0 } ? named : Find() ?? throw new InvalidOperationException(
            "The tests of reports need Chromium or Chrome: apt-get install chromium, or name it in the environment variable CHROMIUM.");
        var folder = Directory.CreateTempSubdirectory("mlnetdeep-chromium-");
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--disable-dev-shm-usage", "--remote-debugging-port=0",
            $"--user-data-dir={folder.FullName}", "about:blank",
        ];
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var browser = new Browser(process, folder);
        browser.Connect();
        return browser;
    }

    /// <summary>Opens a page and looks at it.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="isDark">Whether the user likes it dark.</param>
    /// <param name="picture">Where to put a picture of the page; null for nowhere.</param>
    /// <param name="script">What is evaluated on the page, to a text; null for nothing.</param>
    public PageView Open(string address, int width = 1360, bool isDark = false, string? picture = null, string? script = null)
    {
        var target = Call("Target.createTarget", new { url = "about:blank" }).GetProperty("targetId").GetString()!;
        var session = Call("Target.attachToTarget", new { targetId = target, flatten = true }).GetProperty("sessionId").GetString()!;
        _events.Clear();
        foreach (var domain in new[] { "Page", "Runtime", "Network", "Log" })
            Call($"{domain}.enable", new { }, session);
        Call("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = width < 600 }, session);
        Call("Emulation.setEmulatedMedia", new
        {
            features = new[] { new { name = "prefers-color-scheme", value = isDark ? "dark" : "light" } },
        }, session);
        Call("Page.navigate", new { url = address }, session);
        WaitFor("Page.loadEventFired", session);
        var answer = script is null ? null : Evaluate(script, session);
        var seen = JsonDocument.Parse(Evaluate(Examine, session)!).RootElement;
        if (picture is not null)
            File.WriteAllBytes(picture, Picture(session));
        var view = new PageView(
            [.. Errors(session)],
            [.. Of("Network.requestWillBeSent", session).Select(e => e.GetProperty("request").GetProperty("url").GetString()!)],
            seen.GetProperty("charts").Deserialize<ChartView[]>(JsonSerializerOptions.Web)!, seen.GetProperty("width").GetDouble(),
            seen.GetProperty("background").GetString()!, answer);
        Call("Target.closeTarget", new { targetId = target });
        return view;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        // The browser's helpers may hold files for a moment longer.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                _folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private void Connect()
    {
        var file = Path.Combine(_folder.FullName, "DevToolsActivePort");
        var watch = Stopwatch.StartNew();
        string[] lines = [];
        while (lines.Length < 2)
        {
            if (_process.HasExited || watch.Elapsed > Patience)
                throw new InvalidOperationException("Chromium did not start.");
            Thread.Sleep(50);
            lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        using var limit = new CancellationTokenSource(Patience);
        _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), limit.Token).GetAwaiter().GetResult();
    }

    private string? Evaluate(string script, string session)
    {
        var result = Call("Runtime.evaluate", new { expression = script, returnByValue = true, awaitPromise = true }, session);
        Assert.False(result.TryGetProperty("exceptionDetails", out var details), details.ToString());
        return result.GetProperty("result").TryGetProperty("value", out var value) ? value.ToString() : null;
    }

    private byte[] Picture(string session)
    {
        var result = Call("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true, clip = Clip(session) }, session);
        return result.GetProperty("data").GetBytesFromBase64();
    }

    private object Clip(string session)
    {
        var size = Call("Page.getLayoutMetrics", new { }, session).GetProperty("cssContentSize");
        var (width, height) = (size.GetProperty("width").GetDouble(), size.GetProperty("height").GetDouble());
        return new { x = 0, y = 0, width, height, scale = 1 };
    }

    private IEnumerable<string> Errors(string session) =>
        Of("Runtime.exceptionThrown", session).Select(e => e.GetProperty("exceptionDetails").ToString())
        .Concat(Of("Log.entryAdded", session).Select(e => e.GetProperty("entry").GetProperty("text").GetString()!))
        .Concat(Of("Runtime.consoleAPICalled", session).Select(e => e.ToString()));

    private IEnumerable<JsonElement> Of(string method, string session) => _events
        .Where(e => e.GetProperty("method").GetString() == method && e.GetProperty("sessionId").GetString() == session)
        .Select(e => e.GetProperty("params"));

    private void WaitFor(string method, string session)
    {
        while (!Of(method, session).Any())
            Receive();
    }

    private JsonElement Call(string method, object parameters, string? session = null)
    {
        var id = ++_lastId;
        var message = new Dictionary<string, object> { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
            message["sessionId"] = session;
        using var limit = new CancellationTokenSource(Patience);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message);
        _socket.SendAsync(bytes, WebSocketMessageType.Text, true, limit.Token).GetAwaiter().GetResult();
        while (true)
        {
            var answer = Receive();
            if (!answer.TryGetProperty("id", out var of) || of.GetInt32() != id)
                continue;
            Assert.False(answer.TryGetProperty("error", out var error), $"{method}: {error}");
            return answer.GetProperty("result");
        }
    }

    private JsonElement Receive()
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[1 << 16];
        using var whole = new MemoryStream();
        ValueWebSocketReceiveResult part;
        do
        {
            part = _socket.ReceiveAsync(buffer.AsMemory(), limit.Token).AsTask().GetAwaiter().GetResult();
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        var message = JsonDocument.Parse(Encoding.UTF8.GetString(whole.ToArray())).RootElement;
        if (message.TryGetProperty("method", out _) && message.TryGetProperty("sessionId", out _))
            _events.Add(message);
        return message;
    }
}

/// <summary>What was seen of a page.</summary>
/// <param name="Errors">Exceptions, and whatever else went to the console.</param>
/// <param name="Requests">All addresses asked for.</param>
/// <param name="Charts">The charts that are shown.</param>
/// <param name="Overflow">Pixels by which the page is wider than the window.</param>
/// <param name="Background">The colour of the page.</param>
/// <param name="Answer">What the script said.</param>
internal sealed record PageView(
    IReadOnlyList<string> Errors, IReadOnlyList<string> Requests, IReadOnlyList<ChartView> Charts, double Overflow, string Background,
    string? Answer)
{
    /// <summary>Checks that the page is whole: nothing failed, nothing was asked for but itself, every chart is drawn and fits.</summary>
    public PageView IsWhole()
    {
        Assert.Empty(Errors);
        Assert.Single(Requests, request => !request.StartsWith("data:", StringComparison.Ordinal));
        Assert.True(Overflow <= 0, $"the page is {Overflow} pixels wider than the window");
        Assert.NotEmpty(Charts);
        Assert.All(Charts, chart =>
        {
            Assert.True(chart is { Width: > 20, Height: > 20 }, $"'{chart.Title}' is drawn {chart.Width} by {chart.Height}");
            Assert.False(chart.Broken, $"'{chart.Title}' has coordinates that are no numbers");
            Assert.Empty(chart.Outside);
            Assert.NotEmpty(chart.Label);
        });
        return this;
    }
}

/// <summary>What was seen of a chart.</summary>
internal sealed record ChartView(string Title, string Label, double Width, double Height, bool Broken, IReadOnlyList<string> Outside);
